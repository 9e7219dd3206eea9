// Puts what a fetch brought into the answer's tree, without copying what no other request shares.
import { type DataObject, isDataObject, readKey, writeKey } from './data-object.ts';
import type { TypeRelations } from './type-relations.ts';
import type { WrittenPositions } from './written-positions.ts';

/**
 * Adds the keys of `source` to `target`; objects, and lists of equal length, that both have are
 * merged in turn. What is there does not give way to null: which reply came first shall not matter.
 */
export function mergeData(target: DataObject, source: DataObject, types: TypeRelations): void {
  for (const key of Object.keys(source)) {
    const value = source[key];
    if (value === undefined) continue;
    const before = readKey(target, key);
    if (before === undefined || before === null) writeKey(target, key, value);
    else if (key !== '__typename') writeKey(target, key, mergeValue(before, value, types));
    else if (!isLessPrecise(value, before, types)) target[key] = value;
  }
}

/** A subgraph that has an interface for an object knows no more of its objects' types. */
function isLessPrecise(value: unknown, before: unknown, types: TypeRelations): boolean {
  return typeof value === 'string' && typeof before === 'string' && types.satisfies(before, value);
}

function mergeValue(before: unknown, value: unknown, types: TypeRelations): unknown {
  if (typeof before !== 'object' || before === null || value === before) return value;
  if (value === null) return before;
  if (Array.isArray(before)) {
    if (!Array.isArray(value) || value.length !== before.length) return value;
    for (let index = 0; index < value.length; index += 1) {
      before[index] = mergeValue(before[index], value[index], types);
    }
    return before;
  }
  if (!isDataObject(value)) return value;
  mergeData(before as DataObject, value, types);
  return before;
}

/** Copies the objects and lists of a shared reply into which other fetches write, and no others. */
export function copyWritten(value: unknown, positions: WrittenPositions): unknown {
  if (Array.isArray(value)) return value.map((item) => copyWritten(item, positions));
  if (!isDataObject(value)) return value;
  const copy = { ...value };
  for (const [key, below] of positions) {
    const child = readKey(copy, key);
    if (child !== undefined) writeKey(copy, key, copyWritten(child, below));
  }
  return copy;
}
