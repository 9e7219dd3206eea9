// What telemetry takes of a request: the functions that it calls, alone in a loop. Figures are in docs/observability.md.
import { randomBytes } from 'node:crypto';
import process from 'node:process';

import { describe, expect, it } from 'vitest';

import { parseGatewayConfig } from '../../../gateway/config.ts';
import { createOperationLog } from '../../../gateway/http/operation-log.ts';
import type { RequestContext } from '../../../gateway/http/request-context.ts';
import { createGatewayMetrics } from '../../../gateway/telemetry/gateway-metrics.ts';
import type { OperationReport } from '../../../gateway/telemetry/operation-report.ts';
import { createOperationSpans } from '../../../gateway/telemetry/operation-spans.ts';
import { createRequestCost } from '../../../gateway/telemetry/request-cost.ts';
import { createRequestSpans, openFetchSpan } from '../../../gateway/telemetry/request-spans.ts';
import { systemClock } from '../../../runtime/clock.ts';
import { createLog, type LogLevel, silentLog } from '../../../runtime/log.ts';
import { createRandomPool } from '../../../runtime/random-pool.ts';
import { createMetricRegistry } from '../../../runtime/telemetry/metric-registry.ts';
import { createChildTrace, type TraceContext } from '../../../runtime/trace-context.ts';
import type { SpanRecord } from '../../../runtime/tracing/span-record.ts';
import { createTracer, type Tracer } from '../../../runtime/tracing/tracer.ts';
import { startOtlpReceiver } from '../../system/otlp-receiver.ts';

const { budget } = parseGatewayConfig({});

const rounds = 50_000;
const queries = Array.from(
  { length: 100 },
  (_, index) => `query Operation${index} { markets { id name currency { code } } }`,
);

/** One request after the other, each as the gateway reports it. */
function createLoop(options: {
  fetches: number;
  bytes: number;
  level: LogLevel;
  /** Whether ids are made, too, as every request does. */
  hasIds?: boolean | undefined;
  tracer?: Tracer | undefined;
}) {
  const { tracer, hasIds } = options;
  const randomPool = createRandomPool(randomBytes);
  const openTrace = (parent: TraceContext | undefined): TraceContext =>
    hasIds ? createChildTrace(parent, randomPool) : someTrace;
  const traceOperation = tracer && createOperationSpans({ tracer, hasDocuments: false });
  const metrics = createGatewayMetrics(createMetricRegistry(systemClock));
  const destination = { write: () => undefined };
  const logOperation = createOperationLog(
    createLog({ level: options.level, name: 'gateway', destination }),
  );
  const text = 'x'.repeat(options.bytes);
  return (index: number): void => {
    const cost = createRequestCost(false, undefined, metrics, budget);
    const accepted = openTrace(undefined);
    const trace = tracer?.startTrace(accepted) ?? accepted;
    const spans = tracer && createRequestSpans();
    const receivedAtMs = systemClock.monotonicMs();
    const times = {
      receivedAtMs,
      readAtMs: systemClock.monotonicMs(),
      admittedAtMs: systemClock.monotonicMs(),
    };
    for (let fetch = 0; fetch < options.fetches; fetch += 1) {
      const span = openFetchSpan(spans, 'pricing', receivedAtMs, 1);
      const sent = openTrace(trace);
      cost.addFetch('pricing', receivedAtMs, 3);
      if (span) {
        span.sent = sent;
        span.durationMs = 3;
      }
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
      trace,
      spans,
      caller: { isCancelled: false },
    } as unknown as RequestContext;
    const report: OperationReport = {
      correlationId: `6a0b9f2e-7f11-4c83-9d0c-1d0a4ae1f0a${index % 10}`,
      trace,
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
    traceOperation?.(report, request);
  };
}

const someTrace = createChildTrace(undefined, randomBytes);
const request = { method: 'POST', headers: {} };

/** Keeps one trace of a hundred; its spans go nowhere. */
function createSamplingTracer(): Tracer {
  const settings = { endpoint: '', headers: new Map(), sampleRatio: 0.01, slowMs: 1_000 };
  const sink = { send: () => Promise.resolve(true), close: () => undefined };
  return createTracer({
    settings,
    serviceName: 'marque-gateway',
    clock: systemClock,
    log: silentLog,
    randomBytes: createRandomPool(randomBytes),
    openSink: () => Promise.resolve(sink),
  });
}

/** Median of five, in microseconds of processor time; `settle` is called now and then. */
async function measure(
  run: (index: number) => void,
  settle?: () => Promise<void>,
): Promise<number> {
  const samples: number[] = [];
  for (let sample = 0; sample < 6; sample += 1) {
    const before = process.cpuUsage();
    for (let index = 0; index < rounds; index += 1) {
      run(index);
      if (index % 1_000 === 0) await settle?.();
    }
    const { user, system } = process.cpuUsage(before);
    // The first one warms up.
    if (sample > 0) samples.push((user + system) / rounds);
  }
  return samples.toSorted((one, other) => one - other)[2] ?? Number.NaN;
}

describe('telemetry', () => {
  // Twice and more of what was measured: a slow machine passes, what takes several times as long does not.
  it.each([
    { what: 'one fetch, log off', fetches: 1, bytes: 300, level: 'error', mostUs: 12 },
    { what: 'one fetch, log on', fetches: 1, bytes: 300, level: 'info', mostUs: 40 },
    { what: '16 fetches, 87 KB, log off', fetches: 16, bytes: 87_000, level: 'error', mostUs: 30 },
    { what: '16 fetches, 87 KB, log on', fetches: 16, bytes: 87_000, level: 'info', mostUs: 55 },
  ] as const)(
    'takes at most $mostUs µs of a request with $what',
    async ({ what, mostUs, ...options }) => {
      const microseconds = await measure(createLoop(options));

      process.stdout.write(`${what}: ${microseconds.toFixed(2)} µs\n`);
      expect(microseconds).toBeLessThan(mostUs);
    },
  );

  it.each([
    { what: 'one fetch', fetches: 1, mostUs: 6 },
    { what: '16 fetches', fetches: 16, mostUs: 12 },
  ])(
    'takes at most $mostUs µs more for traces with $what at 1 %',
    async ({ what, mostUs, fetches }) => {
      const options = { fetches, bytes: 300, level: 'error', hasIds: true } as const;
      const tracer = createSamplingTracer();

      const without = await measure(createLoop(options));
      const traced = await measure(createLoop({ ...options, tracer }), () => tracer.flush());
      const { exported, dropped } = tracer.readFigures();
      await tracer.close();

      process.stdout.write(`traces, ${what}: ${(traced - without).toFixed(2)} µs\n`);
      expect(traced - without).toBeLessThan(mostUs);
      expect(exported).toBeGreaterThan(rounds / 50);
      expect(dropped).toBe(0);
    },
  );

  it('takes at most 150 µs for a span that is sent', async () => {
    const receiver = await startOtlpReceiver();
    const { createOtlpSink } = await import('../../../runtime/tracing/otlp-sink.ts');
    const sink = createOtlpSink({
      settings: { endpoint: receiver.url, headers: new Map() },
      serviceName: 'marque-gateway',
      toEpochMs: (ms) => ms,
    });
    const span: SpanRecord = {
      name: 'query',
      kind: 'server',
      trace: createChildTrace(undefined, randomBytes),
      startedAtMs: 1_795_298_439_424.2,
      durationMs: 12,
      attributes: Object.fromEntries(
        Array.from({ length: 20 }, (_, index) => [`marque.attribute_${index}`, `value ${index}`]),
      ),
    };
    const batch = Array.from({ length: 256 }, () => span);
    await sink.send(batch);

    const before = process.cpuUsage();
    for (let index = 0; index < 20; index += 1) await sink.send(batch);
    const { user, system } = process.cpuUsage(before);
    sink.close();
    await receiver.stop();

    // The receiver, in this process too, is among it.
    const microseconds = (user + system) / 20 / batch.length;
    process.stdout.write(`a span sent: ${microseconds.toFixed(2)} µs\n`);
    expect(microseconds).toBeLessThan(150);
  });
});
