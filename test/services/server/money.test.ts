// Money: exact to the minor unit in every currency.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  divideHalfUp,
  minorUnitsOf,
  multiplyRatio,
  parseMinor,
  parseScaled,
  toMoney,
} from '../../../services/server/money.ts';

describe('money', () => {
  it.each([
    [12_345, 'EUR', '123.45'],
    [5, 'GBP', '0.05'],
    [-5, 'CHF', '-0.05'],
    [0, 'USD', '0.00'],
    [500, 'JPY', '500'],
    [0, 'JPY', '0'],
    [1_234, 'KWD', '1.234'],
  ])('writes %d minor units of %s as %s', (minor, currency, amount) => {
    expect(toMoney(minor, currency)).toEqual({ amount, currency });
  });

  it('reads back what it wrote, in every currency', () => {
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'CLF'),
        (minor, currency) => {
          const { amount } = toMoney(minor, currency);

          expect(parseMinor(amount, currency)).toBe(minor);
          expect(amount.split('.')[1]?.length ?? 0).toBe(minorUnitsOf(currency));
        },
      ),
    );
  });

  it.each(['1.005', '1,00', '', '.5', '1.', '1e3', ' 1', '0x1'])(
    'refuses the amount %j',
    (text) => {
      expect(() => parseMinor(text, 'EUR')).toThrow(RangeError);
    },
  );

  it('refuses what is not a whole number of minor units', () => {
    expect(() => toMoney(1.5, 'EUR')).toThrow(RangeError);
    expect(() => toMoney(2 ** 53, 'EUR')).toThrow(RangeError);
    expect(() => multiplyRatio(Number.MAX_SAFE_INTEGER, 3, 2)).toThrow(RangeError);
  });

  it.each([
    [5n, 2n, 3n],
    [-5n, 2n, -3n],
    [5n, -2n, -3n],
    [4n, 3n, 1n],
    [-4n, 3n, -1n],
    [0n, 7n, 0n],
  ])('divides %s by %s half-up to %s', (numerator, denominator, quotient) => {
    expect(divideHalfUp(numerator, denominator)).toBe(quotient);
  });

  it('is never off by more than half a unit, and a half goes away from zero', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt({ min: 1n }), (numerator, denominator) => {
        const twiceError = 2n * (divideHalfUp(numerator, denominator) * denominator - numerator);

        const away = numerator < 0n ? -twiceError : twiceError;
        expect(away <= denominator && away > -denominator).toBe(true);
      }),
    );
  });

  it('computes 19 % of 0.50 EUR, where floating point errs, half-up', () => {
    expect(multiplyRatio(50, 1_900, 10_000)).toBe(10);
    expect(multiplyRatio(-50, 1_900, 10_000)).toBe(-10);
    expect(parseScaled('0.9135', 4)).toBe(9_135n);
  });
});
