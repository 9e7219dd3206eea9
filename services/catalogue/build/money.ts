// Whole prices that agree to the minor unit: gross is net plus VAT rounded half up.

export interface NetAndGross {
  readonly netMinor: number;
  readonly grossMinor: number;
}

/** `value` × `numerator` / `denominator` in integers, half up; all three are safe non-negative integers. */
function scaleHalfUp(value: number, numerator: number, denominator: number): number {
  const product = BigInt(value) * BigInt(numerator) * 2n + BigInt(denominator);
  return Number(product / (BigInt(denominator) * 2n));
}

/**
 * From a gross price in major units. Net is gross without VAT, half up. Where VAT on that net does
 * not lead back to the gross price, the next gross price that does is taken.
 */
export function fromGross(
  grossMajor: number,
  minorUnits: number,
  vatBasisPoints: number,
): NetAndGross {
  const grossMinor = Math.round(grossMajor) * 10 ** minorUnits;
  const netMinor = scaleHalfUp(grossMinor, 10_000, 10_000 + vatBasisPoints);
  return netMinor + scaleHalfUp(netMinor, vatBasisPoints, 10_000) === grossMinor
    ? { netMinor, grossMinor }
    : fromGross(grossMajor + 1, minorUnits, vatBasisPoints);
}

/** To the nearest multiple of `step`, at least one step unless the amount is zero. */
export function roundTo(amount: number, step: number): number {
  return amount <= 0 ? 0 : Math.max(step, Math.round(amount / step) * step);
}
