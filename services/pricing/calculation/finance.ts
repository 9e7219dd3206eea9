// Loan and lease instalments by the annuity formula, on exact integers: one division, rounded once.
import { divideHalfUp, multiplyRatio, sumMinor } from '../../server/money.ts';

/** What is to be paid off; instalments are paid at the end of each month. */
export interface AnnuityInput {
  readonly principalMinor: number;
  /** What is left unpaid after the last instalment: a lease's residual value, 0 for a loan. */
  readonly residualMinor: number;
  /** Nominal rate a year, in hundredths of a percent; a month bears a twelfth of it. */
  readonly rateBasisPoints: number;
  readonly termMonths: number;
}

const monthlyRateDenominator = 120_000n;

/**
 * The monthly instalment in minor units, half-up: `(P·(1+i)^n − R)·i / ((1+i)^n − 1)`, which for R = 0 is
 * `P·i / (1 − (1+i)^−n)`. With i = r/120000 all terms are whole numbers once multiplied by 120000^n.
 *
 * @throws RangeError for a term below one month or a result that is not a safe integer.
 */
export function monthlyInstalment(input: AnnuityInput): number {
  if (input.termMonths < 1) throw new RangeError('A term has at least one month.');
  const principal = BigInt(input.principalMinor);
  const residual = BigInt(input.residualMinor);
  const rate = BigInt(input.rateBasisPoints);
  const months = BigInt(input.termMonths);
  if (rate === 0n) return toSafe(divideHalfUp(principal - residual, months));

  const grown = (monthlyRateDenominator + rate) ** months;
  const whole = monthlyRateDenominator ** months;
  return toSafe(
    divideHalfUp(
      rate * (principal * grown - residual * whole),
      monthlyRateDenominator * (grown - whole),
    ),
  );
}

/** What an offer is made from; percentages are whole. */
export interface FinanceInput {
  readonly priceMinor: number;
  readonly downPaymentPercent: number;
  /** LEASE: percent of the price that the car is worth at the end; null for a loan. */
  readonly residualPercent: number | null;
  readonly rateBasisPoints: number;
  readonly termMonths: number;
}

/** Minor units. */
export interface FinanceFigures {
  readonly downPaymentMinor: number;
  readonly residualMinor: number | null;
  readonly monthlyMinor: number;
  /** Down payment and all instalments; a lease's residual value is not paid, the car goes back. */
  readonly totalCostMinor: number;
}

/**
 * Computes one offer; undefined where down payment and residual value leave nothing to finance.
 *
 * @throws RangeError where an amount is not a safe integer.
 */
export function calculateFinance(input: FinanceInput): FinanceFigures | undefined {
  const { priceMinor, rateBasisPoints, termMonths } = input;
  const downPaymentMinor = multiplyRatio(priceMinor, input.downPaymentPercent, 100);
  const residualMinor =
    input.residualPercent === null ? null : multiplyRatio(priceMinor, input.residualPercent, 100);
  const principalMinor = priceMinor - downPaymentMinor;
  if (principalMinor <= (residualMinor ?? 0)) return undefined;

  const monthlyMinor = monthlyInstalment({
    principalMinor,
    residualMinor: residualMinor ?? 0,
    rateBasisPoints,
    termMonths,
  });
  return {
    downPaymentMinor,
    residualMinor,
    monthlyMinor,
    totalCostMinor: sumMinor([downPaymentMinor, multiplyRatio(monthlyMinor, termMonths, 1)]),
  };
}

function toSafe(amount: bigint): number {
  const value = Number(amount);
  if (!Number.isSafeInteger(value)) throw new RangeError('The amount is too large.');
  return value;
}
