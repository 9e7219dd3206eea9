// The few statistics that the tables need.

/** Least, middle and greatest of several measurements. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** `undefined` of nothing. The median of an even count is the mean of the middle two. */
export function describeSpread(values: readonly number[]): Spread | undefined {
  const sorted = values.filter((value) => !Number.isNaN(value)).toSorted((a, b) => a - b);
  const [min] = sorted;
  const max = sorted.at(-1);
  if (min === undefined || max === undefined) return undefined;
  const middle = (sorted.length - 1) / 2;
  const lower = sorted[Math.floor(middle)] ?? min;
  const upper = sorted[Math.ceil(middle)] ?? max;
  return { min, median: (lower + upper) / 2, max };
}
