// Which rows are valid on a day: first and last day are included, no last day is for ever.
import type { Validity } from '../catalogue/rows/sourced.ts';

/** Tests a row on a day, `YYYY-MM-DD`. */
export function isValidOn({ validFrom, validTo }: Validity, day: string): boolean {
  return validFrom <= day && (validTo === null || day <= validTo);
}

/** The row that is valid on a day; where rows overlap, the one that came into force last. */
export function latestOn<Row extends Validity>(rows: readonly Row[], day: string): Row | undefined {
  let newest: Row | undefined;
  for (const row of rows) {
    if (!isValidOn(row, day)) continue;
    if (newest === undefined || row.validFrom > newest.validFrom) newest = row;
  }
  return newest;
}

/** The day of a moment, in UTC. */
export function dayOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}
