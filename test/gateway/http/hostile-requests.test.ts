// Broken and hostile requests over real HTTP: a 4xx with a code, as JSON, and the gateway lives on.
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ask, readAnswer, startTestGraph, type TestGraph } from '../test-graph.ts';

const json = { 'content-type': 'application/json' };
let graph: TestGraph;

beforeAll(async () => {
  graph = await startTestGraph({ env: { MARQUE_MAX_BODY: '256kb' } });
  await ask(graph.url, '{ markets { id } }');
});
afterAll(async () => {
  const after = await ask(graph.url, '{ markets { id } }');
  expect(after.status).toBe(200);
  await graph.stop();
});

async function send(init: RequestInit, search = '') {
  const { status, body, headers } = await readAnswer(await fetch(`${graph.url}${search}`, init));
  return { status, code: body.errors?.[0]?.extensions['code'], headers, body };
}

const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = json) =>
  send({ method: 'POST', headers, body });

describe('a request that is not one', () => {
  it.each([
    ['bad JSON', () => post('{"query": '), 400, 'BAD_REQUEST'],
    ['invalid UTF-8', () => post(new Uint8Array([0x22, 0xff, 0x22])), 400, 'BAD_REQUEST'],
    ['an empty body', () => post(''), 400, 'BAD_REQUEST'],
    ['a batch', () => post('[{"query":"{ dealerCount }"}]'), 400, 'BAD_REQUEST'],
    ['a body of 20 MB', () => post(`"${'x'.repeat(20_000_000)}"`), 413, 'PAYLOAD_TOO_LARGE'],
    [
      'a gzip bomb',
      () =>
        post(new Uint8Array(gzipSync(Buffer.alloc(50_000_000))), {
          ...json,
          'content-encoding': 'gzip',
        }),
      413,
      'PAYLOAD_TOO_LARGE',
    ],
    [
      'gzip that is none',
      () => post('{}', { ...json, 'content-encoding': 'gzip' }),
      400,
      'BAD_REQUEST',
    ],
    [
      'an unknown encoding',
      () => post('{}', { ...json, 'content-encoding': 'br' }),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'an unknown charset',
      () => post('{}', { 'content-type': 'application/json; charset=utf-16' }),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a form',
      () => post('query={dealerCount}', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'plain text, which needs no preflight',
      () => post('{"query":"{ dealerCount }"}', { 'content-type': 'text/plain' }),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['a GET without a preflight', () => send({}, '?query={dealerCount}'), 400, 'BAD_REQUEST'],
    [
      'a media type that nobody writes',
      () => post('{"query":"{ dealerCount }"}', { ...json, accept: 'text/html' }),
      406,
      'NOT_ACCEPTABLE',
    ],
    ['PUT', () => send({ method: 'PUT', body: 'x' }), 405, 'METHOD_NOT_ALLOWED'],
    ['DELETE', () => send({ method: 'DELETE' }), 405, 'METHOD_NOT_ALLOWED'],
  ])('answers %s with %s', async (_name, request, status, code) => {
    const answer = await request();

    expect(answer).toMatchObject({ status, code });
    expect(answer.headers.get('content-type')).toContain('json');
    expect(answer.headers.get('x-correlation-id')).toBeTruthy();
  });

  it('answers a GET query that had a preflight, a GET mutation never', async () => {
    const headers = { 'apollo-require-preflight': 'true' };

    const query = await send({ headers }, '?query={dealerCount}');
    const mutation = await send({ headers }, '?query=mutation{rename(id:"a",name:"b"){id}}');

    expect(query.body.data).toEqual({ dealerCount: 3 });
    expect(mutation.status).toBe(405);
    expect(mutation.headers.get('allow')).toBe('POST');
  });

  it('reads gzip', async () => {
    const body = new Uint8Array(gzipSync('{"query":"{ dealerCount }"}'));

    const answer = await post(body, { ...json, 'content-encoding': 'gzip' });

    expect(answer.body.data).toEqual({ dealerCount: 3 });
  });

  it.each([
    [
      'a header of 20 KB',
      `GET /health/live HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      '431',
    ],
    [
      'two lengths',
      'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
      '400',
    ],
    [
      'a length and chunks',
      'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      '400',
    ],
    ['a folded header', 'GET /health/live HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n', '400'],
    ['what is not HTTP', 'HELLO\r\n\r\n', '400'],
  ])('closes on %s, with a code', async (_name, bytes, status) => {
    const answer = await sendRaw(new URL(graph.url), bytes);

    expect(answer).toContain(`HTTP/1.1 ${status}`);
    const [, body = ''] = answer.split('\r\n\r\n');
    expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });

  it.each(['/%', '/%zz', '/graphql/%c0%af'])(
    'answers the path %s in its own shape',
    async (path) => {
      const answer = await sendRaw(
        new URL(graph.url),
        `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
      );

      expect(answer).toContain('HTTP/1.1 400');
      const [, body = ''] = answer.split('\r\n\r\n');
      expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    },
  );

  it.each(['TRACE', 'PROPFIND', 'MKCOL', 'LOCK'])(
    'refuses %s and says what it takes',
    async (method) => {
      const answer = await sendRaw(
        new URL(graph.url),
        `${method} /graphql?a=b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
      );

      expect(answer).toContain('HTTP/1.1 405');
      expect(answer).toMatch(/^allow: GET, POST\b/im);
      expect(answer).toContain('"METHOD_NOT_ALLOWED"');
    },
  );
});

describe('an operation that is not one', () => {
  it.each([
    ['subscription { a }', 'SUBSCRIPTIONS_NOT_SUPPORTED'],
    ['{ markets { id ... @defer { name } } }', 'DEFER_NOT_SUPPORTED'],
    ['{ markets @stream { id } }', 'DEFER_NOT_SUPPORTED'],
    ['{ markets { id }', 'GRAPHQL_PARSE_FAILED'],
    ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['query A { dealerCount } query B { dealerCount }', 'OPERATION_RESOLUTION_FAILURE'],
    ['fragment F on Query { dealerCount }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ _service { sdl } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ _entities(representations: []) { __typename } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['query($id: ID!) { market(id: $id) { id } }', 'BAD_USER_INPUT'],
  ])('answers %s with 400 %s', async (query, code) => {
    const answer = await ask(graph.url, query);

    expect(answer.status).toBe(400);
    expect(answer.body.errors?.[0]?.extensions['code']).toBe(code);
  });

  it('answers an operation name that the document does not have with 400', async () => {
    const answer = await ask(graph.url, 'query A { dealerCount }', { operationName: 'B' });

    expect(answer.status).toBe(400);
    expect(answer.body.errors?.[0]?.extensions['code']).toBe('OPERATION_RESOLUTION_FAILURE');
  });
});

describe('an operation that would cost too much', () => {
  const bomb = Array.from(
    { length: 30 },
    (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`,
  ).join(' ');
  it.each([
    [
      'fragments that expand exponentially',
      `{ ...F0 } ${bomb} fragment F30 on Query { dealerCount }`,
    ],
    [
      'a chain of 5,000 fragments',
      `{ ...F0 } ${Array.from({ length: 5_000 }, (_, n) => `fragment F${n} on Query { ...F${n + 1} }`).join(' ')} fragment F5000 on Query { dealerCount }`,
    ],
    [
      'a chain of 1,500 fragments',
      `{ ...F0 } ${Array.from({ length: 1_500 }, (_, n) => `fragment F${n} on Query{...F${n + 1}}`).join(' ')} fragment F1500 on Query { dealerCount }`,
    ],
    ['a cycle of fragments', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'],
    [
      'all fragments in each other',
      `{ ...F0 } ${Array.from({ length: 14 }, (_, n) => `fragment F${n} on Query { ${Array.from({ length: 14 }, (__, m) => `...F${m}`).join(' ')} }`).join(' ')}`,
    ],
    [
      '1,000 aliases',
      `{ ${Array.from({ length: 1_000 }, (_, n) => `a${n}: dealerCount`).join(' ')} }`,
    ],
    ['a depth of 500', `${'{ a '.repeat(500)}${'}'.repeat(500)}`],
    ['a depth of 2,000', `${'{ a '.repeat(2_000)}${'}'.repeat(2_000)}`],
    [
      'a depth of 50 in an operation named __schema',
      `query __schema ${'{ __schema '.repeat(50)}${'}'.repeat(50)}`,
    ],
    ['lists within lists', `{ echo(value: ${'['.repeat(4_000)}1${']'.repeat(4_000)}) }`],
    ['20,000 directives', `{ dealerCount ${'@a '.repeat(20_000)} }`],
    ['20,000 fields of one name', `{ ${'dealerCount '.repeat(20_000)} }`],
    ['3,000 fields of one name', `{ ${'dealerCount '.repeat(3_000)} }`],
  ])('refuses %s with 400 within 50 ms', async (_name, query) => {
    const before = process.cpuUsage();

    const answer = await ask(graph.url, query);

    // Time on the processor, of client and gateway together: other tests run at the same time.
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(100);
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.[0]?.extensions['code']).toMatch(/^(MAX_|GRAPHQL_VALIDATION)/);
  });

  it.each([
    ['a variable nested 20,000 deep', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['a list of 200,000', `[${'1,'.repeat(100_000)}1]`],
    ['lists of lists', `[${'[1,1,1,1],'.repeat(5_000)}[]]`],
  ])('refuses %s', async (_name, value) => {
    const body = `{"query":"query($v: Any) { echo(value: $v) }","variables":{"v":${value}}}`;

    const answer = await post(body);

    expect(answer.status).toBe(400);
    expect(answer.code).toMatch(/^(MAX_DEPTH_LIMIT|BAD_USER_INPUT)$/);
  });
});

describe('names that JavaScript treats as special', () => {
  it('are data only', async () => {
    const aliases = await ask(
      graph.url,
      '{ __proto__: dealerCount constructor: dealerCount prototype: dealerCount }',
    );
    const variables = await post(
      '{"query":"query($v: Any) { echo(value: $v) }","variables":{"v":{"__proto__":{"p":1}},"__proto__":{"p":1}}}',
    );

    expect(aliases.status).toBe(200);
    expect(aliases.text).toContain('"constructor":3');
    expect(variables.status).toBe(200);
    expect((Object.prototype as { p?: number }).p).toBeUndefined();
  });
});

describe('a dimension that does not fit', () => {
  it.each([
    ['x-marque-market', 'de', 'upper case'],
    ['x-marque-language', 'de-DE', 'ISO 639-1'],
    ['x-marque-price-date', '2026-02-30', 'calendar day'],
    ['x-marque-brand', 'audi', 'rolls-royce'],
  ])('is refused: %s: %s', async (header, value, expected) => {
    const { status, body } = await ask(graph.url, '{ dealerCount }', {
      headers: { [header]: value },
    });

    expect(status).toBe(400);
    expect(body.errors?.[0]).toMatchObject({
      message: expect.stringContaining(expected) as string,
      extensions: { code: 'BAD_USER_INPUT', header },
    });
  });
});

describe('the rest of HTTP', () => {
  it('answers unknown paths with 404 as JSON, and the root with where GraphQL is', async () => {
    const root = new URL('/', graph.url);

    const unknown = await readAnswer(await fetch(new URL('/nothing', root)));
    const known = await fetch(root);

    expect(unknown).toMatchObject({ status: 404 });
    expect(await known.json()).toMatchObject({ graphql: '/graphql' });
    expect(known.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('lets no foreign page read, as long as its origin is not configured', async () => {
    const answer = await fetch(graph.url, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });

    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});

function sendRaw({ hostname, port }: URL, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let received = '';
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString();
      socket.end();
    });
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
  });
}
