// Annuities and leases against a computation of high precision.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  type AnnuityInput,
  calculateFinance,
  monthlyInstalment,
} from '../../../../services/pricing/calculation/finance.ts';

const input: fc.Arbitrary<AnnuityInput> = fc
  .record({
    principalMinor: fc.integer({ min: 10_000, max: 2_000_000_000 }),
    residualPercent: fc.nat(99),
    rateBasisPoints: fc.nat(2_000),
    termMonths: fc.integer({ min: 1, max: 120 }),
  })
  .map(({ residualPercent, ...rest }) => ({
    ...rest,
    residualMinor: Number((BigInt(rest.principalMinor) * BigInt(residualPercent)) / 100n),
  }));

/** Decimal fixed point with 60 places: no rational arithmetic, no closed form of the same shape. */
const one = 10n ** 60n;

/** Discounts each month's payment one by one: P = A·Σv^k + R·v^n, solved for A. */
function instalmentByDiscounting({
  principalMinor,
  residualMinor,
  rateBasisPoints,
  termMonths,
}: AnnuityInput): bigint {
  const discount = (one * 120_000n) / (120_000n + BigInt(rateBasisPoints));
  let power = one;
  let sumOfPowers = 0n;
  for (let month = 0; month < termMonths; month += 1) {
    power = (power * discount) / one;
    sumOfPowers += power;
  }
  const paidOff = BigInt(principalMinor) * one - BigInt(residualMinor) * power;
  return (paidOff * one) / sumOfPowers;
}

describe('monthlyInstalment', () => {
  it('matches the textbook loan: 45,000.00 at 3.99 % over 48 months is 1,015.86 a month', () => {
    const monthly = monthlyInstalment({
      principalMinor: 4_500_000,
      residualMinor: 0,
      rateBasisPoints: 399,
      termMonths: 48,
    });

    expect(monthly).toBe(101_586);
  });

  it('divides evenly, half-up, without interest', () => {
    const monthly = monthlyInstalment({
      principalMinor: 1_001,
      residualMinor: 0,
      rateBasisPoints: 0,
      termMonths: 2,
    });

    expect(monthly).toBe(501);
  });

  it('is within half a minor unit of discounting each payment with 60 decimal places', () => {
    fc.assert(
      fc.property(input, (drawn) => {
        const difference = BigInt(monthlyInstalment(drawn)) * one - instalmentByDiscounting(drawn);

        const size = difference < 0n ? -difference : difference;
        // The truncations of the check itself stay far below 10^-30 of a minor unit.
        expect(size <= one / 2n + 10n ** 30n).toBe(true);
      }),
    );
  });

  it('pays off to the residual within half a minor unit a month, carried forward with interest', () => {
    fc.assert(
      fc.property(input, (drawn) => {
        const monthly = BigInt(monthlyInstalment(drawn));
        const rate = BigInt(drawn.rateBasisPoints);
        let balance = BigInt(drawn.principalMinor) * one;
        let bound = 0n;
        for (let month = 0; month < drawn.termMonths; month += 1) {
          balance = (balance * (120_000n + rate)) / 120_000n - monthly * one;
          bound = (bound * (120_000n + rate)) / 120_000n + one / 2n;
        }

        const left = balance - BigInt(drawn.residualMinor) * one;
        const size = left < 0n ? -left : left;
        expect(size <= bound + 10n ** 30n).toBe(true);
      }),
    );
  });

  it('refuses a term of no months', () => {
    expect(() =>
      monthlyInstalment({ principalMinor: 1, residualMinor: 0, rateBasisPoints: 0, termMonths: 0 }),
    ).toThrow(RangeError);
  });
});

describe('calculateFinance', () => {
  it('adds down payment and instalments up; the residual value of a lease is not paid', () => {
    const figures = calculateFinance({
      priceMinor: 5_000_000,
      downPaymentPercent: 10,
      residualPercent: 45,
      rateBasisPoints: 459,
      termMonths: 48,
    });

    expect(figures?.downPaymentMinor).toBe(500_000);
    expect(figures?.residualMinor).toBe(2_250_000);
    expect(figures?.totalCostMinor).toBe(500_000 + 48 * (figures?.monthlyMinor ?? 0));
  });

  it('offers nothing where nothing is left to finance', () => {
    const figures = calculateFinance({
      priceMinor: 100,
      downPaymentPercent: 60,
      residualPercent: 40,
      rateBasisPoints: 459,
      termMonths: 48,
    });

    expect(figures).toBeUndefined();
  });
});
