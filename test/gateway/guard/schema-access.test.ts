// Who may query the schema, and who is told names of it by suggestions, at the running gateway.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ask, startTestGraph, type TestGraph } from '../test-graph.ts';
import { createTestTokens, type TestTokens } from '../test-tokens.ts';

const introspection = '{ __schema { queryType { name } } }';
const suggesting: readonly (readonly [name: string, query: string, variables: object])[] = [
  ['a field', '{ marketz { id } }', {}],
  ['an argument', '{ market(idd: "DE") { id } }', {}],
  ['a type', '{ things { ... on Markett { id } } }', {}],
  ['a value', '{ slow(ms: 1, unit: MILLISECONDS) }', {}],
  ['a variable', 'query($unit: Unit) { slow(ms: 1, unit: $unit) }', { unit: 'MILLISECONDS' }],
  ['a selection that lacks', '{ markets }', {}],
  [
    'an argument of the schema itself',
    '{ __type(name: "Market") { fields(includeDeprecate: true) { name } } }',
    {},
  ],
];
const operationOf = (query: string) => (query.includes('query B') ? { operationName: 'A' } : {});
const strangers = ['nobody', 'scope'] as const;

describe.each(['compiled', 'reference'])('the schema behind the engine %s', (engine) => {
  let tokens: TestTokens;
  let graphs: Record<'everyone' | (typeof strangers)[number], TestGraph>;
  let reader: { authorization: string };
  let other: { authorization: string };
  beforeAll(async () => {
    tokens = await createTestTokens();
    reader = await tokens.sign(['schema:read']);
    other = await tokens.sign(['schema:write', 'schema']);
    const start = (env: Record<string, string>) =>
      startTestGraph({ env: { ...tokens.env, MARQUE_ENGINE: engine, ...env } });
    graphs = {
      everyone: await start({ MARQUE_INTROSPECTION: 'true' }),
      nobody: await start({}),
      scope: await start({ MARQUE_INTROSPECTION_SCOPE: 'schema:read' }),
    };
  });
  afterAll(async () => {
    await Promise.all(Object.values(graphs).map((graph) => graph.stop()));
    await tokens.remove();
  });

  it('is open to everyone, to nobody, or to callers with the scope, as it is set', async () => {
    const statuses = async (graph: TestGraph) =>
      await Promise.all(
        [{}, other, reader].map(
          async (headers) => (await ask(graph.url, introspection, { headers })).status,
        ),
      );

    expect(await statuses(graphs.everyone)).toEqual([200, 200, 200]);
    expect(await statuses(graphs.nobody)).toEqual([400, 400, 400]);
    expect(await statuses(graphs.scope)).toEqual([400, 400, 200]);
  });

  it('is not open by what was remembered of a caller who may see it', async () => {
    const query = 'query Remembered { __schema { types { name } } }';
    const asReader = () => ask(graphs.scope.url, query, { headers: reader });

    const outcomes = [];
    for (let round = 0; round < 3; round += 1) {
      outcomes.push([(await asReader()).status, (await ask(graphs.scope.url, query)).status]);
    }

    expect(outcomes).toEqual([
      [200, 400],
      [200, 400],
      [200, 400],
    ]);
  });

  it.each([
    ['by an alias', '{ a: __schema { queryType { name } } }'],
    ['by __type', '{ __type(name: "Market") { name } }'],
    ['by a fragment', '{ ...F } fragment F on Query { __schema { queryType { name } } }'],
    ['by an inline fragment', '{ ... on Query { ... { __type(name: "Market") { name } } } }'],
    [
      'in an operation beside',
      'query A { dealerCount } query B { __schema { queryType { name } } }',
    ],
    ['beside other fields', '{ dealerCount __type(name: "Query") { name } }'],
    ['under a condition', '{ dealerCount __schema @include(if: false) { queryType { name } } }'],
  ])('is closed to strangers %s', async (_name, query) => {
    const { status, body, text } = await ask(graphs.scope.url, query, operationOf(query));

    expect({ status, data: body.data }).toEqual({ status: 400 });
    expect(body.errors?.map(({ extensions }) => extensions['code'])).toEqual([
      'GRAPHQL_VALIDATION_FAILED',
    ]);
    expect(text).not.toContain('queryType');
  });

  it('lets everyone ask for __typename', async () => {
    const { body } = await ask(graphs.scope.url, '{ __typename markets { __typename } }');

    expect(body.errors).toBeUndefined();
  });

  it.each(suggesting)(
    'is suggested to those who may see it only: %s',
    async (_name, query, variables) => {
      const textOf = async (graph: TestGraph, headers = {}) =>
        (await ask(graph.url, query, { headers, variables })).body.errors?.[0]?.message;

      // Twice, so that what is remembered of one caller would reach the other.
      for (let round = 0; round < 2; round += 1) {
        expect(await textOf(graphs.everyone)).toMatch(/ Did you mean .+\?$/);
        expect(await textOf(graphs.scope, reader)).toMatch(/ Did you mean .+\?$/);
        expect(await textOf(graphs.scope)).not.toContain('Did you mean');
        expect(await textOf(graphs.scope, other)).not.toContain('Did you mean');
        expect(await textOf(graphs.nobody, reader)).not.toContain('Did you mean');
      }
    },
  );

  it.each(strangers)(
    'hides suggestions in time that a long message does not square: %s',
    async (who) => {
      const query = `{ slow(ms: "${'Did you mean '.repeat(70_000)}") }`;
      const begin = performance.now();

      const { status } = await ask(graphs[who].url, query);

      expect(status).toBe(400);
      expect(performance.now() - begin).toBeLessThan(3_000);
    },
  );

  it.each(['_service { sdl }', '_entities(representations: []) { __typename }'])(
    'has no %s for anyone',
    async (selection) => {
      for (const graph of Object.values(graphs)) {
        const { status, body } = await ask(graph.url, `{ ${selection} }`, { headers: reader });

        expect({ status, code: body.errors?.[0]?.extensions['code'] }).toEqual({
          status: 400,
          code: 'GRAPHQL_VALIDATION_FAILED',
        });
      }
    },
  );
});
