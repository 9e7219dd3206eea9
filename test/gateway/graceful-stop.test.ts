// Stopping under load and switching supergraphs: no request that was let in is lost.
import { once } from 'node:events';
import { connect } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { ask, composeTestSupergraph, startTestGraph, type TestGraph } from './test-graph.ts';

let graph: TestGraph | undefined;
afterEach(async () => {
  await graph?.stop();
  graph = undefined;
});

const slow = '{ slow(ms: 1500) }';
// The machine may be busy with other tests.
const patient = { timeout: 10_000 };

describe('stop', () => {
  it('is not ready at once, finishes what is in flight, then accepts nothing', async () => {
    graph = await startTestGraph({ env: { MARQUE_DRAIN_DELAY: '1s' } });
    const { url } = graph;
    const ready = new URL('/health/ready', url);
    // Equal queries might be sent as one.
    const inFlight = Array.from({ length: 20 }, (_, index) =>
      ask(url, `{ slow(ms: ${1_500 + index}) }`),
    );
    await expect.poll(() => graph?.vehicle.received.length, patient).toBe(20);

    const stopped = graph.gateway.stop();
    const whileDraining = await fetch(ready);
    const late = await ask(url, '{ dealerCount }');
    const answers = await Promise.all(inFlight);
    await stopped;

    expect(whileDraining.status).toBe(503);
    expect(await whileDraining.json()).toMatchObject({ status: 'draining' });
    expect(late.status).toBe(200);
    expect(late.headers.get('connection')).toBe('close');
    expect(answers.every(({ headers }) => headers.get('connection') === 'close')).toBe(true);
    expect(answers.map(({ body }) => body.data)).toEqual(answers.map(() => ({ slow: 'done' })));
    await expect(fetch(ready)).rejects.toThrow('fetch failed');
  });

  it('does not wait for a socket that was opened in reserve', async () => {
    graph = await startTestGraph();
    const { hostname, port } = new URL(graph.url);
    const spare = connect(Number(port), hostname);
    await once(spare, 'connect');
    // A request that came later is answered: so the gateway has taken the spare socket in by now.
    await ask(graph.url, '{ dealerCount }');
    const closed = once(spare, 'close');
    const startedAt = performance.now();

    await graph.gateway.stop();

    expect(performance.now() - startedAt).toBeLessThan(1_000);
    await closed;
  });

  it('cuts requests that do not finish in time', async () => {
    graph = await startTestGraph({ env: { MARQUE_DRAIN_TIMEOUT: '200ms' } });
    const { url } = graph;
    const hanging = ask(url, '{ slow(ms: 5000) }').then(
      () => 'answered',
      () => 'cut',
    );
    await expect.poll(() => graph?.vehicle.received.length, patient).toBe(1);

    const startedAt = performance.now();
    await graph.gateway.stop();

    expect(await hanging).toBe('cut');
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});

describe('reload', () => {
  it('serves the new supergraph at once, and lets the old one finish', async () => {
    graph = await startTestGraph();
    const { url, vehicle, pricing, maintenance } = graph;
    const before = await readSupergraphId(url);
    const inFlight = ask(url, slow);
    await expect.poll(() => vehicle.received.length, patient).toBe(1);
    const next = `${composeTestSupergraph()}\n"Something new." scalar New @join__type(graph: VEHICLE)`;

    await graph.gateway.reload(next, [vehicle, pricing, maintenance]);
    const after = await readSupergraphId(url);
    const answer = await ask(url, '{ markets { currency } }');

    expect(after).not.toBe(before);
    expect(answer.body.errors).toBeUndefined();
    expect((await inFlight).body.data).toEqual({ slow: 'done' });
  });

  it.each([
    ['SUPERGRAPH_SUBGRAPH_MISSING', composeTestSupergraph()],
    ['SUPERGRAPH_INVALID', 'type Query { a: Int }'],
    [
      'SUPERGRAPH_UNSUPPORTED',
      'schema @link(url: "https://specs.apollo.dev/connect/v0.1", for: SECURITY) { query: Query }',
    ],
  ])('refuses what it cannot load with %s, and serves on', async (code, sdl) => {
    graph = await startTestGraph();

    const reload = graph.gateway.reload(sdl, [graph.vehicle]);

    await expect(reload).rejects.toMatchObject({ code });
    expect((await ask(graph.url, '{ dealerCount }')).status).toBe(200);
  });
});

describe('start', () => {
  it('says in one line that the port is taken, and what to do', async () => {
    graph = await startTestGraph();

    const second = startTestGraph({ env: { MARQUE_PORT: new URL(graph.url).port } });

    await expect(second).rejects.toMatchObject({
      code: 'LISTEN_FAILED',
      message: expect.stringMatching(/^gateway: port \d+ is taken .*MARQUE_PORT.*$/) as string,
    });
  });
});

async function readSupergraphId(url: string): Promise<unknown> {
  const response = await fetch(new URL('/health/ready', url));
  expect(response.status).toBe(200);
  return ((await response.json()) as { supergraphId?: string }).supergraphId;
}
