// Hashes that stand for documents, at the running gateway by every way in.
import { createHash } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startThreeWays, type ThreeWays, type Way, ways } from '../guard/three-ways.ts';
import type { TestAnswer } from '../test-graph.ts';

let gateway: ThreeWays;
let closed: ThreeWays;
beforeAll(async () => {
  gateway = await startThreeWays({ MARQUE_BATCH_LIMIT: '5', MARQUE_MAX_TOKENS: '500' });
  closed = await startThreeWays({ MARQUE_PERSISTED_QUERIES: 'off' });
});
afterAll(async () => {
  await gateway.stop();
  await closed.stop();
});

const hash = (query: string): string => createHash('sha256').update(query).digest('hex');
const hashed = (sha256Hash: unknown, more: object = {}) => ({
  extensions: { persistedQuery: { version: 1, sha256Hash } },
  ...more,
});
const codeOf = ({ body }: TestAnswer) => body.errors?.[0]?.extensions['code'];
const readMetric = async (line: string) => {
  const text = await (await fetch(`${gateway.graph.part.adminUrl}/metrics`)).text();
  const found = text.split('\n').find((one) => one.startsWith(`${line} `));
  return Number(found?.split(' ').at(-1) ?? 0);
};

describe.each(ways)('a hash by the way of %s', (way: Way) => {
  const send = (body: unknown) => gateway.send(way, body);

  it('is not known before its document came, then answered for it, with variables', async () => {
    const query = `query ${way.replace(' ', '')}($id: ID!) { market(id: $id) { name } }`;
    const variables = { id: 'FR' };

    const before = await send(hashed(hash(query), { variables }));
    const along = await send(hashed(hash(query), { query, variables }));
    const after = await send(hashed(hash(query), { variables: { id: 'DE' } }));

    expect([before.status, codeOf(before)]).toEqual([200, 'PERSISTED_QUERY_NOT_FOUND']);
    expect([along, after].map(({ body }) => body)).toEqual([
      { data: { market: { name: expect.any(String) as string } } },
      { data: { market: { name: expect.any(String) as string } } },
    ]);
    expect(after.body).not.toEqual(along.body);
  });

  it('of another document is refused, and stands for nothing', async () => {
    const mine = `query Mine${way.length} { dealerCount }`;

    const poisoned = await send(hashed(hash(mine), { query: '{ secret }' }));
    const asked = await send(hashed(hash(mine)));

    expect([poisoned.status, codeOf(poisoned)]).toEqual([400, 'PERSISTED_QUERY_HASH_MISMATCH']);
    expect(codeOf(asked)).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it.each([
    ['upper case', hash('{ a }').toUpperCase()],
    ['too short', 'ab'],
    ['a number', 12],
    ['nothing', null],
    ['a prototype', { __proto__: 1 }],
  ])('that is %s is refused', async (_what, sha256Hash) => {
    const answer = await send(hashed(sha256Hash, { query: '{ dealerCount }' }));

    expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_REQUEST']);
  });

  it.each([
    ['is not GraphQL', 'query {'],
    ['does not fit the schema', `{ nothing${way.length} }`],
    [
      'is beyond the limits',
      `{ ${Array.from({ length: 400 }, (_, n) => `a${n}: dealerCount`).join(' ')} }`,
    ],
  ])('of what %s is not kept', async (_what, query) => {
    const along = await send(hashed(hash(query), { query }));
    const after = await send(hashed(hash(query)));

    expect(along.status).toBe(400);
    expect(codeOf(after)).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it('within a batch is found for its own operation', async () => {
    const query = `query Batch${way.length} { dealerCount }`;
    await send(hashed(hash(query), { query }));

    const answer = await send([hashed(hash(query)), { query: '{ dealerCount }' }]);

    expect(answer.body).toEqual([{ data: { dealerCount: 3 } }, { data: { dealerCount: 3 } }]);
  });

  it('goes through the guard each time that it is asked', async () => {
    const query = `query Secret${way.length} { secret }`;

    const along = await send(hashed(hash(query), { query }));
    const after = await send(hashed(hash(query)));

    expect([along, after].map(codeOf)).toEqual([
      'UNAUTHORIZED_FIELD_OR_TYPE',
      'UNAUTHORIZED_FIELD_OR_TYPE',
    ]);
  });

  it('is not supported where no document is kept', async () => {
    const answer = await closed.send(way, hashed(hash('{ dealerCount }')));

    expect(codeOf(answer)).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
  });
});

describe('a hash by GET', () => {
  const query = 'query ByGet($id: ID!) { market(id: $id) { name } }';
  const get = async (parameters: Record<string, string>, headers: Record<string, string> = {}) => {
    const { url } = gateway.graph;
    const response = await fetch(`${url}?${new URLSearchParams(parameters).toString()}`, {
      headers: { 'apollo-require-preflight': 'true', ...headers },
    });
    return { status: response.status, body: (await response.json()) as TestAnswer['body'] };
  };
  const extensions = JSON.stringify(hashed(hash(query)).extensions);
  const variables = JSON.stringify({ id: 'DE' });

  it('stands for the document that came along by either method', async () => {
    const before = await get({ extensions, variables });
    const along = await get({ extensions, variables, query });
    const after = await get({ extensions, variables });
    const posted = await gateway.send(
      'fast path',
      hashed(hash(query), { variables: { id: 'DE' } }),
    );

    expect(before.body.errors?.[0]?.extensions['code']).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect([after.body, posted.body]).toEqual([along.body, along.body]);
    expect(along.body.data).toBeDefined();
  });

  it('does not make a mutation one that may come by GET', async () => {
    const mutation = 'mutation ByGet { rename(id: "DE", name: "x") { id } }';
    await gateway.send('fast path', hashed(hash(mutation), { query: mutation }));

    const answer = await get({ extensions: JSON.stringify(hashed(hash(mutation)).extensions) });

    expect(answer.status).toBe(405);
  });
});

describe('what is kept', () => {
  it('is counted', async () => {
    const query = 'query Counted { dealerCount }';
    const found = 'marque_persisted_query_requests_total{outcome="found"}';
    await gateway.send('fast path', hashed(hash(query), { query }));
    const [before, kept, bytes] = [
      await readMetric(found),
      await readMetric('marque_persisted_queries'),
      await readMetric('marque_persisted_query_bytes'),
    ];

    await gateway.send('fast path', hashed(hash(query)));

    expect(await readMetric(found)).toBe(before + 1);
    expect(kept).toBeGreaterThan(0);
    expect(bytes).toBeGreaterThan(kept * query.length);
  });
});
