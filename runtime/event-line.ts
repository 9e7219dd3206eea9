// Fields of an event that is logged very often: its keys are always the same, so only values are looked at.
import { maskText } from './log-masking.ts';

/** What such a field holds; what is undefined is left out. */
export type EventValue = string | number | boolean | readonly string[] | undefined;

/** Fields by keys that stand in our own code: they are neither masked nor many. */
export type EventFields = Readonly<Record<string, EventValue>>;

/** Creates what writes fields as members of a JSON object, each with a comma before it. VINs are masked. */
export function createFieldWriter(): (fields: EventFields) => string {
  const heads = new Map<string, string>();
  return (fields) => {
    let text = '';
    for (const key in fields) {
      const value = fields[key];
      if (value === undefined) continue;
      let head = heads.get(key);
      if (head === undefined) heads.set(key, (head = `,${JSON.stringify(key)}:`));
      text += head + writeValue(value);
    }
    return text;
  };
}

function writeValue(value: Exclude<EventValue, undefined>): string {
  if (typeof value === 'string') return JSON.stringify(maskText(value));
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null';
  if (typeof value === 'boolean') return String(value);
  return value.length === 0 ? '[]' : JSON.stringify(value.map(maskText));
}
