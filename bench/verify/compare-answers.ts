// Whether two answers are the same, and where they first differ.

/**
 * Compares two JSON values: objects by their keys in any order, lists in order. Answers `undefined`
 * where they are equal, else the path of the first difference with both values.
 */
export function findDifference(expected: unknown, found: unknown, path = '$'): string | undefined {
  if (Object.is(expected, found)) return undefined;
  if (Array.isArray(expected) && Array.isArray(found)) {
    if (expected.length !== found.length) {
      return `${path}: ${expected.length} elements expected, ${found.length} found`;
    }
    return firstOf(expected.keys(), (key) =>
      findDifference(expected[key], found[key], `${path}[${key}]`),
    );
  }
  if (isRecord(expected) && isRecord(found)) {
    return firstOf(new Set([...Object.keys(expected), ...Object.keys(found)]), (key) =>
      findDifference(expected[key], found[key], `${path}.${key}`),
    );
  }
  return `${path}: ${describe(expected)} expected, ${describe(found)} found`;
}

function firstOf<Key>(
  keys: Iterable<Key>,
  look: (key: Key) => string | undefined,
): string | undefined {
  for (const key of keys) {
    const difference = look(key);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80);
}
