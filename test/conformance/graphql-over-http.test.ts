// What GraphQL over HTTP asks of a server, by the audits of graphql-http, and what they leave out.
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ask, startTestGraph, type TestGraph } from '../gateway/test-graph.ts';

const auditCount = 61;
// Each sends a GET as any page could make a browser send it.
const withoutPreflight = new Set(['5A70', 'D6D5', '6A70']);

describe.each([
  { name: 'as it comes', env: {}, refused: withoutPreflight },
  {
    name: 'with GET without a preflight',
    env: { MARQUE_GET_WITHOUT_PREFLIGHT: 'true' },
    refused: new Set<string>(),
  },
])('the gateway, $name', ({ env, refused }) => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph({ env: { MARQUE_INTROSPECTION: 'true', ...env } });
  });
  afterAll(() => graph.stop());

  const audits = serverAudits({ url: () => graph.url });

  it('faces all audits', () => {
    expect(audits).toHaveLength(auditCount);
  });

  it.each(audits.filter(({ id }) => !refused.has(id)))('$id $name', async ({ fn }) => {
    const result = await fn();

    expect(result).toMatchObject({ status: 'ok' });
  });

  it.each(audits.filter(({ id }) => refused.has(id)))('$id is refused: $name', async ({ fn }) => {
    const result = await fn();

    expect(result).toMatchObject({ status: 'notice', response: { status: 400 } });
  });
});

const json = 'application/json';
const graphQLResponse = 'application/graphql-response+json';

describe('the status of an answer', () => {
  let graph: TestGraph;
  let strict: TestGraph;
  beforeAll(async () => {
    [graph, strict] = await Promise.all([
      startTestGraph(),
      startTestGraph({ env: { MARQUE_PARTIAL_SUCCESS_STATUS: '294' } }),
    ]);
  });
  afterAll(() => Promise.all([graph.stop(), strict.stop()]));

  it.each([
    ['a document that is none', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'an unknown operation name',
      { query: 'query A { dealerCount }', operationName: 'B' },
      'OPERATION_RESOLUTION_FAILURE',
    ],
    [
      'a variable that is missing',
      { query: 'query($id: ID!) { market(id: $id) { id } }' },
      'BAD_USER_INPUT',
    ],
  ])(
    'says 200 of %s only to who asks for JSON by name',
    async (_name, { query, ...rest }, code) => {
      const accepts = [json, undefined, '*/*', 'application/*', graphQLResponse];

      const answers = await Promise.all(
        accepts.map((accept) => ask(graph.url, query, { ...rest, ...acceptHeader(accept) })),
      );

      expect(answers.map(({ status }) => status)).toEqual([200, 400, 400, 400, 400]);
      expect(answers.map(({ body }) => body.errors?.[0]?.extensions['code'])).toEqual(
        accepts.map(() => code),
      );
      expect(answers.map(({ body }) => 'data' in body)).toEqual(accepts.map(() => false));
    },
  );

  it.each([
    ['a limit', `${'{ a '.repeat(100)}${'}'.repeat(100)}`, {}, 400],
    ['a token', '{ dealerCount }', { authorization: 'Bearer none' }, 401],
    ['a dimension', '{ dealerCount }', { 'x-marque-market': 'x' }, 400],
  ])('stays what it is where %s refuses, in the media type asked for', async (...row) => {
    const [, query, headers, status] = row;

    const answers = await Promise.all(
      [json, graphQLResponse].map((accept) =>
        ask(graph.url, query, { headers: { accept, ...headers } }),
      ),
    );

    expect(answers.map((answer) => answer.status)).toEqual([status, status]);
    expect(answers.map((answer) => answer.headers.get('content-type'))).toEqual([
      `${json}; charset=utf-8`,
      `${graphQLResponse}; charset=utf-8`,
    ]);
  });

  it('is 200 for data with errors, and 294 where that is set and the media type tells', async () => {
    const query = '{ dealerCount broken(kind: "known") }';

    const answers = await Promise.all([
      ask(graph.url, query, acceptHeader(graphQLResponse)),
      ask(strict.url, query, acceptHeader(json)),
      ask(strict.url, query),
      ask(strict.url, query, acceptHeader(graphQLResponse)),
      ask(strict.url, '{ dealerCount }', acceptHeader(graphQLResponse)),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 294, 200]);
    expect(answers[3]?.body).toMatchObject({
      data: { dealerCount: 3, broken: null },
      errors: [{ path: ['broken'] }],
    });
  });

  it('is no 2xx without data in the media type of GraphQL, where Apollo Server has 200', async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } };
    const send = async (accept: string) => {
      const response = await fetch(graph.url, {
        method: 'POST',
        headers: { 'content-type': json, accept },
        body: JSON.stringify({ extensions }),
      });
      return { status: response.status, text: await response.text() };
    };

    const answers = await Promise.all([send(json), send(graphQLResponse)]);

    expect(answers.map(({ status }) => status)).toEqual([200, 400]);
    expect(answers[0]?.text).toContain('PERSISTED_QUERY_NOT_FOUND');
  });
});

function acceptHeader(accept: string | undefined) {
  return accept === undefined ? {} : { headers: { accept } };
}
