// Requests that are wrong or mean harm, by socket and by Lambda: a 4xx with a code, and the next one is served.
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { findFault } from './fuzz/find-fault.ts';
import {
  type HostileGateway,
  type HostileRequest,
  hostileWays,
  readRefusal,
  startHostileGateway,
  writeOperation,
} from './hostile-ways.ts';

let gateway: HostileGateway;
beforeAll(async () => {
  gateway = await startHostileGateway();
});
afterAll(() => gateway.stop());

const many = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index)).join(' ');
const nested = (depth: number): string => `${'{ a '.repeat(depth)}${'}'.repeat(depth)}`;
const json = { 'content-type': 'application/json' };
const sent = JSON.stringify({ query: '{ dealerCount }' });
const headed = (headers: Record<string, string>): HostileRequest => ({ headers, body: sent });
const typed = (type: string): HostileRequest => headed({ 'content-type': type });
const variable = (value: string): HostileRequest => ({
  body: `{"query":"query($v: Any) { echo(value: $v) }","variables":{"v":${value}}}`,
});
const get = (query: string, headers: Record<string, string> = {}): HostileRequest => ({
  method: 'GET',
  target: `/graphql?query=${encodeURIComponent(query)}`,
  headers,
});

const limit = /^MAX_/;
const invalid = /^GRAPHQL_VALIDATION_FAILED$/;
const bad = /^BAD_REQUEST$/;
const media = /^UNSUPPORTED_MEDIA_TYPE$/;

const documents: readonly (readonly [string, string, RegExp])[] = [
  [
    'fragments that double 40 times',
    `{ ...F0 } ${many(40, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)} fragment F40 on Query { dealerCount }`,
    limit,
  ],
  [
    'a chain of 5,000 fragments',
    `{ ...F0 } ${many(5_000, (n) => `fragment F${n} on Query { ...F${n + 1} }`)} fragment F5000 on Query { dealerCount }`,
    limit,
  ],
  [
    'a cycle of fragments',
    '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
    /^(MAX_|GRAPHQL_VALIDATION_FAILED)/,
  ],
  ['1,000 aliases', `{ ${many(1_000, (n) => `a${n}: dealerCount`)} }`, limit],
  [
    '1,000 aliases in fragments of introspective names',
    `query __schema { ${many(50, () => '...__type')} } fragment __type on Query { ${many(20, (n) => `a${n}: dealerCount`)} }`,
    limit,
  ],
  ['a depth of 500', nested(500), limit],
  ['a depth of 2,000', nested(2_000), limit],
  [
    'a depth of 60 behind the name __schema',
    `query __schema { ...__schema } fragment __schema on Query ${nested(60)}`,
    limit,
  ],
  [
    'a fragment that is deep enough only at its second place',
    `{ ...F a { a { a { a { ...F } } } } } fragment F on Query ${nested(23)}`,
    limit,
  ],
  ['20,000 directives', `{ dealerCount ${'@a '.repeat(20_000)} }`, limit],
  ['20,000 times one field', `{ ${'dealerCount '.repeat(20_000)} }`, limit],
  ['lists within lists', `{ echo(value: ${'['.repeat(4_000)}${']'.repeat(4_000)}) }`, limit],
  ['introspection where it is off', '{ __schema { types { name } } }', invalid],
  ['a type by its name where that is off', '{ __type(name: "Market") { name } }', invalid],
  ['_service', '{ _service { sdl } }', invalid],
  ['_entities', '{ _entities(representations: []) { __typename } }', invalid],
  ['a subscription without a root', 'subscription { a }', /^SUBSCRIPTIONS_NOT_SUPPORTED$/],
  ['two operations and no name', 'query A { dealerCount } query B { dealerCount }', /^OPERATION_/],
];

const requests: readonly (readonly [string, HostileRequest, number, RegExp])[] = [
  ...documents.map(([name, query, code]) => [name, writeOperation(query), 400, code] as const),
  [
    'the name of another operation',
    writeOperation('query A { dealerCount }', { operationName: 'B' }),
    400,
    /^OPERATION_RESOLUTION_FAILURE$/,
  ],
  ...[5, {}, [], true].map(
    (operationName) =>
      [
        `the operation name ${JSON.stringify(operationName)}`,
        writeOperation('{ dealerCount }', { operationName }),
        400,
        bad,
      ] as const,
  ),
  ...[5, {}, [], true, null, ''].map(
    (query) =>
      [
        `the document ${JSON.stringify(query)}`,
        { body: JSON.stringify({ query }) },
        400,
        bad,
      ] as const,
  ),
  ...['5', '[]', 'true', '"x"'].map(
    (variables) =>
      [
        `the variables ${variables}`,
        { body: `{"query":"{ dealerCount }","variables":${variables}}` },
        400,
        bad,
      ] as const,
  ),
  [
    'a variable nested 20,000 deep',
    variable(`${'['.repeat(20_000)}${']'.repeat(20_000)}`),
    400,
    /^(MAX_DEPTH_LIMIT|BAD_USER_INPUT)$/,
  ],
  ['a list of 200,000', variable(`[${'1,'.repeat(199_999)}1]`), 400, /^BAD_USER_INPUT$/],
  ['lists of lists', variable(`[${'[1,1,1],'.repeat(5_000)}[]]`), 400, /^BAD_USER_INPUT$/],
  ['bad JSON', { body: '{"query": ' }, 400, bad],
  ['no body', { body: '' }, 400, bad],
  ['a list of operations', { body: `[${sent},${sent}]` }, 400, bad],
  ['invalid UTF-8', { body: new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]) }, 400, bad],
  ['20 MB', { body: `"${'x'.repeat(20_000_000)}"` }, 413, /^PAYLOAD_TOO_LARGE$/],
  [
    'a gzip bomb',
    { headers: { ...json, 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(50_000_000)) },
    413,
    /^PAYLOAD_TOO_LARGE$/,
  ],
  ['gzip that is none', headed({ ...json, 'content-encoding': 'gzip' }), 400, bad],
  ...['br', 'deflate', 'gzip, gzip', 'x'].map(
    (encoding) =>
      [
        `the encoding ${encoding}`,
        headed({ ...json, 'content-encoding': encoding }),
        415,
        media,
      ] as const,
  ),
  ...['utf-16', 'utf-7', 'latin1', 'x', "'utf-8"].map(
    (charset) =>
      [
        `the charset ${charset}`,
        typed(`application/json; charset=${charset}`),
        415,
        media,
      ] as const,
  ),
  // What a page of another site can make a browser send without asking first.
  ...[
    'text/plain',
    'text/plain; application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'multipart/form-data; boundary=application/json',
  ].map((type) => [`a POST of ${type}`, typed(type), 415, media] as const),
  ['a GET without a preflight', get('{ dealerCount }'), 400, bad],
  ...['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'].map(
    (type) =>
      [`a GET of ${type}`, get('{ dealerCount }', { 'content-type': type }), 400, bad] as const,
  ),
  ...['image/png', 'application/jsonx', 'message/external-body; x=application/json'].map(
    (type) =>
      [`a GET of ${type}`, get('{ dealerCount }', { 'content-type': type }), 415, media] as const,
  ),
  ...[
    'application/json garbage',
    'application/json\ta',
    'application/json, text/plain',
    'json',
  ].map((type) => [`a POST of ${JSON.stringify(type)}`, typed(type), 415, media] as const),
  [
    'a mutation by GET',
    get('mutation { rename(id: "DE", name: "x") { id } }', { 'apollo-require-preflight': '1' }),
    405,
    /^METHOD_NOT_ALLOWED$/,
  ],
  ['PUT', { method: 'PUT', body: sent }, 405, /^METHOD_NOT_ALLOWED$/],
  [
    'an Accept of nothing we speak',
    headed({ ...json, accept: 'text/html' }),
    406,
    /^NOT_ACCEPTABLE$/,
  ],
];

describe.each(hostileWays)('by the way of %s', (way) => {
  it.each(requests)(
    '%s is refused, and the next is served',
    async (_name, request, status, code) => {
      const answer = await gateway.send(way, request);
      const next = await gateway.send(way, writeOperation('{ dealerCount }'));

      expect(readRefusal(answer)).toEqual({
        status,
        code: expect.stringMatching(code) as string,
        data: undefined,
        isJson: true,
      });
      expect(findFault(answer, '/graphql', secrets())).toBeUndefined();
      expect(readRefusal(next)).toMatchObject({ status: 200, data: { dealerCount: 3 } });
    },
  );

  it('a refused method is told which are allowed', async () => {
    const [put, write] = await Promise.all([
      gateway.send(way, { method: 'PUT', body: sent }),
      gateway.send(
        way,
        get('mutation { rename(id: "DE", name: "x") { id } }', { 'apollo-require-preflight': '1' }),
      ),
    ]);

    expect(put.headers).toContainEqual(['allow', 'GET, POST']);
    expect(write.headers).toContainEqual(['allow', 'POST']);
  });
});

function secrets(): readonly string[] {
  const { vehicle, pricing, maintenance } = gateway.graph;
  return [vehicle, pricing, maintenance].map(({ port }) => `:${port}`);
}
