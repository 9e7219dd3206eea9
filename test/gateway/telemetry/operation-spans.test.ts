// Which operations the gateway keeps spans of, and what these say, as a receiver of OTLP gets them.
import { afterEach, describe, expect, it } from 'vitest';

import {
  type OtlpReceiver,
  type ReceivedSpan,
  startOtlpReceiver,
} from '../../system/otlp-receiver.ts';
import { ask, startTestGraph, type TestGraph } from '../test-graph.ts';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function start(
  env: Record<string, string> = {},
  mode?: OtlpReceiver['mode'],
): Promise<{ graph: TestGraph; receiver: OtlpReceiver; flush: () => Promise<Spans> }> {
  const receiver = await startOtlpReceiver(mode);
  closers.push(() => receiver.stop());
  const graph = await startTestGraph({
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...env },
  });
  closers.push(() => graph.stop());
  const flush = async (): Promise<Spans> => {
    // Each waits for a second at most, and the exporter may take longer to load.
    for (let attempt = 0; attempt < 10; attempt += 1) await graph.gateway.flush();
    return receiver.spans;
  };
  return { graph, receiver, flush };
}

type Spans = readonly ReceivedSpan[];

const all = { MARQUE_TRACE_SAMPLE_RATIO: '1' };
const none = { MARQUE_TRACE_SAMPLE_RATIO: '0' };
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

function ofKind(spans: Spans, kind: 'server' | 'client'): ReceivedSpan[] {
  return spans.filter((span) => span.kind === (kind === 'server' ? 2 : 3));
}

describe('an operation is kept', () => {
  it('by ratio, with all that is known of it but for values', async () => {
    const { graph, flush } = await start(all);

    await ask(graph.url, 'query Slow($ms: Int!) { slow(ms: $ms) markets { id currency } }', {
      variables: { ms: 1 },
      headers: { 'apollographql-client-name': 'WBA00000000000001', 'x-correlation-id': 'c-1' },
    });
    const spans = await flush();

    const [server] = ofKind(spans, 'server');
    expect(server).toMatchObject({ name: 'query', service: 'marque-gateway', status: 0 });
    expect(server?.parentSpanId).toBeUndefined();
    expect(server?.attributes).toMatchObject({
      'graphql.operation.type': 'query',
      'graphql.operation.name': 'Slow',
      'http.response.status_code': 200,
      'marque.client.name': '*************0001',
      'marque.correlation_id': 'c-1',
      'marque.fetches': 2,
    });
    expect(server?.attributes).not.toHaveProperty('graphql.document');
    expect(ofKind(spans, 'client').map(({ name }) => name)).toEqual([
      'subgraph vehicle',
      'subgraph pricing',
    ]);
    expect(ofKind(spans, 'client').map((span) => span.parentSpanId)).toEqual([
      server?.spanId,
      server?.spanId,
    ]);
  });

  it('or not as its caller has decided, whatever the ratio', async () => {
    const { graph, flush } = await start(all);
    const { graph: other, flush: flushOther } = await start(none);

    await ask(graph.url, '{ dealerCount }', {
      headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-00` },
    });
    await ask(other.url, '{ dealerCount }', {
      headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
    });

    expect(await flush()).toEqual([]);
    expect((await flushOther()).map((span) => span.traceId)).toEqual([traceId, traceId]);
    expect(graph.maintenance.received[0]?.headers['traceparent']).toMatch(/-00$/);
    expect(other.maintenance.received[0]?.headers['traceparent']).toMatch(/-01$/);
  });

  it('at ratio 0 only where it failed for no fault of its client, or was slow', async () => {
    const { graph, flush } = await start({ ...none, MARQUE_TRACE_SLOW_MS: '200' });
    await ask(graph.url, '{ dealerCount }');
    await flush();

    await ask(graph.url, '{ dealerCount }');
    await ask(graph.url, '{ nothing }');
    await ask(graph.url, '{ secret }');
    await ask(graph.url, 'query Late { slow(ms: 250) }');
    await graph.maintenance.stop();
    await ask(graph.url, 'query Failing { dealerCount }');
    const spans = await flush();

    const names = ofKind(spans, 'server').map((span) => span.attributes['graphql.operation.name']);
    expect(names.filter((name) => name !== undefined)).toEqual(['Late', 'Failing']);
    const failing = spans.filter((span) => span.status === 2);
    expect(failing.map(({ name }) => name)).toEqual(['query', 'subgraph maintenance']);
    expect(failing[1]?.attributes).toMatchObject({
      'error.type': 'SUBGRAPH_UNAVAILABLE',
      'marque.fetch.outcome': 'SUBGRAPH_UNAVAILABLE',
    });
    expect(graph.vehicle.received.at(-1)?.headers['traceparent']).toMatch(/-00$/);
  });
});

describe('work that is shared', () => {
  const slow = (name: string) => `query ${name} { slow(ms: 150) }`;

  it('is a span of the follower, too, that links the fetch of the leader', async () => {
    const { graph, flush } = await start(all);

    await Promise.all([ask(graph.url, slow('One')), ask(graph.url, slow('One'))]);
    const spans = await flush();

    const fetches = ofKind(spans, 'client');
    const follower = fetches.find(({ links }) => links.length > 0);
    const leader = fetches.find(({ links }) => links.length === 0);
    expect(graph.vehicle.received).toHaveLength(1);
    expect(follower?.links).toEqual([{ traceId: leader?.traceId, spanId: leader?.spanId }]);
    expect(follower?.traceId).not.toBe(leader?.traceId);
    expect(follower?.attributes['marque.fetch.joined']).toBe(true);
    expect(graph.vehicle.received[0]?.headers['traceparent']).toContain(leader?.spanId);
  });

  it('links the leading request where a whole run is joined', async () => {
    const { graph, flush } = await start({ ...all, MARQUE_SHARE_EQUAL_QUERIES: 'true' });
    await ask(graph.url, slow('One'));

    await Promise.all([ask(graph.url, slow('One')), ask(graph.url, slow('One'))]);
    const spans = await flush();

    const joined = spans.filter(({ name }) => name === 'joined run');
    const [link] = joined.flatMap(({ links }) => links);
    const leader = spans.find(({ spanId }) => spanId === link?.spanId);
    expect(joined).toHaveLength(1);
    expect(leader).toMatchObject({ name: 'query', traceId: link?.traceId });
    expect(leader?.traceId).not.toBe(joined[0]?.traceId);
    expect(spans.find(({ spanId }) => spanId === joined[0]?.parentSpanId)?.name).toBe('query');
  });
});

describe('a receiver in trouble', () => {
  it.each(['refuse', 'hang'] as const)(
    'that does %s costs spans, which are counted, and no operation',
    async (mode) => {
      const { graph } = await start(all, mode);

      const answers = await Promise.all(
        Array.from({ length: 20 }, () => ask(graph.url, '{ dealerCount }')),
      );
      await graph.gateway.flush();
      const text = await (await fetch(`${graph.part.adminUrl ?? ''}/metrics`)).text();
      const startedAtMs = performance.now();
      await graph.gateway.stop();

      expect(answers.map(({ body }) => body.data)).toEqual(
        Array.from({ length: 20 }, () => ({ dealerCount: 3 })),
      );
      expect(text).toContain('marque_spans_total{outcome="exported"} 0');
      expect(text).toMatch(
        mode === 'refuse' ? /marque_spans_total\{outcome="failed"\} 40/ : /marque_spans_queued 0/,
      );
      expect(performance.now() - startedAtMs).toBeLessThan(4_000);
    },
  );
});
