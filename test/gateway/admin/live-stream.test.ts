// The live stream of the admin port.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { LiveAggregate } from '../../../gateway/telemetry/live-aggregate.ts';
import { ask, startTestGraph, type TestGraph } from '../test-graph.ts';

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph({ env: { MARQUE_ENGINE: 'compiled' } });
});
afterAll(() => graph.stop());

/** Watches, and gives the aggregates as they come. */
async function watch(running: TestGraph = graph) {
  const end = new AbortController();
  const { signal } = end;
  const response = await fetch(`${running.part.adminUrl ?? ''}/live`, { signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const next = async (): Promise<LiveAggregate | undefined> => {
    const chunk = await reader?.read();
    if (chunk?.value === undefined) return undefined;
    const data = /^event: aggregate\ndata: (.*)\n\n$/.exec(chunk.value)?.[1] ?? '';
    return JSON.parse(data) as LiveAggregate;
  };
  return { response, next, stop: () => end.abort() };
}

/** A slow machine may take more than one look for it. */
async function takeLooks(
  watcher: { readonly next: () => Promise<LiveAggregate | undefined> },
  isEnough: (seen: readonly LiveAggregate[]) => boolean,
): Promise<readonly LiveAggregate[]> {
  const looks: LiveAggregate[] = [];
  while (looks.length < 10 && !isEnough(looks)) {
    const look = await watcher.next();
    if (look) looks.push(look);
  }
  return looks;
}

function countOf(
  looks: readonly LiveAggregate[],
  list: 'total' | 'operations' | 'clients' | 'subgraphs' | 'restCalls',
  wanted: string,
): number {
  const count = looks.reduce(
    (sum, look) =>
      [look[list]]
        .flat()
        .filter(({ name }) => name === wanted)
        .reduce((own, { perSecond }) => own + (perSecond * look.intervalMs) / 1_000, sum),
    0,
  );
  return Math.round(count);
}

describe('/live', () => {
  it('tells each second what happened within it, and no more of it in the next', async () => {
    const watcher = await watch();
    const headers = { 'apollographql-client-name': 'app' };
    for (let index = 0; index < 3; index += 1) {
      await ask(graph.url, 'query Live { markets { name currency } }', { headers });
    }
    await ask(graph.url, 'query Failing { broken(kind: "plain") }', { headers });

    const looks = await takeLooks(watcher, (seen) => countOf(seen, 'total', 'all') >= 4);
    const after = await watcher.next();
    watcher.stop();

    const live = looks.flatMap(({ operations }) => operations).find(({ name }) => name === 'Live');
    expect(watcher.response.headers.get('content-type')).toBe('text/event-stream');
    expect(countOf(looks, 'total', 'all')).toBe(4);
    expect(countOf(looks, 'operations', 'Live')).toBe(3);
    expect(countOf(looks, 'clients', 'app')).toBe(4);
    expect(countOf(looks, 'subgraphs', 'pricing')).toBe(3);
    expect(countOf(looks, 'restCalls', 'vehicle rows')).toBe(8);
    expect(live?.p99Ms).toBeGreaterThan(0);
    expect(live?.p50Ms).toBeLessThanOrEqual(live?.p99Ms ?? 0);
    expect(looks.some(({ total }) => total.failedPerSecond > 0)).toBe(true);
    expect(after).toMatchObject({
      status: 'ready',
      operations: [],
      clients: [],
      total: { perSecond: 0 },
      door: { running: 0, waiting: 0 },
    });
  });

  it('takes so many watchers and refuses the next, until one leaves', async () => {
    const watchers = await Promise.all(Array.from({ length: 20 }, () => watch()));

    const refused = await fetch(`${graph.part.adminUrl ?? ''}/live`);
    for (const watcher of watchers) watcher.stop();
    await expect
      .poll(async () => {
        const again = await watch();
        again.stop();
        return again.response.status;
      })
      .toBe(200);

    expect(watchers.every(({ response }) => response.status === 200)).toBe(true);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
  });

  it('ends when the gateway stops', async () => {
    const leaving = await startTestGraph();
    const watcher = await watch(leaving);

    await leaving.stop();

    expect(await watcher.next()).toBeUndefined();
  });
});
