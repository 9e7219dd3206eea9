// What is counted of each request, within bounds whatever clients send.
import { describe, expect, it } from 'vitest';

import { parseGatewayConfig } from '../../../gateway/config.ts';
import type { RequestContext } from '../../../gateway/http/request-context.ts';
import { createGatewayMetrics } from '../../../gateway/telemetry/gateway-metrics.ts';
import { labelBounds } from '../../../gateway/telemetry/metric-families.ts';
import { createOperationRecord } from '../../../gateway/telemetry/operation-record.ts';
import type { OperationReport } from '../../../gateway/telemetry/operation-report.ts';
import { createRequestCost } from '../../../gateway/telemetry/request-cost.ts';
import { createMetricRegistry } from '../../../runtime/telemetry/metric-registry.ts';
import { createFakeClock } from '../../runtime/create-fake-clock.ts';

const { budget } = parseGatewayConfig({});

function createMetrics() {
  const registry = createMetricRegistry(createFakeClock());
  const metrics = createGatewayMetrics(registry);
  const countLines = () => registry.write().split('\n').length;
  const read = (series: string): number | undefined => {
    const line = registry
      .write()
      .split('\n')
      .find((text) => text.startsWith(`${series} `));
    return line === undefined ? undefined : Number(line.slice(series.length));
  };
  const describeOperation = (operationName: string, client = 'web'): OperationReport => {
    const record = {
      ...createOperationRecord(),
      operationName,
      operationType: 'query' as const,
      plannedAtMs: 5,
      begunAtMs: 8,
    };
    const context = {
      record: { ...record, execution: 'complete' as const },
      cost: createRequestCost(false, undefined, metrics, budget),
      client: { name: client },
      dimensions: { market: 'DE', language: 'de' },
    } as unknown as RequestContext;
    return {
      correlationId: 'one',
      trace,
      status: 200,
      errorCodes: [],
      requestBytes: 100,
      responseBytes: 200,
      times: { receivedAtMs: 0, readAtMs: 1, admittedAtMs: 3, answeredAtMs: 20 },
      context,
    };
  };
  return { metrics, countLines, read, describeOperation };
}

const trace = {
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  isSampled: true,
};

describe('createGatewayMetrics', () => {
  it('tells 100 of 10,000 operations apart, and counts the rest together', () => {
    const { metrics, countLines, read, describeOperation } = createMetrics();

    for (let index = 0; index < 10_000; index += 1) {
      metrics.recordOperation(describeOperation(`Operation${index}`, `client-${index}`));
    }

    const seriesOf = (name: string) =>
      `marque_operations_total{operation="${name}",type="query",execution="complete"}`;
    expect(read(seriesOf('Operation7'))).toBe(1);
    expect(read(seriesOf('Operation9999'))).toBeUndefined();
    expect(read(seriesOf('other'))).toBe(10_000 - labelBounds.operation);
    // 17 lines of a histogram and one of a counter for each operation, and what does not depend on it.
    expect(countLines()).toBeLessThan(18 * (labelBounds.operation + 1) + 200);
  });

  it('keeps no more memory for 100,000 operations than for 10,000', () => {
    const { metrics, countLines, describeOperation } = createMetrics();
    const report = describeOperation('Same');
    const record = (name: string) => {
      if (report.context) report.context.record.operationName = name;
      metrics.recordOperation(report);
    };

    for (let index = 0; index < 10_000; index += 1) record(`Operation${index}`);
    const lines = countLines();
    for (let index = 0; index < 100_000; index += 1) record(`Later${index}`);

    expect(countLines()).toBe(lines);
  });

  it('adds up the phases to the time of the operation', () => {
    const { metrics, read, describeOperation } = createMetrics();
    const report = describeOperation('Phases');
    report.context?.cost.addFetch('pricing', 8, 4);
    report.context?.cost.addFetch('vehicle', 9, 6, 'SUBGRAPH_TIMEOUT');

    metrics.recordOperation(report);

    const phases = ['read', 'guard', 'plan', 'wait', 'fetches', 'write'].map((phase) =>
      read(`marque_operation_phase_seconds_total{phase="${phase}"}`),
    );
    expect(phases).toEqual([0.001, 0.002, 0.002, 0.003, 0.007, 0.005]);
    expect(read('marque_operation_duration_seconds_sum{operation="Phases"}')).toBe(0.02);
    expect(
      read('marque_subgraph_fetches_total{subgraph="vehicle",outcome="SUBGRAPH_TIMEOUT"}'),
    ).toBe(1);
  });

  it('counts what the caches of subgraphs had, by subgraph and outcome', () => {
    const { metrics, read } = createMetrics();
    const cost = createRequestCost(false, undefined, metrics, budget);

    cost.addCacheReads('vehicle', { hits: 3, misses: 1 });
    cost.addCacheReads('vehicle', { hits: 1, misses: 0 });

    expect([cost.cacheHits, cost.cacheMisses]).toEqual([4, 1]);
    expect(read('marque_cache_requests_total{subgraph="vehicle",outcome="hit"}')).toBe(4);
    expect(read('marque_cache_requests_total{subgraph="vehicle",outcome="miss"}')).toBe(1);
  });

  it('gives no name of its own to what was refused or is not valid', () => {
    const { metrics, read } = createMetrics();

    metrics.recordOperation({
      correlationId: 'one',
      trace,
      status: 401,
      errorCodes: ['UNAUTHENTICATED'],
      query: 'query Mine { a }',
      responseBytes: 10,
      times: { receivedAtMs: 0, readAtMs: 1, admittedAtMs: 2, answeredAtMs: 2 },
    });

    expect(
      read('marque_operations_total{operation="unknown",type="unknown",execution="refused"}'),
    ).toBe(1);
    expect(read('marque_operation_errors_total{code="UNAUTHENTICATED"}')).toBe(1);
  });
});
