// What happened within the last second or so, for whoever watches.
import type { ProcessFigures } from '../../runtime/telemetry/process-metrics.ts';
import type { GatewayState } from './gateway-state.ts';
import type { MetricTotals, Tally, TallyByName } from './metric-totals.ts';

/** One look at a gateway; rates are a second's. */
export interface LiveAggregate {
  readonly status: GatewayState['status'];
  readonly release?: string | undefined;
  readonly intervalMs: number;
  readonly door: GatewayState['door'];
  /** All operations together. */
  readonly total: LiveRow;
  /** Those that were asked for since the last look, the most frequent first. */
  readonly operations: readonly LiveRow[];
  readonly clients: readonly LiveRow[];
  readonly subgraphs: readonly LiveRow[];
  /** By `service resource`. */
  readonly restCalls: readonly LiveRow[];
  readonly upstreams: GatewayState['http']['upstreams'];
  readonly process: ProcessFigures & {
    /** Of one core, from 0 up. */
    readonly cpuShare: number;
  };
}

/** What was counted of one name. */
export interface LiveRow {
  readonly name: string;
  readonly perSecond: number;
  readonly failedPerSecond: number;
  readonly meanMs?: number;
  /** By buckets, so no more exact than they are. */
  readonly p50Ms?: number;
  readonly p99Ms?: number;
}

/** What an aggregate is made from. */
export interface LiveInterval {
  readonly before: MetricTotals;
  readonly after: MetricTotals;
  readonly intervalMs: number;
  /** Processor time within the interval. */
  readonly cpuMs: number;
  readonly state: GatewayState;
  readonly process: ProcessFigures;
}

/** Aggregates one interval. */
export function createLiveAggregate(interval: LiveInterval): LiveAggregate {
  const { before, after, intervalMs, cpuMs, state, process } = interval;
  const list = (pick: (totals: MetricTotals) => TallyByName): readonly LiveRow[] =>
    listRows(pick(before), pick(after), intervalMs);
  return {
    status: state.status,
    release: state.supergraphId,
    intervalMs: Math.round(intervalMs),
    door: state.door,
    total: describeRow('all', addUp(before.operations), addUp(after.operations), intervalMs),
    operations: list(({ operations }) => operations),
    clients: list(({ clients }) => clients),
    subgraphs: list(({ subgraphs }) => subgraphs),
    restCalls: list(({ restCalls }) => restCalls),
    upstreams: state.http.upstreams,
    process: { ...process, cpuShare: round(cpuMs / intervalMs) },
  };
}

const none: Tally = { count: 0, failed: 0 };

function listRows(before: TallyByName, after: TallyByName, intervalMs: number): LiveRow[] {
  return [...after]
    .filter(([name, { count }]) => count > (before.get(name)?.count ?? 0))
    .map(([name, tally]) => describeRow(name, before.get(name) ?? none, tally, intervalMs))
    .sort((one, other) => other.perSecond - one.perSecond);
}

function describeRow(name: string, before: Tally, after: Tally, intervalMs: number): LiveRow {
  // A name that was dropped in between begins anew.
  const since = after.count < before.count ? none : before;
  const count = after.count - since.count;
  const rates = {
    name,
    perSecond: round((count * 1_000) / intervalMs),
    failedPerSecond: round((Math.max(0, after.failed - since.failed) * 1_000) / intervalMs),
  };
  if (after.seconds === undefined || !after.buckets || count === 0) return rates;
  const { bounds } = after.buckets;
  const counts = after.buckets.counts.map(
    (own, index) => own - (since.buckets?.counts[index] ?? 0),
  );
  return {
    ...rates,
    meanMs: round(((after.seconds - (since.seconds ?? 0)) * 1_000) / count),
    p50Ms: round(readQuantile(bounds, counts, count * 0.5) * 1_000),
    p99Ms: round(readQuantile(bounds, counts, count * 0.99) * 1_000),
  };
}

/** As Prometheus does it: evenly spread within the bucket that the rank falls into. */
function readQuantile(bounds: readonly number[], counts: readonly number[], rank: number): number {
  let below = 0;
  for (const [index, bound] of bounds.entries()) {
    const own = counts[index] ?? 0;
    if (below + own >= rank && own > 0) {
      const start = bounds[index - 1] ?? 0;
      return start + ((bound - start) * (rank - below)) / own;
    }
    below += own;
  }
  return bounds.at(-1) ?? 0;
}

function addUp(tallies: TallyByName): Tally {
  const sum: Tally = { count: 0, failed: 0, seconds: 0 };
  let bounds: readonly number[] = [];
  let counts: number[] = [];
  for (const { count, failed, seconds = 0, buckets } of tallies.values()) {
    sum.count += count;
    sum.failed += failed;
    sum.seconds = (sum.seconds ?? 0) + seconds;
    if (!buckets) continue;
    ({ bounds } = buckets);
    counts = buckets.counts.map((own, index) => own + (counts[index] ?? 0));
  }
  return { ...sum, buckets: { bounds, counts } };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
