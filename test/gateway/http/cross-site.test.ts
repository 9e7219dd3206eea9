// What a page of another site can make a browser send without a preflight, byte by byte: nothing of it is executed.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startTestGraph, type TestGraph } from '../test-graph.ts';
import { exchangeRaw, writeRequest } from './raw-exchange.ts';
import { type HeaderLine, longWay, shortWay, write } from './two-ways.ts';

const mutation = 'mutation { rename(id: "DE", name: "x") { id } }';
const query = '{ markets { id } }';
const boundary = '-x';
const part = (name: string, text: string) =>
  `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`;
const multipart = `${part('operations', write(mutation))}${part('query', mutation)}--${boundary}--\r\n`;
const form = new URLSearchParams({ query: mutation }).toString();

const bodies: readonly (readonly [name: string, contentType: string | undefined, body: string])[] =
  [
    ['plain text', 'text/plain', write(mutation)],
    ['plain text that names JSON as a parameter', 'text/plain; application/json', write(mutation)],
    ['plain text whose charset is JSON', 'text/plain; charset=application/json', write(mutation)],
    ['plain text before JSON', 'text/plain, application/json', write(mutation)],
    ['a form', 'application/x-www-form-urlencoded', form],
    ['a form of JSON', 'application/x-www-form-urlencoded', `${write(mutation)}=`],
    ['a multipart form', `multipart/form-data; boundary=${boundary}`, multipart],
    ['a multipart form of JSON', 'multipart/form-data; boundary=a', write(mutation)],
    ['no type', undefined, write(mutation)],
    ['an empty type', '', write(mutation)],
    ['a type that is none', 'json', write(mutation)],
    ['a batch as plain text', 'text/plain', `[${write(mutation)}]`],
  ];
const preflights: readonly (readonly [string, readonly HeaderLine[]])[] = [
  ['no header that is asked about', []],
  ['apollo-require-preflight', [['apollo-require-preflight', 'true']]],
  ['x-apollo-operation-name', [['x-apollo-operation-name', 'A']]],
  ['an origin', [['origin', 'https://evil.example']]],
];
const readCode = (text: string) =>
  (JSON.parse(text) as { errors?: { extensions: { code: string } }[] }).errors?.[0]?.extensions
    .code;

describe.each([
  ['the short way', shortWay],
  ['the long way', longWay],
])('by %s', (_way, path) => {
  describe.each(['compiled', 'reference'])('to the engine %s', (engine) => {
    let graph: TestGraph;
    let port: number;
    beforeAll(async () => {
      const env = { MARQUE_ENGINE: engine, MARQUE_BATCH_LIMIT: '5' };
      graph = await startTestGraph({ env });
      port = Number(new URL(graph.url).port);
    });
    afterAll(() => graph.stop());
    const fetches = () => graph.vehicle.received.length;
    const send = async (line: string, headers: readonly HeaderLine[], body = '') => {
      const before = fetches();
      const answer = await exchangeRaw(port, writeRequest(line, headers, body));
      return { ...answer, code: readCode(answer.text), executed: fetches() - before };
    };
    const get = (document: string, headers: readonly HeaderLine[]) => {
      const mark = path.endsWith('?') ? '' : '?';
      return send(`GET ${path}${mark}query=${encodeURIComponent(document)}`, headers);
    };

    it.each(
      bodies.flatMap(([name, type, body]) =>
        preflights.map(([with_, headers]) => [name, with_, type, headers, body] as const),
      ),
    )('%s with %s is 415, and nothing is executed', async (_name, _with, type, headers, body) => {
      const typed: readonly HeaderLine[] = type === undefined ? [] : [['content-type', type]];

      const { status, code, executed } = await send(`POST ${path}`, [...typed, ...headers], body);

      expect({ status, code, executed }).toEqual({
        status: 415,
        code: 'UNSUPPORTED_MEDIA_TYPE',
        executed: 0,
      });
    });

    it.each<[string, readonly HeaderLine[], number]>([
      ['no header', [], 400],
      ['an empty header', [['apollo-require-preflight', '']], 400],
      ['an origin', [['origin', 'https://evil.example']], 400],
      ['a type that a form may have', [['content-type', 'text/plain']], 400],
      ['a type of parameters only', [['content-type', ';application/json']], 415],
      ['apollo-require-preflight', [['apollo-require-preflight', 'x']], 200],
      ['x-apollo-operation-name', [['X-Apollo-Operation-Name', 'A']], 200],
    ])('a query by GET with %s', async (_name, headers, expected) => {
      const { status, executed } = await get(query, headers);

      expect({ status, executed }).toEqual({
        status: expected,
        executed: expected === 200 ? 1 : 0,
      });
    });

    it.each(preflights)('a mutation by GET is refused with %s', async (_name, headers) => {
      const { status, executed, headers: answered } = await get(mutation, headers);

      const isAsked = headers.some(([name]) => name.includes('apollo'));
      expect({ status, executed }).toEqual({ status: isAsked ? 405 : 400, executed: 0 });
      expect(answered.find(([name]) => name === 'allow')?.[1]).toBe(isAsked ? 'POST' : undefined);
    });

    it('takes JSON, which browsers ask about', async () => {
      const { status, executed } = await send(
        `POST ${path}`,
        [['content-type', 'application/json']],
        write(mutation),
      );

      expect({ status, executed }).toEqual({ status: 200, executed: 1 });
    });
  });
});

describe('a gateway that takes no GET', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph({ env: { MARQUE_GET: 'false' } });
  });
  afterAll(() => graph.stop());

  it.each(['GET', 'HEAD', 'PUT'])('refuses %s with 405 and names POST', async (method) => {
    const url = `${graph.url}?query=${encodeURIComponent(query)}`;

    const response = await fetch(url, { method, headers: { 'apollo-require-preflight': '1' } });

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(graph.vehicle.received).toEqual([]);
  });

  it('answers POST, and health by GET', async () => {
    const headers = { 'content-type': 'application/json' };
    const posted = await fetch(graph.url, { method: 'POST', headers, body: write(query) });
    const health = await fetch(new URL('/health/ready', graph.url));

    expect([posted.status, health.status]).toEqual([200, 200]);
  });
});
