// What telemetry takes of a request: the functions that it calls, alone in a loop. Figures are in docs/observability.md.
import process from 'node:process';

import { describe, expect, it } from 'vitest';

import { parseGatewayConfig } from '../../../gateway/config.ts';
import { createOperationLog } from '../../../gateway/http/operation-log.ts';
import type { RequestContext } from '../../../gateway/http/request-context.ts';
import { createGatewayMetrics } from '../../../gateway/telemetry/gateway-metrics.ts';
import type { OperationReport } from '../../../gateway/telemetry/operation-report.ts';
import { createRequestCost } from '../../../gateway/telemetry/request-cost.ts';
import { systemClock } from '../../../runtime/clock.ts';
import { createLog, type LogLevel } from '../../../runtime/log.ts';
import { createMetricRegistry } from '../../../runtime/telemetry/metric-registry.ts';

const { budget } = parseGatewayConfig({});

const rounds = 50_000;
const queries = Array.from(
  { length: 100 },
  (_, index) => `query Operation${index} { markets { id name currency { code } } }`,
);

/** One request after the other, each as the gateway reports it. */
function createLoop(options: { fetches: number; bytes: number; level: LogLevel }) {
  const metrics = createGatewayMetrics(createMetricRegistry(systemClock));
  const destination = { write: () => undefined };
  const logOperation = createOperationLog(
    createLog({ level: options.level, name: 'gateway', destination }),
  );
  const text = 'x'.repeat(options.bytes);
  return (index: number): void => {
    const cost = createRequestCost(false, undefined, metrics, budget);
    const receivedAtMs = systemClock.monotonicMs();
    const times = {
      receivedAtMs,
      readAtMs: systemClock.monotonicMs(),
      admittedAtMs: systemClock.monotonicMs(),
    };
    for (let fetch = 0; fetch < options.fetches; fetch += 1) {
      cost.addFetch('pricing', receivedAtMs, 3);
    }
    const context = {
      cost,
      record: {
        operationName: `Operation${index % 100}`,
        operationType: 'query',
        execution: 'complete',
        plannedAtMs: systemClock.monotonicMs(),
        begunAtMs: systemClock.monotonicMs(),
        errorCodes: new Set(),
      },
      client: { name: 'web', version: '1.2.3' },
      dimensions: { market: 'DE', brand: 'bmw', language: 'de' },
      trace: { traceId: '4bf92f3577b34da6a3ce929d0e0e4736' },
      caller: { isCancelled: false },
    } as unknown as RequestContext;
    const report: OperationReport = {
      correlationId: `6a0b9f2e-7f11-4c83-9d0c-1d0a4ae1f0a${index % 10}`,
      status: 200,
      errorCodes: [],
      query: queries[index % 100],
      requestBytes: 120,
      responseBytes: Buffer.byteLength(text),
      times: { ...times, answeredAtMs: systemClock.monotonicMs() },
      supergraphId: 'abcdef012345',
      context,
    };
    metrics.recordOperation(report);
    metrics.recordHttpAnswer('/graphql', 200);
    logOperation(report);
  };
}

/** Median of five, in microseconds of processor time. */
function measure(run: (index: number) => void): number {
  for (let index = 0; index < rounds; index += 1) run(index);
  const samples = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    for (let index = 0; index < rounds; index += 1) run(index);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / rounds;
  });
  return samples.toSorted((one, other) => one - other)[2] ?? Number.NaN;
}

describe('telemetry', () => {
  // Twice and more of what was measured: a slow machine passes, what takes several times as long does not.
  it.each([
    { what: 'one fetch, log off', fetches: 1, bytes: 300, level: 'error', mostUs: 5 },
    { what: 'one fetch, log on', fetches: 1, bytes: 300, level: 'info', mostUs: 25 },
    { what: '16 fetches, 87 KB, log off', fetches: 16, bytes: 87_000, level: 'error', mostUs: 30 },
    { what: '16 fetches, 87 KB, log on', fetches: 16, bytes: 87_000, level: 'info', mostUs: 55 },
  ] as const)(
    'takes at most $mostUs µs of a request with $what',
    ({ what, mostUs, ...options }) => {
      const microseconds = measure(createLoop(options));

      process.stdout.write(`${what}: ${microseconds.toFixed(2)} µs\n`);
      expect(microseconds).toBeLessThan(mostUs);
    },
  );
});
