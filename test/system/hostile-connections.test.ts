// Bytes on a socket that are no request, not a whole one, or two in one: refused or closed, and others are served.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openConnection } from '../gateway/http/raw-exchange.ts';
import { findFault } from './fuzz/find-fault.ts';
import { type HostileGateway, startHostileGateway, writeOperation } from './hostile-ways.ts';

let gateway: HostileGateway;
beforeAll(async () => {
  gateway = await startHostileGateway();
});
afterAll(() => gateway.stop());

const body = '{"query":"{ dealerCount }"}';
const smuggled =
  'POST /graphql HTTP/1.1\r\nhost: a\r\nx-smuggled: yes\r\ncontent-length: 2\r\n\r\n{}';
const json = 'content-type: application/json';
const post = (headers: readonly string[], rest = body): string =>
  ['POST /graphql HTTP/1.1', 'host: gateway', json, ...headers, '', rest].join('\r\n');
const get = (line: string, ...headers: readonly string[]): string =>
  [line, 'host: gateway', ...headers, '', ''].join('\r\n');

describe('what comes over a socket', () => {
  it.each([
    ['a header of 20 KB', get('GET / HTTP/1.1', `x: ${'x'.repeat(20_000)}`), 431],
    [
      '3,000 headers of 8 bytes',
      get('GET / HTTP/1.1', ...Array<string>(3_000).fill('abc: 01234')),
      431,
    ],
    ['a URL of 20 KB', get(`GET /${'x'.repeat(20_000)} HTTP/1.1`), 431],
    ['two lengths', post(['content-length: 27', 'content-length: 3']), 400],
    ['two lengths that agree, in one line', post(['content-length: 27, 27']), 400],
    [
      'a length and chunks',
      post(['content-length: 5', 'transfer-encoding: chunked'], `0\r\n\r\n${smuggled}`),
      400,
    ],
    ['chunks by another name', post(['transfer-encoding: xchunked'], `0\r\n\r\n${smuggled}`), 400],
    [
      'chunks that are not the last encoding',
      post(['transfer-encoding: chunked, identity'], smuggled),
      400,
    ],
    ['a negative length', post(['content-length: -1']), 400],
    ['a length in hexadecimal', post(['content-length: 0x1b']), 400],
    ['a length beyond all numbers', post([`content-length: ${'9'.repeat(40)}`]), 400],
    [
      'a size of a chunk that is none',
      post(['transfer-encoding: chunked'], 'zz\r\n{}\r\n0\r\n\r\n'),
      400,
    ],
    [
      'a size of a chunk beyond all numbers',
      post(['transfer-encoding: chunked'], `${'f'.repeat(17)}\r\n{}`),
      400,
    ],
    ['a folded header', get('GET / HTTP/1.1', 'x: a', ' b'), 400],
    ['a blank before the colon', post(['content-length : 27']), 400],
    ['a NUL in a header', get('GET / HTTP/1.1', 'x: a\0b'), 400],
    ['a line feed alone', 'GET / HTTP/1.1\nhost: gateway\nx: a\n\n', 400],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['a version that there is not', get('GET / HTTP/9.9'), 400],
    ['HTTP/2 by surprise', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['TLS', Buffer.from('16030100a5010000a10303', 'hex'), 400],
    ['what is no HTTP', 'HELLO\r\n\r\n', 400],
  ])('%s is refused in JSON, and nothing that follows is read', async (_name, bytes, status) => {
    const connection = openConnection(gateway.port);

    connection.write(bytes);
    connection.write(smuggled);
    const answer = await connection.nextAnswer();
    const rest = await connection.closed;

    expect(answer.status).toBe(status);
    expect(findFault(answer, '/graphql', [])).toBeUndefined();
    expect(JSON.parse(answer.text)).toMatchObject({
      errors: [{ extensions: { code: 'BAD_REQUEST' } }],
    });
    expect(rest).toBe('');
    await expectToBeServed();
  });

  it.each([
    ['a whole URL as target', get('GET http://evil.example/graphql HTTP/1.1', 'connection: close')],
    [
      'an upgrade to WebSocket',
      get('GET /graphql HTTP/1.1', 'connection: upgrade, close', 'upgrade: websocket'),
    ],
    ['CONNECT', get('CONNECT evil.example:443 HTTP/1.1')],
    ['an asterisk', get('OPTIONS * HTTP/1.1', 'connection: close')],
  ])('%s leads nowhere', async (_name, bytes) => {
    const connection = openConnection(gateway.port);

    connection.write(bytes);
    const answer = await connection.nextAnswer().catch(() => undefined);
    connection.socket.destroy();

    expect(answer && findFault(answer, '?', [])).toBeUndefined();
    expect(answer?.status ?? 400).not.toBe(101);
    await expectToBeServed();
  });

  it('a body that is broken takes the connection along', async () => {
    const connection = openConnection(gateway.port);

    connection.write(post(['content-length: 5'], `{"que${smuggled}`));
    const answer = await connection.nextAnswer();

    expect(answer.status).toBe(400);
    expect(await connection.closed).toBe('');
  });
});

describe('50 connections that never finish their request', () => {
  it.each([
    ['nothing at all', ''],
    ['their head', 'POST /graphql HTTP/1.1\r\nhost: a\r\nx-slow: '],
    ['their body', post(['content-length: 999'], '{')],
    ['their chunks', post(['transfer-encoding: chunked'], '5\r\n{"qu')],
  ])('%s, keep nobody else waiting', async (_name, start) => {
    const slow = Array.from({ length: 50 }, () => openConnection(gateway.port));
    for (const connection of slow) connection.write(start);
    await expectToBeServed();

    const startedAtMs = performance.now();
    await expectToBeServed();
    const tookMs = performance.now() - startedAtMs;
    for (const { socket } of slow) socket.destroy();

    expect(tookMs).toBeLessThan(1_000);
    await expectToBeServed();
  });
});

async function expectToBeServed(): Promise<void> {
  const { status, text } = await gateway.send('HTTP', writeOperation('{ dealerCount }'));
  expect(status).toBe(200);
  expect(JSON.parse(text)).toEqual({ data: { dealerCount: 3 } });
}
