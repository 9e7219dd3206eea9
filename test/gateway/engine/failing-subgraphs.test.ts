// Subgraphs that fail in every way: the other branches answer, and nothing internal gets out.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  ask,
  createTestGateway,
  maintenanceSdl,
  pricingResolvers,
  pricingSdl,
  startTestGraph,
  type TestAnswer,
  type TestGraph,
  vehicleSdl,
} from '../test-graph.ts';
import { startTestSubgraph } from '../test-subgraph.ts';

const query = '{ markets { id currency } dealerCount }';
const marketsOnly = [
  { id: 'DE', currency: null },
  { id: 'FR', currency: null },
];
let graph: TestGraph | undefined;
let broken: Server | undefined;
let closedSockets: number;

beforeEach(() => {
  closedSockets = 0;
});
afterEach(async () => {
  broken?.closeAllConnections();
  broken?.close();
  await graph?.stop();
  graph = undefined;
});

async function startBroken(listener: RequestListener): Promise<string> {
  broken = createServer(listener);
  broken.on('connection', (socket) => socket.on('close', () => (closedSockets += 1)));
  await new Promise<void>((resolve) => broken?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(broken.address() as AddressInfo).port}/graphql`;
}

async function askBroken(listener: RequestListener): Promise<TestAnswer> {
  const url = await startBroken(listener);
  graph = await startTestGraph({
    urls: { pricing: url },
    env: { MARQUE_SUBGRAPH_TIMEOUT: '1s', MARQUE_SUBGRAPH_MAX_RESPONSE: '1mb' },
  });
  const answer = await ask(graph.url, query);
  expect(answer.text).not.toMatch(/127\.0\.0\.1|invalid\/|ECONN|stack|node_modules|<html/);
  return answer;
}

function summarize({ status, body }: TestAnswer) {
  const errors = body.errors?.map(({ path, extensions }) => ({ path, ...extensions }));
  return { status, data: body.data, errors };
}

function onlyPricingFailed(code: string): ReturnType<typeof summarize> {
  return {
    status: 200,
    data: { markets: marketsOnly, dealerCount: 3 },
    errors: [0, 1].map((index) => ({ path: ['markets', index], code, service: 'pricing' })),
  };
}

describe('a subgraph that', () => {
  it('hangs is given up at the deadline', async () => {
    expect(summarize(await askBroken(() => undefined))).toEqual(
      onlyPricingFailed('SUBGRAPH_TIMEOUT'),
    );
  });

  it('sends a byte at a time is given up at the deadline too', async () => {
    const answer = await askBroken((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    });

    expect(summarize(answer)).toEqual(onlyPricingFailed('SUBGRAPH_TIMEOUT'));
  });

  it('announces or sends 100 MB is cut off, and its connection closed', async () => {
    const answer = await askBroken((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const chunk = Buffer.alloc(1_000_000, 0x20);
      const push = (left: number): void => {
        if (left === 0 || response.destroyed) response.end();
        else response.write(chunk, () => push(left - 1));
      };
      push(100);
    });

    expect(summarize(answer)).toEqual(onlyPricingFailed('SUBGRAPH_RESPONSE_TOO_LARGE'));
    await expect.poll(() => closedSockets, { timeout: 10_000 }).toBeGreaterThan(0);
  });

  it.each<[string, RequestListener, string]>([
    [
      'answers HTML',
      (_request, response) => response.end('<html>nginx</html>'),
      'SUBGRAPH_INVALID_RESPONSE',
    ],
    [
      'answers nothing',
      (_request, response) => response.writeHead(204).end(),
      'SUBGRAPH_INVALID_RESPONSE',
    ],
    ['answers an array', (_request, response) => response.end('[]'), 'SUBGRAPH_INVALID_RESPONSE'],
    [
      'answers truncated JSON',
      (_request, response) => response.end('{"data":{"_ent'),
      'SUBGRAPH_INVALID_RESPONSE',
    ],
    [
      'answers too few entities',
      (_request, response) => response.end('{"data":{"_entities":[]}}'),
      'SUBGRAPH_INVALID_RESPONSE',
    ],
    [
      'answers entities that are none',
      (_request, response) => response.end('{"data":{"_entities":7}}'),
      'SUBGRAPH_INVALID_RESPONSE',
    ],
    [
      'redirects',
      (_request, response) => response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end(),
      'SUBGRAPH_INVALID_RESPONSE',
    ],
    [
      'answers 500',
      (_request, response) => response.writeHead(500).end('Error at /app/x.js:1:1'),
      'SUBGRAPH_INVALID_RESPONSE',
    ],
    ['answers 503', (_request, response) => response.writeHead(503).end(), 'SUBGRAPH_UNAVAILABLE'],
    ['drops the connection', (_request, response) => response.destroy(), 'SUBGRAPH_UNAVAILABLE'],
  ])('%s is named, and nothing else of it is', async (_name, listener, code) => {
    expect(summarize(await askBroken(listener))).toEqual(onlyPricingFailed(code));
  });

  it('answers values that do not fit its schema is an error at their place', async () => {
    const answer = await askBroken((_request, response) =>
      response.end('{"data":{"_entities":[{"currency":{"a":1}},{"currency":"EUR"}]}}'),
    );

    expect(answer.status).toBe(200);
    expect(answer.body.errors).toMatchObject([
      { path: ['markets', 0, 'currency'], extensions: { code: 'SUBGRAPH_INVALID_RESPONSE' } },
    ]);
  });

  it('is down is answered at once after a while, and serves again once it is back', async () => {
    graph = await startTestGraph();
    const { port } = graph.pricing;
    await ask(graph.url, query);
    await graph.pricing.stop();

    const whileDown = await ask(graph.url, query);
    for (let i = 0; i < 10; i += 1) await ask(graph.url, query);
    const startedAt = performance.now();
    const whileOpen = await ask(graph.url, query);
    const openMs = performance.now() - startedAt;
    const back = await startTestSubgraph('pricing', pricingSdl, pricingResolvers, port);
    await expect
      .poll(async () => (await ask(graph?.url ?? '', query)).body.errors, { timeout: 10_000 })
      .toBeUndefined();
    await back.stop();

    expect(summarize(whileDown)).toEqual(onlyPricingFailed('SUBGRAPH_UNAVAILABLE'));
    expect(summarize(whileOpen)).toEqual(onlyPricingFailed('SUBGRAPH_UNAVAILABLE'));
    // The time for a fetch is 8 s.
    expect(openMs).toBeLessThan(1_000);
  });

  it('has the root fields is an error at each of them', async () => {
    const url = await startBroken((_request, response) => response.end('no'));
    const gateway = createTestGateway({
      subgraphs: [
        { name: 'vehicle', url, sdl: vehicleSdl },
        { name: 'pricing', url, sdl: pricingSdl },
        { name: 'maintenance', url, sdl: maintenanceSdl },
      ],
    });
    const part = await gateway.start();

    const { status, body } = await ask(`${part.url}/graphql`, '{ a: markets { id } brand }');

    await gateway.stop();
    expect(status).toBe(200);
    expect(body.data).toEqual({ a: null, brand: null });
    expect(body.errors?.map(({ path }) => path)).toEqual([['a'], ['brand']]);
  });
});

describe('an error of a subgraph', () => {
  it.each([
    ['known', 'MARKET_UNKNOWN', 'No such market: XX.', 'vehicle-api'],
    ['leaky', 'MARKET_UNKNOWN', 'There is no such market.', 'vehicle-api'],
    ['unknown', 'SUBGRAPH_ERROR', 'A subgraph failed.', 'vehicle'],
    ['plain', 'SUBGRAPH_ERROR', 'A subgraph failed.', 'vehicle'],
  ])('gets through by the allow-list: %s', async (kind, code, message, service) => {
    graph = await startTestGraph();

    const { status, text, body } = await ask(graph.url, `{ dealerCount broken(kind: "${kind}") }`);

    expect(status).toBe(200);
    expect(body.data).toEqual({ dealerCount: 3, broken: null });
    expect(body.errors).toEqual([{ message, path: ['broken'], extensions: { code, service } }]);
    expect(text).not.toMatch(/10\.0\.0\.7|ECONN|SECRET|stack/);
  });

  it('keeps its path at the entity that it is about', async () => {
    graph = await startTestGraph();

    const { body } = await ask(graph.url, '{ markets { id broken } }');

    expect(body.data).toEqual({
      markets: [
        { id: 'DE', broken: 'fine' },
        { id: 'FR', broken: null },
      ],
    });
    expect(body.errors).toEqual([
      {
        message: 'A subgraph failed.',
        path: ['markets', 1, 'broken'],
        extensions: { code: 'SUBGRAPH_ERROR', service: 'maintenance' },
      },
    ]);
  });
});
