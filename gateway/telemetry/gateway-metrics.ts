// What the gateway counts of every request. All labels that clients can choose the values of are bounded.
import type { MetricRegistry } from '../../runtime/telemetry/metric-registry.ts';
import { type MetricTotals, readTotals } from './metric-totals.ts';
import { addFamilies, type MetricFamilies, phases } from './metric-families.ts';
import { type OperationReport, splitPhases } from './operation-report.ts';
import type { CostMeter, RequestCost } from './request-cost.ts';

/** Counts; each call costs well under a microsecond. */
export interface GatewayMetrics extends CostMeter {
  recordOperation(report: OperationReport): void;
  /** Any request, by the pattern of its route. */
  recordHttpAnswer(route: string, status: number): void;
  /** A request that was refused before it was known to be an operation. */
  recordRefusal(code: string): void;
  /** A batch, beside each of its operations. */
  recordBatch(operationCount: number): void;
  /** What was counted so far, to be told from what will have been later. */
  readTotals(): MetricTotals;
}

/** Adds the gateway's metrics to a registry. */
export function createGatewayMetrics(registry: MetricRegistry): GatewayMetrics {
  const families = addFamilies(registry);
  return {
    recordHttpAnswer(route, status) {
      families.answers.at(route, String(status)).add();
    },
    recordRefusal(code) {
      families.errors.at(code).add();
    },
    recordBatch(operationCount) {
      families.batchOperations.at().observe(operationCount);
    },
    readTotals: () => readTotals(families),
    recordFetch(subgraph, durationMs, failure) {
      families.fetches.at(subgraph, failure ?? 'answered').add();
      families.fetchSeconds.at(subgraph).observe(durationMs / 1_000);
    },
    recordRestCalls(service, resource, count) {
      families.restCalls.at(service, resource).add(count);
    },
    recordCacheReads(subgraph, { hits, misses }) {
      if (hits > 0) families.cacheReads.at(subgraph, 'hit').add(hits);
      if (misses > 0) families.cacheReads.at(subgraph, 'miss').add(misses);
    },
    recordOperation(report) {
      const { context, times, errorCodes } = report;
      const operation = nameOperation(report);
      const execution = context ? (context.record.execution ?? 'failed') : 'refused';
      const answeredAtMs = times.answeredAtMs ?? times.readAtMs;
      families.operations
        .at(operation, context?.record.operationType ?? 'unknown', execution)
        .add();
      families.seconds.at(operation).observe((answeredAtMs - times.receivedAtMs) / 1_000);
      for (const code of errorCodes) families.errors.at(code).add();
      const split = splitPhases(report);
      for (const phase of phases) families.phaseSeconds.at(phase).add(split[phase] / 1_000);
      families.responseBytes.at().add(report.responseBytes);
      if (report.requestBytes !== undefined) families.requestBytes.at().add(report.requestBytes);
      if (!context) return;
      recordEstimate(families, context.cost);
      families.clients.at(context.client.name ?? 'unknown', execution).add();
      families.markets.at(context.dimensions.market ?? 'none', execution).add();
    },
  };
}

function recordEstimate(families: MetricFamilies, { estimate, restCallCount }: RequestCost): void {
  const { cost, restCalls, budget } = estimate;
  if (cost !== undefined) {
    families.estimatedCost.at().observe(cost);
    if (cost > budget.maxCost) families.overBudget.at('cost').add();
  }
  if (restCalls === undefined) return;
  families.operationRestCalls.at('predicted').observe(restCalls);
  families.operationRestCalls.at('actual').observe(restCallCount);
  if (restCalls > budget.maxRestCalls) families.overBudget.at('rest_calls').add();
  if (restCallCount > restCalls) families.underestimated.at().add();
}

/** Only a name that belongs to a valid operation is known here. */
function nameOperation({ context }: OperationReport): string {
  if (!context?.record.operationType) return 'unknown';
  return context.record.operationName ?? 'anonymous';
}
