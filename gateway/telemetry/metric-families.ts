// The metrics of the gateway with their labels and bounds.
import type { Counter, Histogram } from '../../runtime/telemetry/metric-series.ts';
import type { MetricRegistry } from '../../runtime/telemetry/metric-registry.ts';
import type { MetricLabel, SeriesFamily } from '../../runtime/telemetry/series-family.ts';

/** How many values of each label are told apart; all others are `other`. */
export const labelBounds = {
  operation: 100,
  client: 50,
  market: 50,
  subgraph: 100,
  service: 50,
  resource: 200,
  code: 64,
} as const;

const executions = ['complete', 'partial', 'none', 'refused', 'failed'] as const;
const secondsBounds = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
] as const;
const costBounds = [10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000] as const;
const batchBounds = [1, 2, 3, 5, 10, 20, 50, 100] as const;
const restCallBounds = [0, 1, 2, 3, 5, 8, 12, 20, 30, 50, 100] as const;
/** In the order in which a request comes to them. */
export const phases = ['read', 'guard', 'plan', 'wait', 'fetches', 'write'] as const;

/** What is counted. */
export interface MetricFamilies {
  readonly answers: SeriesFamily<Counter>;
  readonly operations: SeriesFamily<Counter>;
  readonly seconds: SeriesFamily<Histogram>;
  readonly phaseSeconds: SeriesFamily<Counter>;
  readonly errors: SeriesFamily<Counter>;
  readonly clients: SeriesFamily<Counter>;
  readonly markets: SeriesFamily<Counter>;
  readonly requestBytes: SeriesFamily<Counter>;
  readonly responseBytes: SeriesFamily<Counter>;
  readonly fetches: SeriesFamily<Counter>;
  readonly fetchSeconds: SeriesFamily<Histogram>;
  readonly restCalls: SeriesFamily<Counter>;
  readonly cacheReads: SeriesFamily<Counter>;
  readonly estimatedCost: SeriesFamily<Histogram>;
  readonly operationRestCalls: SeriesFamily<Histogram>;
  readonly overBudget: SeriesFamily<Counter>;
  readonly underestimated: SeriesFamily<Counter>;
  readonly batchOperations: SeriesFamily<Histogram>;
}

/** Adds the metrics to a registry. */
export function addFamilies(registry: MetricRegistry): MetricFamilies {
  const operation = { name: 'operation', maxValues: labelBounds.operation };
  const subgraph = { name: 'subgraph', maxValues: labelBounds.subgraph };
  const code = { name: 'code', maxValues: labelBounds.code };
  const execution = { name: 'execution', maxValues: executions.length };
  const counter = (name: string, help: string, ...labels: MetricLabel[]) =>
    registry.counter({ name: `marque_${name}`, help }, labels);
  return {
    answers: counter(
      'http_answers_total',
      'Answers on the public port, by route and status.',
      { name: 'route', maxValues: 50 },
      { name: 'status', maxValues: 50 },
    ),
    operations: counter(
      'operations_total',
      'Requests of /graphql, by operation and how far they got.',
      operation,
      { name: 'type', maxValues: 4 },
      execution,
    ),
    seconds: registry.histogram(
      {
        name: 'marque_operation_duration_seconds',
        help: 'From the head of a request to the text of its answer.',
      },
      secondsBounds,
      [operation],
    ),
    phaseSeconds: counter(
      'operation_phase_seconds_total',
      'Time of requests by phase: read, guard, plan, wait (at the door), fetches, write.',
      { name: 'phase', maxValues: phases.length },
    ),
    errors: counter(
      'operation_errors_total',
      'Requests of /graphql with an error of this code in their answer.',
      code,
    ),
    clients: counter(
      'client_operations_total',
      'Operations that were let in, by what the client says it is.',
      { name: 'client', maxValues: labelBounds.client },
      execution,
    ),
    markets: counter(
      'market_operations_total',
      'Operations that were let in, by market.',
      { name: 'market', maxValues: labelBounds.market },
      execution,
    ),
    requestBytes: counter('request_bytes_total', 'Bytes of request bodies.'),
    responseBytes: counter('response_bytes_total', 'Bytes of answers before compression.'),
    fetches: counter(
      'subgraph_fetches_total',
      'Fetches by subgraph; `outcome` is `answered`, or the code of what went wrong.',
      subgraph,
      { ...code, name: 'outcome' },
    ),
    fetchSeconds: registry.histogram(
      { name: 'marque_subgraph_fetch_duration_seconds', help: 'Time that a fetch was waited for.' },
      secondsBounds,
      [subgraph],
    ),
    restCalls: counter(
      'rest_calls_total',
      'Calls of REST services, as the subgraphs tell of them.',
      { name: 'service', maxValues: labelBounds.service },
      { name: 'resource', maxValues: labelBounds.resource },
    ),
    cacheReads: counter(
      'cache_requests_total',
      'Rows of REST replies that subgraphs looked for in their caches, by outcome: hit, miss.',
      subgraph,
      { name: 'outcome', maxValues: 2 },
    ),
    estimatedCost: registry.histogram(
      { name: 'marque_operation_estimated_cost', help: 'By `@cost` and `@listSize`.' },
      costBounds,
      [],
    ),
    operationRestCalls: registry.histogram(
      {
        name: 'marque_operation_rest_calls',
        help: 'REST calls of an operation; `figure` is `predicted` or `actual`.',
      },
      restCallBounds,
      [{ name: 'figure', maxValues: 2 }],
    ),
    overBudget: counter(
      'operations_over_budget_total',
      'Operations that are estimated above their budget, whether they are refused or not.',
      { name: 'budget', maxValues: 2 },
    ),
    underestimated: counter(
      'operations_underestimated_total',
      'Operations that took more REST calls than predicted.',
    ),
    batchOperations: registry.histogram(
      { name: 'marque_batch_operations', help: 'Operations of a batch, where batches are taken.' },
      batchBounds,
      [],
    ),
  };
}
