// Documents that are kept by their hashes, and what became of hashes.
import type { MetricRegistry, MetricSample } from '../../runtime/telemetry/metric-registry.ts';
import type { PersistedQueryFigures } from '../guard/persisted-queries.ts';

/** Adds the figures to a registry; there are none where no document is kept. */
export function registerPersistedQueryMetrics(
  registry: MetricRegistry,
  read: () => PersistedQueryFigures | undefined,
): void {
  registry.sample({
    name: 'marque_persisted_queries',
    help: 'Documents that are kept in memory by their hashes.',
    type: 'gauge',
    labelNames: [],
    read: () => sampleOne(read()?.kept.count),
  });
  registry.sample({
    name: 'marque_persisted_query_bytes',
    help: 'Bytes of these documents.',
    type: 'gauge',
    labelNames: [],
    read: () => sampleOne(read()?.kept.bytes),
  });
  registry.sample({
    name: 'marque_persisted_query_store_errors_total',
    help: 'Reads and writes of documents that Redis failed; clients then send the document again.',
    type: 'counter',
    labelNames: [],
    read: () => sampleOne(read()?.storeErrors),
  });
  registry.sample({
    name: 'marque_persisted_query_requests_total',
    help: 'Requests with a hash; `kept` sent the document along, `refused` a hash that is none or of another one.',
    type: 'counter',
    labelNames: ['outcome'],
    read: () => [...(read()?.outcomes ?? [])].map(([outcome, count]) => [[outcome], count]),
  });
}

function sampleOne(value: number | undefined): readonly MetricSample[] {
  return value === undefined ? [] : [[[], value]];
}
