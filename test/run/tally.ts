// How many passed and how many failed.

/** Counts of tests, or of steps. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/** Adds tallies up. */
export function sumTallies(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }),
    { passed: 0, failed: 0 },
  );
}

/** Writes the line that every run ends with, and that .ci/run reads. */
export function formatTally({ passed, failed }: Tally): string {
  return `${passed} passed, ${failed} failed`;
}
