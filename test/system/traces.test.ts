// Traces of the whole stack, as a receiver of OTLP gets them.
import { createRequire } from 'node:module';

import { afterEach, describe, expect, it, vi } from 'vitest';

import { sample } from './samples.ts';
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from './otlp-receiver.ts';
import { readOperation, type StackUnderTest, startStackUnderTest } from './stack-under-test.ts';

// Each test starts a whole stack of its own, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function startReceiver(mode?: OtlpReceiver['mode']): Promise<OtlpReceiver> {
  const receiver = await startOtlpReceiver(mode);
  closers.push(() => receiver.stop());
  return receiver;
}

/** Stopping a part sends what it has; so `stop` is called before spans are looked at. */
async function startStack(
  variables: Readonly<Record<string, string>>,
): Promise<{ readonly stack: StackUnderTest; readonly stop: () => Promise<void> }> {
  let stopped: Promise<void> | undefined;
  const started = await startStackUnderTest({
    subject: sample.owner,
    scopes: 'vehicle:read',
    variables,
  });
  const stop = (): Promise<void> => (stopped ??= started.stop());
  closers.push(stop);
  return { stack: started.stack, stop };
}

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const parentSpanId = '00f067aa0ba902b7';
const clientHeaders = {
  'x-correlation-id': 'trace-1',
  'x-marque-market': 'DE',
  'x-marque-brand': 'bmw',
  'apollographql-client-name': 'garage-app',
  'apollographql-client-version': '7.1.0',
};

/** Whether anything of the exporter has been loaded by this process. */
function isExporterLoaded(): boolean {
  return Object.keys(createRequire(import.meta.url).cache).some((path) =>
    path.includes('exporter-trace-otlp-http'),
  );
}

/** Until the exporter is loaded, which may take longer than a process that stops would wait. */
async function waitForSpans(receiver: OtlpReceiver): Promise<void> {
  await expect.poll(() => receiver.spans.length, { timeout: 15_000 }).toBeGreaterThan(0);
}

/** The tree below a span, as indented lines. */
function drawTree(spans: readonly ReceivedSpan[], parent: string, depth = 0): string[] {
  return spans
    .filter((span) => span.parentSpanId === parent)
    .toSorted((one, other) => one.startMs - other.startMs)
    .flatMap((span) => [
      `${'  '.repeat(depth)}${span.service}: ${span.name}`,
      ...drawTree(spans, span.spanId, depth + 1),
    ]);
}

describe('a stack without an endpoint', () => {
  it('sends nothing, and does not even load what would', async () => {
    const receiver = await startReceiver();
    const { stack, stop } = await startStack({ MARQUE_TRACE_SAMPLE_RATIO: '1' });

    const answer = await stack.query('{ markets { id currency { code } } }');
    await stop();

    expect(answer.errors).toBeUndefined();
    expect(receiver.exports).toEqual([]);
    expect(isExporterLoaded()).toBe(false);
  });
});

describe('a traced operation', () => {
  it('is one tree from the gateway to the REST services, whole by its parent ids', async () => {
    const receiver = await startReceiver();
    const { stack, stop } = await startStack({
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=cars%20and%20more',
      MARQUE_TRACE_DOCUMENTS: 'true',
    });

    const answer = await stack.query(
      await readOperation('13-vehicle'),
      { vin: sample.vin },
      { ...clientHeaders, traceparent: `00-${traceId}-${parentSpanId}-01` },
    );
    await waitForSpans(receiver);
    await stop();

    const { spans, exports } = receiver;
    const tree = drawTree(spans, parentSpanId);
    const ofKind = (service: RegExp, kind: number) =>
      spans.filter((span) => service.test(span.service) && span.kind === kind);
    expect(answer.errors).toBeUndefined();
    expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([traceId]));
    expect(tree).toHaveLength(spans.length);
    expect(tree[0]).toBe('marque-gateway: query');
    expect(new Set(tree.map((line) => line.search(/\S/)))).toEqual(new Set([0, 2, 4, 6, 8]));
    expect(ofKind(/^marque-gateway$/, 3)).toHaveLength(ofKind(/^marque-subgraph-/, 2).length);
    expect(ofKind(/^marque-subgraph-/, 3)).toHaveLength(answer.restCallCount);
    expect(ofKind(/^marque-service-/, 2)).toHaveLength(answer.restCallCount);
    expect(isExporterLoaded()).toBe(true);
    expect(new Set(exports.map(({ path }) => path))).toEqual(new Set(['/v1/traces']));
    expect(new Set(exports.map(({ headers }) => headers['x-tenant']))).toEqual(
      new Set(['cars and more']),
    );
  });

  it('shows no VIN, no token and no value of its document', async () => {
    const receiver = await startReceiver();
    const { stack, stop } = await startStack({
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      MARQUE_TRACE_SAMPLE_RATIO: '1',
      MARQUE_TRACE_DOCUMENTS: 'true',
    });

    await stack.query(`query Own_${sample.vin} { vehicle(vin: "${sample.vin}") { vin } }`);
    await stack.query(`query ${sample.vin.replace(/^\d/, 'W')} { vehicle(vin: "x") { vin } }`);
    await stack.query(await readOperation('13-vehicle'), { vin: sample.vin }, clientHeaders);
    await waitForSpans(receiver);
    await stop();

    const text = JSON.stringify(receiver.spans);
    expect(receiver.spans.length).toBeGreaterThan(5);
    expect(text).not.toContain(sample.vin);
    expect(text).not.toContain(sample.vin.slice(1, 13));
    expect(text).not.toContain('Bearer');
    expect(text).not.toContain(sample.owner);
  });
});

describe('at ratio 0', () => {
  it('an operation that fails is kept by every process that saw the fault, a good one by none', async () => {
    const receiver = await startReceiver();
    const { stack, stop } = await startStack({
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      MARQUE_TRACE_SAMPLE_RATIO: '0',
      MARQUE_TRACE_SLOW_MS: '3600000',
    });

    await stack.query('query Good { markets { id } }');
    await stack.stopPart('vehicle service');
    const failing = await stack.query(await readOperation('13-vehicle'), { vin: sample.vin });
    await waitForSpans(receiver);
    await stop();

    const { spans } = receiver;
    expect(failing.errors?.length).toBeGreaterThan(0);
    expect(new Set(spans.map((span) => span.traceId)).size).toBe(1);
    expect(spans.map(({ service, name }) => `${service}: ${name}`)).toEqual(
      expect.arrayContaining([
        'marque-gateway: query',
        'marque-gateway: subgraph vehicle',
        'marque-subgraph-vehicle: POST /graphql',
        'marque-subgraph-vehicle: GET /v1/vehicles/batch',
      ]),
    );
    const root = spans.find(({ name }) => name === 'query');
    expect(root).toMatchObject({
      status: 2,
      attributes: { 'graphql.operation.name': 'Vehicle' },
    });
    expect(spans.filter(({ name }) => name.startsWith('GET '))).not.toEqual([]);
  });
});

describe('a receiver that hangs', () => {
  it('costs spans of all processes, and no operation', async () => {
    const receiver = await startReceiver('hang');
    const { stack, stop } = await startStack({
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      MARQUE_TRACE_SAMPLE_RATIO: '1',
    });

    const first = await stack.query('{ markets { id } }');
    await expect.poll(() => receiver.exports.length, { timeout: 15_000 }).toBeGreaterThan(2);
    const later = await stack.query('{ markets { id } }');
    await stop();

    expect(first.errors).toBeUndefined();
    expect(later.data).toEqual(first.data);
    expect(receiver.spans).toEqual([]);
  });
});
