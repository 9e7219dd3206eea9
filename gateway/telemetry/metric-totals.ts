// What was counted so far, by operation, client, subgraph and REST resource: two of them tell what happened between.
import type { Counter, Histogram } from '../../runtime/telemetry/metric-series.ts';
import type { SeriesFamily } from '../../runtime/telemetry/series-family.ts';
import type { MetricFamilies } from './metric-families.ts';

/** All counts at one moment. */
export interface MetricTotals {
  readonly operations: TallyByName;
  readonly clients: TallyByName;
  readonly subgraphs: TallyByName;
  /** By `service resource`. */
  readonly restCalls: TallyByName;
}

export type TallyByName = ReadonlyMap<string, Tally>;

/** What was counted of one name. */
export interface Tally {
  count: number;
  /** Of these, those that did not come to a complete answer. */
  failed: number;
  /** Together; absent where no time is taken. */
  seconds?: number;
  /** How many took how long, by `bounds` in seconds. */
  buckets?: { readonly bounds: readonly number[]; readonly counts: readonly number[] };
}

/** Reads the families; their own counts go on. */
export function readTotals(families: MetricFamilies): MetricTotals {
  const operations = readTimes(families.seconds);
  addFailures(operations, families.operations, ([name = '', , execution]) =>
    execution === 'complete' ? undefined : name,
  );
  const subgraphs = readTimes(families.fetchSeconds);
  addFailures(subgraphs, families.fetches, ([name = '', outcome]) =>
    outcome === 'answered' ? undefined : name,
  );
  const clients = readCounts(families.clients, ([name = '']) => name);
  addFailures(clients, families.clients, ([name = '', execution]) =>
    execution === 'complete' ? undefined : name,
  );
  const restCalls = readCounts(families.restCalls, (values) => values.join(' '));
  return { operations, clients, subgraphs, restCalls };
}

function readTimes(family: SeriesFamily<Histogram>): Map<string, Tally> {
  return new Map(
    [...family.entries()].map(({ values: [name = ''], series }) => {
      const { bounds, sum } = series;
      const counts = [...series.counts];
      const count = counts.reduce((total, own) => total + own, 0);
      return [name, { count, failed: 0, seconds: sum, buckets: { bounds, counts } }];
    }),
  );
}

function readCounts(
  family: SeriesFamily<Counter>,
  nameOf: (values: readonly string[]) => string,
): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const { values, series } of family.entries()) {
    const name = nameOf(values);
    const tally = tallies.get(name) ?? { count: 0, failed: 0 };
    tally.count += series.value;
    tallies.set(name, tally);
  }
  return tallies;
}

function addFailures(
  tallies: Map<string, Tally>,
  family: SeriesFamily<Counter>,
  failedNameOf: (values: readonly string[]) => string | undefined,
): void {
  for (const { values, series } of family.entries()) {
    const tally = tallies.get(failedNameOf(values) ?? '');
    if (tally) tally.failed += series.value;
  }
}
