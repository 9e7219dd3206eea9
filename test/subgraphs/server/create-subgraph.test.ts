// A subgraph over HTTP: headers in, allowed errors and costs out.
import { randomBytes } from 'node:crypto';

import type { FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { systemClock } from '../../../runtime/clock.ts';
import { createSubgraph } from '../../../subgraphs/server/create-subgraph.ts';
import { createFieldError } from '../../../subgraphs/server/field-error.ts';
import type { SubgraphRequest } from '../../../subgraphs/server/request-context.ts';
import { createRecordingLog } from '../../gateway/recording-log.ts';

const typeDefs = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  scalar Date
  type Query {
    seen: String
    day(day: Date!): String
    allowed: String
    leaking: String
    crash: String
    cached: String
  }
  type Thing @key(fields: "id") { id: ID! name: String }
`;
const resolvers = {
  Query: {
    seen: (_query: unknown, _args: unknown, { dimensions, scopes, identity }: SubgraphRequest) =>
      JSON.stringify({ dimensions, scopes: [...scopes], identity }),
    day: (_query: unknown, { day }: { day: string }) => day,
    allowed: () => {
      throw createFieldError('NO_PRICE_LIST', { service: 'pricing' });
    },
    leaking: () => {
      throw new GraphQLError('http://10.0.0.1', { extensions: { code: 'SECRET', body: 'x' } });
    },
    cached: (_query: unknown, _args: unknown, { rest }: SubgraphRequest) => {
      rest.recordCacheReads(1, 0);
      rest.recordCacheReads(2, 1);
    },
    crash: () => {
      throw new TypeError('secret');
    },
  },
  Thing: {
    __resolveReference: async ({ id }: { id: string }) => {
      if (id === 'bad') throw createFieldError('BAD_USER_INPUT');
      return await Promise.resolve(id === 'none' ? null : { id, name: `Thing ${id}` });
    },
  },
};

let app: FastifyInstance;
let kept: ReturnType<typeof createRecordingLog>;
beforeEach(async () => {
  kept = createRecordingLog();
  app = await createSubgraph(
    {
      name: 'things',
      typeDefs,
      resolvers,
      createLoaders: ({ rest, dimensions }) => {
        rest.recordCall({
          service: 'things',
          resource: 'all',
          retries: 0,
          durationMs: 2,
          ids: ['a'],
          outcome: '200',
        });
        if (dimensions.brand === 'broken') throw new Error('No loaders.');
        return {};
      },
    },
    {
      log: kept.log,
      clock: { ...systemClock, nowMs: () => Date.parse('2026-11-21T23:30:00Z') },
      randomBytes,
      newCorrelationId: () => 'made-here',
      timeoutMs: 1_000,
      bodyLimitBytes: 2_000,
    },
  );
});
afterEach(() => app.close());

async function post(body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const reply = await app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': 'application/json', ...headers },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: reply.statusCode, headers: reply.headers, body: reply.json<never>() };
}

describe('a subgraph', () => {
  it('reads the dimensions, the caller and the scopes from headers', async () => {
    const { body } = await post(
      { query: '{ seen }' },
      {
        'x-marque-market': 'DE',
        'x-marque-language': 'de',
        'x-marque-price-date': '2026-01-31',
        'x-marque-brand': 'bmw',
        'x-marque-subject': 'C-0001',
        'x-marque-scopes': 'vehicle:read service:write',
      },
    );

    expect(JSON.parse(body['data']['seen'])).toEqual({
      dimensions: { market: 'DE', language: 'de', priceDate: '2026-01-31', brand: 'bmw' },
      scopes: ['vehicle:read', 'service:write'],
      identity: { subject: 'C-0001' },
    });
  });

  it('takes today for the price date and knows nobody without headers', async () => {
    const { body } = await post({ query: '{ seen }' });

    expect(JSON.parse(body['data']['seen'])).toEqual({
      dimensions: { priceDate: '2026-11-21' },
      scopes: [],
      identity: null,
    });
  });

  it.each([
    ['x-marque-market', 'Germany'],
    ['x-marque-language', 'DE'],
    ['x-marque-price-date', '2026-02-30'],
    ['x-marque-price-date', 'today'],
    ['x-marque-brand', '../x'],
    ['x-marque-subject', 'a b'],
    ['x-marque-deadline-ms', '-1'],
    ['x-marque-cost', 'all'],
  ])('refuses the header %s: %s as bad input', async (name, value) => {
    const { status, body } = await post({ query: '{ seen }' }, { [name]: value });

    expect(status).toBe(400);
    expect(body['errors']).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('counts REST calls in every reply, and says more when asked', async () => {
    const plain = await post({ query: '{ crash }' });
    const detailed = await post({ query: '{ seen }' }, { 'x-marque-cost': 'detail' });

    expect(plain.body['extensions']).toEqual({
      rest: { calls: [{ service: 'things', resource: 'all', count: 1 }] },
    });
    expect(detailed.body['extensions']['rest']).toEqual({
      calls: [{ service: 'things', resource: 'all', count: 1, retries: 0, ms: [2], ids: ['a'] }],
    });
  });

  it('lets allowed codes out with the service, and nothing of any other error', async () => {
    const { status, body } = await post({ query: '{ seen allowed leaking crash }' });

    expect(status).toBe(200);
    expect(body['data']).toMatchObject({ allowed: null, leaking: null, crash: null });
    expect(
      (body['errors'] as GraphQLError[]).map(({ path, message, extensions }) => [
        path,
        message,
        extensions,
      ]),
    ).toEqual([
      [
        ['allowed'],
        'No price list is valid on the price date.',
        { code: 'NO_PRICE_LIST', service: 'pricing' },
      ],
      [['leaking'], 'Internal server error', { code: 'INTERNAL_SERVER_ERROR' }],
      [['crash'], 'Internal server error', { code: 'INTERNAL_SERVER_ERROR' }],
    ]);
  });

  it('logs what no client is told of, once, with the ids of its request', async () => {
    const ids = { correlationId: 'c-9', traceId: '4bf92f3577b34da6a3ce929d0e0e4736' };
    const headers = {
      'x-correlation-id': ids.correlationId,
      traceparent: `00-${ids.traceId}-00f067aa0ba902b7-01`,
    };

    await post({ query: '{ seen allowed leaking crash }' }, headers);
    await post({ query: '{ seen }' }, { ...headers, 'x-marque-brand': 'broken' });

    const errors = kept.events.filter(({ level }) => level === 'error');
    expect(errors).toMatchObject([
      { event: 'subgraph.unexpected_error', path: 'leaking', ...ids },
      { event: 'subgraph.unexpected_error', path: 'crash', ...ids },
      { event: 'subgraph.request_failed', ...ids },
    ]);
  });

  it('says how often the cache had what was looked for, where that was asked at all', async () => {
    const { body } = await post({ query: '{ cached }' });

    expect(body['extensions']).toMatchObject({ rest: { cache: { hits: 3, misses: 1 } } });
    expect(kept.events.at(-1)).toMatchObject({ cacheHits: 3, cacheMisses: 1 });
  });

  it('fails one entity without the others', async () => {
    const { body } = await post({
      query:
        '{ _entities(representations: [{ __typename: "Thing", id: "a" }, { __typename: "Thing", id: "bad" }, { __typename: "Thing", id: "none" }]) { ... on Thing { name } } }',
    });

    expect(body['data']).toEqual({ _entities: [{ name: 'Thing a' }, null, null] });
    expect(body['errors']).toMatchObject([
      { path: ['_entities', 1], extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });

  it('refuses a scalar that is no day', async () => {
    const { status, body } = await post({ query: '{ day(day: "2026-02-30") }' });

    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain('Date must be a day');
  });

  it('gives its schema to the registry and hides it from everybody else', async () => {
    const sdl = await post({ query: '{ _service { sdl } }' });
    const introspection = await post({ query: '{ __schema { types { name } } }' });

    expect(sdl.body['data']['_service']['sdl']).toContain('type Thing');
    expect(introspection.status).toBe(400);
  });

  it.each([
    ['broken JSON', '{"query":', 400],
    ['a body above the limit', JSON.stringify({ query: 'x'.repeat(3_000) }), 413],
    ['an array', '[]', 400],
    ['no query', '{}', 400],
  ])('answers %s with JSON and %#', async (_name, payload, status) => {
    const reply = await post(payload);

    expect(reply.status).toBe(status);
    expect(reply.body['errors']).toHaveLength(1);
  });

  it('takes JSON bodies by POST alone', async () => {
    const text = await post('{ seen }', { 'content-type': 'text/plain' });
    const get = await app.inject({ method: 'GET', url: '/graphql?query={seen}' });

    expect(text.status).toBe(415);
    expect(get.statusCode).toBe(405);
    expect(get.headers['allow']).toBe('POST');
  });

  it('echoes a harmless correlation id and makes one otherwise', async () => {
    const taken = await post({ query: '{ seen }' }, { 'x-correlation-id': 'c-7' });
    const made = await post({ query: '{ seen }' }, { 'x-correlation-id': 'a b' });

    expect(taken.headers['x-correlation-id']).toBe('c-7');
    expect(made.headers['x-correlation-id']).toBe('made-here');
  });

  it('takes __proto__ in variables for data', async () => {
    const { status } = await post(
      '{"query":"query ($day: Date!) { day(day: $day) }","variables":{"day":"2026-01-01","__proto__":{"p":1}}}',
    );

    expect(status).toBe(200);
    expect(({} as { p?: unknown }).p).toBeUndefined();
  });

  it('says that it is healthy', async () => {
    const reply = await app.inject('/health');

    expect(reply.json()).toEqual({ status: 'ok', subgraph: 'things' });
  });
});
