// Traces of the whole stack, as a receiver of OTLP gets them.
import { afterEach, describe, expect, it, vi } from 'vitest';

import { sample } from './samples.ts';
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from './otlp-receiver.ts';
import { readOperation, startStackUnderTest, type StartedStack } from './stack-under-test.ts';

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
async function startStack(variables: Readonly<Record<string, string>>): Promise<StartedStack> {
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
    await stop();

    const { spans, exports } = receiver;
    const tree = drawTree(spans, parentSpanId);
    if (process.env['SHOW_TREE']) console.log(tree.join('\n'), JSON.stringify(spans, null, 1));
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
    expect(new Set(exports.map(({ path }) => path))).toEqual(new Set(['/v1/traces']));
    expect(new Set(exports.map(({ headers }) => headers['x-tenant']))).toEqual(
      new Set(['cars and more']),
    );
  });
});
