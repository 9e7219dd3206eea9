// What the explorer sends, and where.
import { describe, expect, it } from 'vitest';

import { createGraphFetcher } from '../../web/explorer/graph-fetcher.ts';
import type { RunCost } from '../../web/explorer/run-cost.ts';

describe('createGraphFetcher', () => {
  it('posts to its own gateway with the token and the headers of the editor', async () => {
    const { send, sent, runs } = createCase('abc');

    await send({ query: '{ a }', operationName: 'A' }, { headers: { 'x-marque-market': 'FR' } });

    expect(sent).toEqual([
      [
        '/graphql',
        {
          'content-type': 'application/json',
          authorization: 'Bearer abc',
          'x-marque-market': 'FR',
        },
      ],
    ]);
    expect(runs).toHaveLength(1);
  });

  it('lets a token in the header editor go before that of the sign-in', async () => {
    const { send, sent } = createCase('abc');

    await send({ query: '{ a }' }, { headers: { authorization: 'Bearer own' } });

    expect(sent[0]?.[1]).toMatchObject({ authorization: 'Bearer own' });
  });

  it('names the only operation of the document, whatever GraphiQL still holds for it', async () => {
    const { send, bodies } = createCase(undefined);

    await send({ query: 'query New { a }', operationName: 'Old' });
    await send({ query: '{ a }', operationName: 'Old' });
    await send({ query: 'query A { a } query B { a }', operationName: 'B' });
    await send({ query: 'query {', operationName: 'Old' });

    expect(bodies.map(({ operationName }) => operationName)).toEqual([
      'New',
      undefined,
      'B',
      'Old',
    ]);
  });

  it('does not count the reading of the schema as a run', async () => {
    const { send, sent, runs } = createCase(undefined);

    await send({
      query: 'query IntrospectionQuery { __typename }',
      operationName: 'IntrospectionQuery',
    });

    expect(sent).toEqual([['/graphql', { 'content-type': 'application/json' }]]);
    expect(runs).toEqual([]);
  });
});

function createCase(token: string | undefined) {
  const sent: [string, Record<string, string>][] = [];
  const bodies: { operationName?: string }[] = [];
  const runs: RunCost[] = [];
  const fetcher = createGraphFetcher({
    token: () => token,
    onAnswer: (cost) => void runs.push(cost),
    fetch: async (input, init) => {
      const request = new Request(new URL(input as string, 'http://gateway.test'), init);
      sent.push([new URL(request.url).pathname, Object.fromEntries(request.headers)]);
      bodies.push(await request.json());
      return Response.json({ data: {} });
    },
    monotonicMs: () => 0,
  });
  return {
    sent,
    bodies,
    runs,
    send: async (...args: Parameters<typeof fetcher>) => fetcher(...args),
  };
}
