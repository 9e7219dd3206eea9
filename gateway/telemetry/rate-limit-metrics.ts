// What rate limits have refused, and what they hold.
import type { MetricRegistry, MetricSample } from '../../runtime/telemetry/metric-registry.ts';
import type { RateLimitFigures } from '../guard/rate-limits/rate-limits.ts';

/** Adds the figures of rate limits to a registry; there are none where nothing is limited. */
export function registerRateLimitMetrics(
  registry: MetricRegistry,
  read: () => RateLimitFigures | undefined,
): void {
  const add = (
    [name, type, help]: readonly [name: string, type: 'gauge' | 'counter', help: string],
    readSamples: (figures: RateLimitFigures) => readonly MetricSample[],
    labelNames: readonly string[] = [],
  ): void => {
    const samples = () => {
      const figures = read();
      return figures ? readSamples(figures) : [];
    };
    registry.sample({ name: `marque_rate_limit${name}`, type, help, labelNames, read: samples });
  };
  add(
    [
      's_exceeded_total',
      'counter',
      'Requests above a limit of their caller, refused or only counted.',
    ],
    ({ exceeded }) =>
      exceeded.map(({ limit, kind, outcome, count }): MetricSample => [
        [limit, kind, outcome],
        count,
      ]),
    ['limit', 'kind', 'outcome'],
  );
  add(
    ['_entries', 'gauge', 'Windows of callers that this process counts in memory.'],
    ({ entries }) => [[[], entries]],
  );
  add(
    ['_evicted_total', 'counter', 'Windows in memory that made room for others.'],
    ({ evicted }) => [[[], evicted]],
  );
  add(['_store_failures_total', 'counter', 'Counts that Redis did not take.'], ({ store }) =>
    store ? [[[], store.failures]] : [],
  );
  add(
    ['_store_away', 'gauge', '1 while each gateway counts for itself, as Redis does not answer.'],
    ({ store }) => (store ? [[[], Number(store.isAway)]] : []),
  );
}
