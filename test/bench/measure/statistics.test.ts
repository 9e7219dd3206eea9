// Least, middle and greatest.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { describeSpread } from '../../../bench/measure/statistics.ts';

describe('describeSpread', () => {
  it('knows nothing of nothing', () => {
    expect(describeSpread([])).toBeUndefined();
    expect(describeSpread([Number.NaN])).toBeUndefined();
  });

  it.each([
    [[3], { min: 3, median: 3, max: 3 }],
    [[9, 1, 5], { min: 1, median: 5, max: 9 }],
    [[4, 1, 3, 2], { min: 1, median: 2.5, max: 4 }],
  ])('of %j is %j', (values, spread) => {
    expect(describeSpread(values)).toEqual(spread);
  });

  it('has as many values below the median as above it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const { median } = describeSpread(values) ?? { median: Number.NaN };

        const below = values.filter((value) => value < median).length;
        const above = values.filter((value) => value > median).length;
        expect(Math.max(below, above)).toBeLessThanOrEqual(values.length / 2);
      }),
    );
  });
});
