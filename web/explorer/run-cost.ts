// What an answer says about its cost, put into one line.
import type { CostReport } from '../../gateway/telemetry/request-cost.ts';

/** One answer as the reader waited for it. */
export interface RunCost {
  readonly roundTripMs: number;
  /** Absent where the gateway does not tell. */
  readonly totals?: CostReport['totals'] | undefined;
  /** Subgraphs with their fetches, the busiest first. */
  readonly fetches: CostReport['fetches'];
}

/** Reads `extensions.marque` of an answer; anything else there counts as not told. */
export function readRunCost(answer: unknown, roundTripMs: number): RunCost {
  const report = readReport(answer);
  const fetches = (report?.fetches ?? []).toSorted((one, other) => other.ms - one.ms);
  return { roundTripMs: Math.round(roundTripMs), totals: report?.totals, fetches };
}

/** Such as `3 fetches · 4 REST calls · 41 ms`. */
export function describeRunCost({ roundTripMs, totals }: RunCost): string {
  const counts = totals
    ? [
        countOf(totals.fetches, 'fetch', 'fetches'),
        countOf(totals.restCalls, 'REST call', 'REST calls'),
      ]
    : [];
  return [...counts, `${roundTripMs} ms`].join(' · ');
}

function readReport(answer: unknown): CostReport | undefined {
  const report = property(property(answer, 'extensions'), 'marque');
  const totals = property(report, 'totals');
  const isReport =
    typeof property(totals, 'fetches') === 'number' &&
    typeof property(totals, 'restCalls') === 'number' &&
    Array.isArray(property(report, 'fetches'));
  return isReport ? (report as CostReport) : undefined;
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function countOf(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
