// The check digit in place 9 (49 CFR 565.15, ISO 3779 annex): a weighted sum modulo 11, X for 10.

const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const digits = '0123456789X';
// A letter's value is its index here; I, O and Q do not occur.
const lettersByValue = ['', 'AJ', 'BKS', 'CLT', 'DMU', 'ENV', 'FW', 'GPX', 'HY', 'RZ'];
const letterValues = new Map(
  lettersByValue.flatMap((letters, value) => letters.split('').map((letter) => [letter, value])),
);

/** `VALID`, `MISMATCH`, or `NOT_APPLICABLE` where no rule asks for a check digit and none is there. */
export type CheckDigitState = 'VALID' | 'NOT_APPLICABLE' | 'MISMATCH';

/** Computes what place 9 of a well-formed VIN should be. */
export function computeCheckDigit(vin: string): string {
  let sum = 0;
  for (let place = 0; place < weights.length; place += 1) {
    const character = vin.charAt(place);
    const value = letterValues.get(character) ?? Number(character);
    sum += value * (weights[place] ?? 0);
  }
  return digits.charAt(sum % 11);
}

/**
 * Judges place 9. It fits: `VALID`. It does not: `MISMATCH` where the rule holds, that is in a market that
 * requires it (`isRequired`) or for a maker of North America (WMI from 1 to 5); elsewhere makers fill the
 * place as they like, so `NOT_APPLICABLE`.
 */
export function judgeCheckDigit(vin: string, isRequired: boolean): CheckDigitState {
  if (vin.charAt(8) === computeCheckDigit(vin)) return 'VALID';
  return isRequired || isNorthAmerican(vin) ? 'MISMATCH' : 'NOT_APPLICABLE';
}

/** ISO 3780: the region of North America has 1 to 5 in place 1. */
export function isNorthAmerican(vin: string): boolean {
  return /^[1-5]/.test(vin);
}
