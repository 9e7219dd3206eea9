// One request of the fuzz run as bytes: an example operation, changed at random in one or several places.
import { gzipSync } from 'node:zlib';

import { mutateDocument } from './mutate-document.ts';
import { mutateValue, oddValue } from './mutate-value.ts';
import { createRandomSource, type RandomSource } from './random-source.ts';

/** What requests are made from. */
export interface FuzzMaterial {
  /** Those with small answers first: they are taken more often. */
  readonly operations: readonly FuzzOperation[];
  /** That may stand in the place of others in a document. */
  readonly names: readonly string[];
  /** Of a caller who may see and do all that the operations need. */
  readonly authorization: string;
}

/** A document and variables that it is answered with. */
export interface FuzzOperation {
  readonly query: string;
  readonly variables: unknown;
}

/** A request on its way. */
export interface FuzzRequest {
  readonly bytes: Buffer;
  readonly path: string;
  /** False where the bytes may be less or more than one request, so that no other may follow. */
  readonly isFramed: boolean;
}

interface Draft {
  method: string;
  path: string;
  headers: [name: string, value: string][];
  body: Buffer;
  isFramed: boolean;
}

type Mutation = (draft: Draft, random: RandomSource) => void;

const oddHeaders: readonly (readonly [name: string, values: readonly string[]])[] = [
  [
    'content-type',
    ['text/plain', 'application/json; charset=utf-16', 'application/json;', '', '/'],
  ],
  [
    'content-type',
    ['multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', 'a/b;c'],
  ],
  ['content-type', ['application/graphql', 'APPLICATION/JSON', 'application/json;charset="utf-8"']],
  ['accept', ['text/html', '', '*/*', 'application/graphql-response+json', 'a/b;q=2', ';;,,', '*']],
  ['accept', ['multipart/mixed', 'application/json;q=0', `${'a/b,'.repeat(900)}*/*`]],
  ['accept-encoding', ['gzip', 'br', 'gzip;q=0', '*;q=0.001', 'identity;q=0', ',,;', 'x-gzip']],
  ['content-encoding', ['gzip', 'br', 'deflate', 'identity', 'gzip, gzip', '']],
  ['origin', ['null', 'https://evil.example', '']],
  ['authorization', ['', 'Bearer', 'Bearer a.b.c', 'Basic YTpi', `Bearer ${'x'.repeat(5_000)}`]],
  ['x-api-key', ['', 'mqk_a', 'x'.repeat(4_000)]],
  ['traceparent', ['', '00-0-0-0', `00-${'f'.repeat(32)}-${'f'.repeat(16)}-zz`, 'x'.repeat(600)]],
  ['x-amzn-trace-id', ['Root=1', 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=?', ';;;']],
  ['x-correlation-id', ['', 'a b', 'x'.repeat(300), '../../x', 'é']],
  ['x-marque-market', ['DE', 'de', '', 'DE, FR', '*', 'x'.repeat(900)]],
  ['x-marque-language', ['de', 'xx', 'de-DE', '']],
  ['x-marque-price-date', ['2026-02-30', '1999-01-01', '0000-00-00', 'now']],
  ['x-marque-brand', ['bmw', 'audi', '__proto__']],
  ['x-marque-cost', ['detail', 'x']],
  ['x-marque-subject', ['C-0001', 'root']],
  ['x-marque-scopes', ['vehicle:read service:write']],
  ['x-marque-deadline-ms', ['-1', '1e3', 'soon', '', '99999999999999']],
  ['apollographql-client-name', ['', 'a"b', 'x'.repeat(2_000), 'é\t']],
  ['apollo-require-preflight', ['true']],
  ['expect', ['100-continue', 'x', '']],
  ['x-forwarded-for', ['127.0.0.1', '::1, 10.0.0.1', 'x']],
  ['cookie', ['a=b; __proto__=c', 'x'.repeat(3_000)]],
  ['host', ['', 'evil.example', '[::1', 'a b']],
  ['content-length', ['0', '1', '5', '-1', '1e3', '0x10', '99999999', '']],
  ['transfer-encoding', ['chunked', 'gzip', 'chunked, chunked', 'identity']],
  ['connection', ['close', 'keep-alive', 'upgrade', 'content-type']],
  ['upgrade', ['websocket', 'h2c']],
];
const gzipBomb = gzipSync(Buffer.alloc(30_000_000));
/** Those that change where a request ends. */
const framingHeaders = new Set([
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'host',
  'expect',
]);

const paths = [
  '/',
  '/graphql/',
  '//graphql',
  '/graphql?',
  '/graphql?query={__typename}',
  '/GRAPHQL',
];
const oddPaths = [
  '/health/ready',
  '/%',
  '/graphql%00',
  '/../graphql',
  '/graphql/..%2f',
  '/__proto__',
];
const methods = ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'post', 'X'];
const wholeBodies = [
  '',
  'null',
  '[]',
  '{}',
  '"',
  '1',
  '[{"query":"{__typename}"}]',
  '\uFEFF{}',
  '{"a":',
];

const httpMutations: readonly Mutation[] = [
  setOddHeader,
  setOddHeader,
  setOddHeader,
  setOddHeader,
  (draft, random) =>
    void (draft.body = draft.body.subarray(0, random.below(draft.body.length + 1))),
  (draft, random) => void (draft.body = flipBytes(draft.body, random)),
  (draft, random) => void (draft.body = flipBytes(draft.body, random)),
  (draft, random) => void (draft.body = Buffer.from(random.pick(wholeBodies))),
  (draft, random) =>
    void (draft.body = Buffer.concat([draft.body, draft.body.subarray(random.below(9))])),
  (draft) => void (draft.body = Buffer.from(draft.body.toString(), 'utf16le')),
  (draft, random) => void (draft.path = random.pick([...paths, ...oddPaths])),
  (draft, random) => {
    draft.method = random.pick(methods);
    if (random.chance(50)) draft.body = Buffer.alloc(0);
  },
  (draft, random) => {
    draft.headers.push(['content-encoding', 'gzip']);
    draft.body = random.chance(5) ? gzipBomb : gzipSync(draft.body);
    if (random.chance(40)) draft.body = flipBytes(draft.body, random);
  },
  (draft, random) => {
    const { query } = JSON.parse(draft.body.toString()) as { query?: unknown };
    draft.method = 'GET';
    draft.body = Buffer.alloc(0);
    draft.headers = [['apollo-require-preflight', '1']];
    const written = typeof query === 'string' ? query : JSON.stringify(query ?? null);
    const text = escape(written.slice(0, 5_000).replace(/\s+/g, ' '));
    draft.path = `/graphql?query=${text}&variables=${random.pick(['', '{}', '[', '%', 'null', '%00'])}`;
  },
];

/** Makes the request of this number; the same for the same seed and material. */
export function createFuzzRequest(
  seed: number,
  serial: number,
  material: FuzzMaterial,
): FuzzRequest {
  const random = createRandomSource(seed, serial);
  const { query, variables } = pickOperation(material.operations, random);
  const payload: Record<string, unknown> = { query, variables };
  if (random.chance(50)) payload['query'] = mutateDocument(query, random, material.names);
  if (random.chance(35)) payload['variables'] = mutateValue(variables, random);
  if (random.chance(8)) {
    const member = random.pick(['query', 'operationName', 'variables', 'extensions', 'id', 'a']);
    payload[member] = oddValue(random);
  }
  if (random.chance(3)) payload['extensions'] = persistedQuery(random);

  const draft: Draft = {
    method: 'POST',
    path: '/graphql',
    headers: [['content-type', 'application/json']],
    body: Buffer.from(JSON.stringify(payload)),
    isFramed: true,
  };
  if (random.chance(60)) draft.headers.push(['authorization', material.authorization]);
  if (random.chance(35)) random.pick(httpMutations)(draft, random);
  if (random.chance(10)) setOddHeader(draft, random);
  const bytes = writeBytes(draft);
  const { path, isFramed } = draft;
  if (!random.chance(3)) return { bytes, path, isFramed };
  return { bytes: damage(bytes, random), path: '?', isFramed: false };
}

function pickOperation(operations: readonly FuzzOperation[], random: RandomSource): FuzzOperation {
  const limit = 1 + Math.min(random.below(operations.length), random.below(operations.length));
  return random.pick(operations.slice(0, limit));
}

function setOddHeader(draft: Draft, random: RandomSource): void {
  const [name, values] = random.pick(oddHeaders);
  if (random.chance(80)) draft.headers = draft.headers.filter(([other]) => other !== name);
  draft.headers.push([name, random.pick(values)]);
  if (framingHeaders.has(name)) draft.isFramed = false;
}

function persistedQuery(random: RandomSource): unknown {
  const sha256Hash = random.pick(['', 'x', 'a'.repeat(64), 5, null, { a: 1 }]);
  return { persistedQuery: { version: random.pick([1, '1', 2, null]), sha256Hash } };
}

function flipBytes(bytes: Buffer, random: RandomSource): Buffer {
  if (bytes.length === 0) return bytes;
  const changed = Buffer.from(bytes);
  const count = 1 + random.below(4);
  for (let flip = 0; flip < count; flip += 1) {
    changed[random.below(changed.length)] = random.below(256);
  }
  return changed;
}

/** Of the whole request, head included. */
function damage(bytes: Buffer, random: RandomSource): Buffer {
  if (random.chance(30)) return bytes.subarray(0, random.below(bytes.length));
  const head = flipBytes(bytes.subarray(0, 160), random);
  return Buffer.concat([head, bytes.subarray(160)]);
}

function writeBytes({ method, path, headers, body }: Draft): Buffer {
  const names = new Set(headers.map(([name]) => name));
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  if (!names.has('host')) lines.push('host: gateway\r\n');
  if (
    !names.has('content-length') &&
    !names.has('transfer-encoding') &&
    (body.length > 0 || method === 'POST')
  ) {
    lines.push(`content-length: ${body.length}\r\n`);
  }
  return Buffer.concat([
    Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1'),
    body,
  ]);
}

function escape(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'));
}
