// Brings together what one field of the answer was planned as under several names.
import { type DataObject, readKey, writeKey } from '../execution/data-object.ts';
import { mergeData } from '../execution/merge-data.ts';
import type { CollectedField } from './collect-fields.ts';

// Both are the same field with the same arguments, so of one type.
const noTypes = { satisfies: () => false };

/** Gives what puts all sources of each field under the first one, in a copy; undefined if none has several. */
export function createSourceMerge(
  fields: readonly CollectedField[],
): ((object: DataObject) => DataObject) | undefined {
  const split = fields.filter(({ sources }) => sources.length > 1);
  if (split.length === 0) return undefined;
  return (object) => {
    const whole = { ...object };
    for (const { sources } of split) {
      const [first = '', ...others] = sources;
      const merged: DataObject = { value: structuredClone(readKey(whole, first)) };
      for (const other of others) {
        mergeData(merged, { value: structuredClone(readKey(whole, other)) }, noTypes);
      }
      writeKey(whole, first, merged['value']);
    }
    return whole;
  };
}
