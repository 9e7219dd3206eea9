// Figures are folded where they can be, and never become something that cannot be compared.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  addUp,
  estimateFigure,
  evaluate,
  type Figure,
  largestOf,
  multiply,
} from '../../../gateway/guard/figure.ts';

const read =
  (name: string): Figure =>
  (variables) =>
    Number(variables[name]);

describe('a figure', () => {
  it('is the same number whether it depends on variables or not', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1_000), { maxLength: 5 }),
        fc.array(fc.boolean()),
        (all, vary) => {
          const variables = Object.fromEntries(all.map((value, index) => [`v${index}`, value]));
          const figures = all.map((value, index) => (vary[index] ? read(`v${index}`) : value));

          expect(evaluate(addUp(figures), variables)).toBe(all.reduce((sum, one) => sum + one, 0));
          expect(evaluate(largestOf(figures), variables)).toBe(Math.max(0, ...all));
          expect(evaluate(multiply(figures[0] ?? 2, figures[1] ?? 3), variables)).toBe(
            (all[0] ?? 2) * (all[1] ?? 3),
          );
        },
      ),
    );
  });

  it('is a number once, where nothing varies', () => {
    expect(addUp([1, 2])).toBe(3);
    expect(multiply(2, 3)).toBe(6);
    expect(multiply(0, read('n'))).toBe(0);
  });

  it('is very large where it overflows', () => {
    const huge = multiply(read('n'), read('n'));

    expect(estimateFigure(huge, { n: 1e200 })).toBe(Number.MAX_SAFE_INTEGER);
    expect(estimateFigure(multiply(huge, read('none')), { n: 1e200, none: 0 })).toBe(
      Number.MAX_SAFE_INTEGER,
    );
  });
});
