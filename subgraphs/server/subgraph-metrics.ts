// What a subgraph counts of its requests, its REST calls and its cache.
import type { CacheMetrics } from '../../cache/store.ts';
import type { MetricRegistry } from '../../runtime/telemetry/metric-registry.ts';
import type { SubgraphMeter } from './subgraph-meter.ts';

const secondsBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] as const;
const maxServices = 10;
const maxResources = 200;
const maxOutcomes = 40;
const cacheCounters = 16;

/** Adds the metrics to a registry. */
export function createSubgraphMetrics(registry: MetricRegistry): SubgraphMeter & CacheMetrics {
  const service = { name: 'service', maxValues: maxServices };
  const resource = { name: 'resource', maxValues: maxResources };
  const errors = registry.counter({
    name: 'marque_reply_errors_total',
    help: 'Errors in replies to the gateway.',
  });
  const calls = registry.counter(
    {
      name: 'marque_rest_calls_total',
      help: 'Calls of REST services; `outcome` is the status, or the code of what went wrong.',
    },
    [service, resource, { name: 'outcome', maxValues: maxOutcomes }],
  );
  const callSeconds = registry.histogram(
    { name: 'marque_rest_call_duration_seconds', help: 'Of REST calls, with their retries.' },
    secondsBounds,
    [service, resource],
  );
  const reads = registry.counter(
    {
      name: 'marque_cache_requests_total',
      help: 'Rows of REST replies that were looked for in the cache, by outcome: hit, miss.',
    },
    [{ name: 'outcome', maxValues: 2 }],
  );
  const store = registry.counter(
    {
      name: 'marque_cache_store_total',
      help: 'What the store of the cache did: hits, misses, writes, evictions, faults.',
    },
    [{ name: 'event', maxValues: cacheCounters }],
  );
  return {
    recordAnswer(answer) {
      if (answer.errors > 0) errors.at().add(answer.errors);
      if (!answer.cacheReads) return;
      reads.at('hit').add(answer.cacheReads.hits);
      reads.at('miss').add(answer.cacheReads.misses);
    },
    recordRestCall(call) {
      calls.at(call.service, call.resource, call.outcome).add();
      callSeconds.at(call.service, call.resource).observe(call.durationMs / 1_000);
    },
    count(counter, amount) {
      store.at(counter).add(amount);
    },
  };
}
