// Expressions over codes: truth, and the ways to make one true or false.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { CodeExpression } from '../../../services/catalogue/rows/option-rows.ts';
import {
  codesOf,
  formatExpression,
  holds,
  waysToFail,
  waysToHold,
} from '../../../services/options/code-expression.ts';

const codes = ['A1', 'B2', 'C3', 'D4', 'E5'];
const { expression } = fc.letrec<{ expression: CodeExpression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({ code: fc.constantFrom(...codes) }),
    fc.record({ and: fc.array(tie('expression'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ or: fc.array(tie('expression'), { minLength: 1, maxLength: 3 }) }),
  ),
}));
const selection = fc.subarray(codes).map((selected) => new Set(selected));

describe('code expressions', () => {
  it('are written in prefix notation', () => {
    const when = { or: [{ code: 'A1' }, { and: [{ code: 'B2' }, { code: 'C3' }] }] };

    expect(formatExpression(when)).toBe('OR(A1, AND(B2, C3))');
    expect(codesOf(when)).toEqual(['A1', 'B2', 'C3']);
  });

  it('hold after each of the ways to make them hold', () => {
    fc.assert(
      fc.property(expression, selection, (when, selected) => {
        const ways = waysToHold(when);

        expect(ways.length).toBeGreaterThan(0);
        expect(ways.every((way) => holds(when, new Set([...selected, ...way])))).toBe(true);
      }),
    );
  });

  it('fail after each of the ways to make them fail', () => {
    fc.assert(
      fc.property(expression, selection, (when, selected) => {
        fc.pre(holds(when, selected));
        const ways = waysToFail(when, selected);

        const remaining = ways.map((way) => [...selected].filter((code) => !way.includes(code)));
        expect(ways.length).toBeGreaterThan(0);
        expect(remaining.some((codesLeft) => holds(when, new Set(codesLeft)))).toBe(false);
      }),
    );
  });
});
