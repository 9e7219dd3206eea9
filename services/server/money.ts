// Money in integer minor units. No floating point: ratios go through BigInt and are rounded once, half-up.

/** As it goes over the wire: a decimal string with exactly the currency's minor units. */
export interface Money {
  amount: string;
  currency: string;
}

// ISO 4217: currencies whose minor unit is not a hundredth.
const minorUnitsByCurrency = new Map([
  ...['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI'].map(
    (currency) => [currency, 0] as const,
  ),
  ...['VND', 'VUV', 'XAF', 'XOF', 'XPF'].map((currency) => [currency, 0] as const),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((currency) => [currency, 3] as const),
  ...['CLF', 'UYW'].map((currency) => [currency, 4] as const),
]);

/** Digits after the decimal point by ISO 4217: JPY 0, EUR 2, KWD 3. */
export function minorUnitsOf(currency: string): number {
  return minorUnitsByCurrency.get(currency) ?? 2;
}

/**
 * Writes minor units as money: `12345` EUR is `123.45`, `-5` EUR is `-0.05`, `500` JPY is `500`.
 *
 * @throws RangeError for a number that is not a safe integer.
 */
export function toMoney(minor: number, currency: string): Money {
  if (!Number.isSafeInteger(minor)) throw new RangeError('Money is not in whole minor units.');
  return { amount: formatScaled(BigInt(minor), minorUnitsOf(currency)), currency };
}

/**
 * Reads a decimal string as minor units; the reverse of `toMoney`.
 *
 * @throws RangeError where it has more digits than the currency, or is no decimal number.
 */
export function parseMinor(amount: string, currency: string): number {
  return Number(parseScaled(amount, minorUnitsOf(currency)));
}

/** Writes an integer that counts units of 10^-`digits` as a decimal string with exactly that many digits. */
export function formatScaled(value: bigint, digits: number): string {
  const sign = value < 0n ? '-' : '';
  const text = String(value < 0n ? -value : value).padStart(digits + 1, '0');
  if (digits === 0) return `${sign}${text}`;
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/**
 * Reads a decimal string as an integer that counts units of 10^-`digits`.
 *
 * @throws RangeError where it has more digits than that, or is no decimal number.
 */
export function parseScaled(text: string, digits: number): bigint {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  const [, sign = '', whole = '', fraction = ''] = match ?? [];
  if (!match || fraction.length > digits) {
    throw new RangeError(
      `Expected a decimal number with at most ${digits} digits after the point.`,
    );
  }
  const value = BigInt(whole + fraction.padEnd(digits, '0'));
  return sign === '-' ? -value : value;
}

/** `numerator / denominator`, rounded half-up by size: 2.5 is 3 and -2.5 is -3. */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  if (denominator === 0n) throw new RangeError('Division by zero.');
  const isNegative = numerator < 0n !== denominator < 0n;
  const dividend = numerator < 0n ? -numerator : numerator;
  const divisor = denominator < 0n ? -denominator : denominator;
  const quotient = (2n * dividend + divisor) / (2n * divisor);
  return isNegative ? -quotient : quotient;
}

/**
 * `value × numerator / denominator` in one rounding, half-up: a share of an amount in minor units, say
 * `multiplyRatio(netMinor, 1900, 10_000)` for 19 % VAT.
 *
 * @throws RangeError where an input is not a whole number or the result is not a safe integer.
 */
export function multiplyRatio(value: number, numerator: number, denominator: number): number {
  const result = Number(divideHalfUp(BigInt(value) * BigInt(numerator), BigInt(denominator)));
  if (!Number.isSafeInteger(result)) throw new RangeError('The amount is too large.');
  return result;
}

/**
 * Adds minor units up.
 *
 * @throws RangeError where a sum is not a safe integer and so might not be exact.
 */
export function sumMinor(amounts: Iterable<number>): number {
  let sum = 0;
  for (const amount of amounts) {
    sum += amount;
    if (!Number.isSafeInteger(sum)) throw new RangeError('The amount is too large.');
  }
  return sum;
}
