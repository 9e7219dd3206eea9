// Equality of answers.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { findDifference } from '../../../bench/verify/compare-answers.ts';

describe('findDifference', () => {
  it('finds none between a value and its own JSON, keys in any order', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);

        const difference = findDifference(JSON.parse(text), JSON.parse(text, reverseKeys));

        expect(difference).toBeUndefined();
      }),
    );
  });

  it.each([
    [{ a: 1 }, { a: 1, b: 2 }, '$.b: nothing expected, 2 found'],
    [{ a: 1 }, {}, '$.a: 1 expected, nothing found'],
    [{ a: [1, 2] }, { a: [2, 1] }, '$.a[0]: 1 expected, 2 found'],
    [[1], [1, 1], '$: 1 elements expected, 2 found'],
    [{ a: null }, { a: {} }, '$.a: null expected, {} found'],
    [{ a: '1' }, { a: 1 }, '$.a: "1" expected, 1 found'],
  ])('says where %j and %j differ', (expected, found, difference) => {
    expect(findDifference(expected, found)).toBe(difference);
  });
});

function reverseKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toReversed());
}
