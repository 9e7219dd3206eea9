// Lists of operations in one POST, at the running gateway by every way in.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startThreeWays, type ThreeWays, type Way, ways } from '../guard/three-ways.ts';
import { createRecordingLog } from '../recording-log.ts';
import type { TestAnswer } from '../test-graph.ts';
import { createTestTokens, type TestTokens } from '../test-tokens.ts';

const { log, events } = createRecordingLog();
let tokens: TestTokens;
let gateway: ThreeWays;
let closed: ThreeWays;
beforeAll(async () => {
  tokens = await createTestTokens();
  const env = { ...tokens.env, MARQUE_REST_BUDGET_MODE: 'enforce', MARQUE_COST_MODE: 'enforce' };
  gateway = await startThreeWays(
    { ...env, MARQUE_BATCH_LIMIT: '12', MARQUE_COST_LIMIT: '100', MARQUE_MAX_TOKENS: '500' },
    log,
  );
  closed = await startThreeWays(env);
});
afterAll(async () => {
  await gateway.stop();
  await closed.stop();
  await tokens.remove();
});

const count = { query: '{ dealerCount }' };
const secret = { query: '{ secret }' };
const aliases = (many: number) => ({
  query: `{ ${Array.from({ length: many }, (_, n) => `a${n}: dealerCount`).join(' ')} }`,
});
const send = async (way: Way, body: unknown, headers: Record<string, string> = {}) => {
  const answer = await gateway.send(way, body, headers);
  const parts = answer.body as unknown as readonly TestAnswer['body'][];
  return { ...answer, parts };
};
const codesOf = (parts: readonly TestAnswer['body'][]) =>
  parts.map(({ errors = [] }) => errors.map(({ extensions }) => extensions['code']).join());
const readMetric = async (name: string) => {
  const text = await (await fetch(`${gateway.graph.part.adminUrl}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith(name));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
};

describe.each(ways)('a batch by the way of %s', (way) => {
  it('is refused as ever where no limit is set', async () => {
    const { status, body } = await closed.send(way, [count]);

    expect({ status, code: body.errors?.[0]?.extensions['code'] }).toEqual({
      status: 400,
      code: 'BAD_REQUEST',
    });
  });

  it('is answered in the order in which it came', async () => {
    const slow = { query: '{ slow(ms: 40) }' };
    const named = {
      query: 'query A { dealerCount } query B($id: ID!) { market(id: $id) { name } }',
      operationName: 'B',
      variables: { id: 'FR' },
    };

    const { status, parts, headers } = await send(way, [slow, count, named]);

    expect({ status, parts }).toEqual({
      status: 200,
      parts: [
        { data: { slow: 'done' } },
        { data: { dealerCount: 3 } },
        { data: { market: { name: 'France' } } },
      ],
    });
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('takes a list of one for a list', async () => {
    expect((await send(way, [count])).text).toBe('[{"data":{"dealerCount":3}}]');
  });

  it('has an entry with errors for each part that is refused, and answers the others', async () => {
    const { status, parts } = await send(way, [
      { query: '{ nothing }' },
      count,
      { query: '{' },
      { query: '{ __schema { queryType { name } } }' },
      { query: 'subscription { a }' },
      null,
      [count],
      'x',
      {},
      { query: '{ secret }' },
    ]);

    expect(status).toBe(200);
    expect(codesOf(parts)).toEqual([
      'GRAPHQL_VALIDATION_FAILED',
      '',
      'GRAPHQL_PARSE_FAILED',
      'GRAPHQL_VALIDATION_FAILED',
      'SUBSCRIPTIONS_NOT_SUPPORTED',
      'BAD_REQUEST',
      'BAD_REQUEST',
      'BAD_REQUEST',
      'BAD_REQUEST',
      'UNAUTHORIZED_FIELD_OR_TYPE',
    ]);
  });

  it('is refused as a whole where it holds too many operations, or none', async () => {
    const tooMany = await gateway.send(
      way,
      Array.from({ length: 13 }, () => count),
    );
    const none = await gateway.send(way, []);

    expect([tooMany.status, none.status]).toEqual([400, 400]);
    expect(tooMany.body.errors?.[0]).toEqual({
      message: 'The batch holds 13 operations; at most 12 may come together.',
      extensions: { code: 'MAX_BATCH_LIMIT' },
    });
    expect(none.body.errors?.[0]?.extensions['code']).toBe('BAD_REQUEST');
  });

  it.each([
    ['aliases', aliases(60), 'MAX_ALIASES_LIMIT'],
    ['tokens', { query: `{ echo(value: [${'1 '.repeat(300)}]) }` }, 'MAX_TOKENS_LIMIT'],
    [
      'variables',
      { ...count, variables: { a: Array.from({ length: 900 }, () => Array(7).fill(1)) } },
      'BAD_USER_INPUT',
    ],
  ])('may not have together what one operation may not have: %s', async (_name, part, code) => {
    const { parts } = await send(way, [part, part, count]);

    expect(codesOf(parts)).toEqual(['', code, '']);
  });

  it('is held to the cost limit by each of its operations', async () => {
    const costly = {
      query: `{ ${Array.from({ length: 11 }, (_, n) => `m${n}: markets { id }`).join(' ')} }`,
    };
    const fair = { query: '{ markets { id } }' };

    const { parts } = await send(way, [fair, costly, ...Array.from({ length: 10 }, () => fair)]);

    expect(codesOf(parts)).toEqual(['', 'COST_ESTIMATED_TOO_EXPENSIVE', ...Array(10).fill('')]);
  });

  it('is 401 as a whole where the caller is not known', async () => {
    const { status, parts } = await send(way, [count, secret], {
      authorization: 'Bearer nonsense',
    });

    expect(status).toBe(401);
    expect(codesOf(parts)).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
  });

  it('is answered for the one caller who sent it', async () => {
    const { parts } = await send(way, [secret, count], await tokens.sign([]));

    expect(parts).toEqual([{ data: { secret: 'seen' } }, { data: { dealerCount: 3 } }]);
  });

  it('has a line in the log for each operation, all with one correlation id', async () => {
    const correlationId = `batch-${way.length}`;
    const before = events.length;

    await send(way, [count, { query: 'query Other { dealerCount }' }, { query: '{' }], {
      'x-correlation-id': correlationId,
    });

    const answered = events.slice(before).filter(({ event }) => event === 'operation.answered');
    expect(
      answered.map((line) => [line['correlationId'], line['operationName'], line['errorCodes']]),
    ).toEqual([
      [correlationId, undefined, ['GRAPHQL_PARSE_FAILED']],
      [correlationId, undefined, []],
      [correlationId, 'Other', []],
    ]);
  });

  it('gives each part the status and the media type that the client asks for', async () => {
    const accept = 'application/graphql-response+json';

    const { status, headers, parts } = await send(way, [count, { query: '{' }], { accept });

    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe(`${accept}; charset=utf-8`);
    expect(codesOf(parts)).toEqual(['', 'GRAPHQL_PARSE_FAILED']);
  });
});

describe('a batch', () => {
  it('is counted by its operations, and its caller is checked once', async () => {
    const headers = await tokens.sign(['a']);
    const operations = await readMetric('marque_operations_total');
    const checks = await readMetric('marque_identity_checks_total');

    await send('fast path', [count, count, count], headers);

    expect(await readMetric('marque_operations_total')).toBe(operations + 3);
    expect(await readMetric('marque_identity_checks_total')).toBe(checks + 1);
    expect(await readMetric('marque_batch_operations_sum')).toBeGreaterThanOrEqual(3);
  });

  it('does not come by GET', async () => {
    const url = `${gateway.graph.url}?query=${encodeURIComponent(JSON.stringify([count]))}`;

    const response = await fetch(url, { headers: { 'apollo-require-preflight': '1' } });

    expect(response.status).toBe(400);
  });

  it('larger than a body may be is 413, whatever it is split into', async () => {
    const padded = { ...count, extensions: { pad: 'x'.repeat(120_000) } };

    const { status } = await gateway.send(
      'fast path',
      Array.from({ length: 10 }, () => padded),
    );

    expect(status).toBe(413);
  });
});
