// The compiled engine over real subgraphs: both ways in answer alike, and equal queries are shared.
import { ApolloServer } from '@apollo/server';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { ask, startTestGraph, type TestAnswer, type TestGraph } from '../test-graph.ts';

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph({
    env: { MARQUE_ENGINE: 'compiled', MARQUE_ENVIRONMENT: 'local', MARQUE_COST: 'scope' },
  });
});
afterAll(() => graph.stop());
afterEach(() => {
  vi.restoreAllMocks();
  for (const { received } of [graph.vehicle, graph.pricing, graph.maintenance]) received.length = 0;
});

/** What may not differ; the time and the ids of a request do. */
function describeAnswer({ status, headers, text }: TestAnswer) {
  const kept = [...headers].filter(([name]) => name !== 'date' && name !== 'x-correlation-id');
  return { status, headers: kept, text };
}

const plain: readonly [string, Parameters<typeof ask>[1], Parameters<typeof ask>[2]?][] = [
  ['data of several subgraphs', '{ markets { id currency dealers } dealerCount }'],
  ['an error within a list', '{ markets { id broken } }'],
  ['an error of a root field', '{ broken(kind: "own") dealerCount }'],
  ['an error that is masked', '{ broken(kind: "leaky") }'],
  ['a variable', 'query ($id: ID!) { market(id: $id) { name } }', { variables: { id: 'DE' } }],
  ['a wrong variable', 'query ($n: Int!) { slow(ms: $n) }', { variables: { n: 'x' } }],
  ['a missing variable', 'query ($n: Int!) { slow(ms: $n) }'],
  ['one of two operations', 'query A { brand } query B { dealerCount }', { operationName: 'B' }],
  ['no one of two operations', 'query A { brand } query B { dealerCount }'],
  ['an operation that is not there', 'query A { brand }', { operationName: 'B' }],
  ['what the caller may not see', '{ secret vehicle(vin: "x") { vin } }'],
  ['the schema', '{ __schema { queryType { name } } __typename }'],
  ['a mutation', 'mutation { rename(id: "DE", name: "D") { id name currency } }'],
  ['a syntax error', '{ brand'],
  ['a field that is not there', '{ brandt }'],
  [
    'the media type of GraphQL',
    '{ brand }',
    { headers: { accept: 'application/graphql-response+json' } },
  ],
  ['either media type', '{ brand }', { headers: { accept: 'text/html, application/json, */*' } }],
  [
    'a partial answer in the media type of GraphQL',
    '{ markets { broken } }',
    { headers: { accept: 'application/graphql-response+json' } },
  ],
];

describe('an operation that was let in before', () => {
  it.each(plain)(
    'is answered as Apollo Server would, byte by byte: %s',
    async (_what, query, options) => {
      await ask(graph.url, query, options);

      const short = await ask(graph.url, query, options);
      // With extensions, empty as they are, Apollo Server is asked.
      const long = await ask(graph.url, query, { ...options, extensions: {} } as object);

      expect(describeAnswer(short)).toEqual(describeAnswer(long));
    },
  );

  it('does not trouble Apollo Server', async () => {
    const server = vi.spyOn(ApolloServer.prototype, 'executeHTTPGraphQLRequest');

    await ask(graph.url, '{ first: __typename }');
    await ask(graph.url, '{ first: __typename }');
    expect(server).toHaveBeenCalledTimes(1);

    await ask(graph.url, '{ first: __typename }', { extensions: {} } as object);
    expect(server).toHaveBeenCalledTimes(2);
  });

  it('is not answered to a caller who lacks what it needs', async () => {
    const answers = [await ask(graph.url, '{ secret }'), await ask(graph.url, '{ secret }')];

    expect(answers.map(({ body }) => body.data)).toEqual([{ secret: null }, { secret: null }]);
  });
});

describe('equal queries in flight', () => {
  it('are sent to the subgraph once, whatever the operations are called', async () => {
    const answers = await Promise.all(
      ['A', 'B', 'C'].map((name) => ask(graph.url, `query ${name} { slow(ms: 150) }`)),
    );

    expect(answers.map(({ body }) => body.data)).toEqual([
      { slow: 'done' },
      { slow: 'done' },
      { slow: 'done' },
    ]);
    expect(graph.vehicle.received).toHaveLength(1);
  });

  it('are not shared where a dimension that they declare differs', async () => {
    const headers = (language: string) => ({ headers: { 'x-marque-language': language } });
    const query = '{ slow(ms: 150) markets { id } }';

    await Promise.all([ask(graph.url, query, headers('de')), ask(graph.url, query, headers('en'))]);
    expect(graph.vehicle.received).toHaveLength(2);
  });

  it('are shared where only what they do not depend on differs', async () => {
    const headers = (market: string) => ({ headers: { 'x-marque-market': market } });

    await Promise.all(['DE', 'FR'].map((one) => ask(graph.url, '{ slow(ms: 150) }', headers(one))));
    expect(graph.vehicle.received).toHaveLength(1);
  });

  it('give everyone data of their own, whatever is added to it', async () => {
    const [one, other] = await Promise.all([
      ask(graph.url, '{ slow(ms: 100) markets { id name currency } }'),
      ask(graph.url, '{ slow(ms: 100) markets { id name dealers } }'),
    ]);

    expect(one.body.data).toMatchObject({ markets: [{ currency: 'EUR' }, { currency: 'EUR' }] });
    expect(other.body.data).toMatchObject({ markets: [{ dealers: ['D-DE-001'] }, {}] });
  });

  it('are never mutations', async () => {
    const mutation = 'mutation { rename(id: "DE", name: "D") { name } }';

    await Promise.all([ask(graph.url, mutation), ask(graph.url, mutation)]);
    expect(graph.vehicle.received).toHaveLength(2);
  });

  it('go on when the one who sent them leaves', async () => {
    const leaver = new AbortController();
    const left = fetch(graph.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ slow(ms: 400) }' }),
      signal: leaver.signal,
    }).catch((error: unknown) => error);
    await vi.waitUntil(() => graph.vehicle.received.length === 1);
    const stayed = ask(graph.url, '{ slow(ms: 400) }');
    await new Promise((resolve) => setTimeout(resolve, 100));
    leaver.abort();

    expect((await stayed).body).toEqual({ data: { slow: 'done' } });
    expect(await left).toBeInstanceOf(Error);
    expect(graph.vehicle.received).toHaveLength(1);
  });

  it('go on when the deadline of the one who sent them passes', async () => {
    const hurried = ask(graph.url, '{ slow(ms: 500) }', {
      headers: { 'x-marque-deadline-ms': '900' },
    });
    await vi.waitUntil(() => graph.vehicle.received.length === 1);
    // Much more time than the hurried one: a query of its own.
    const patient = ask(graph.url, '{ slow(ms: 500) }');

    expect((await patient).body).toEqual({ data: { slow: 'done' } });
    expect((await hurried).status).toBe(200);
    expect(graph.vehicle.received).toHaveLength(2);
  });
});
