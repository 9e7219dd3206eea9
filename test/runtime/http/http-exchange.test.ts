// Replies that break the rules of HTTP, or end too soon: each request ends once, with a code or a whole reply.
import type { Socket } from 'node:net';

import { afterEach, describe, expect, it, vi } from 'vitest';

import { CountedSource } from '../counted-source.ts';
import { catchCoded, createClient, get } from './open-test-client.ts';
import { type RawAnswerer, type RawUpstream, startRawUpstream } from './start-raw-upstream.ts';

const unhandled = vi.fn<(error: unknown) => void>();
let upstream: RawUpstream;
afterEach(async () => {
  await upstream.stop();
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

async function start(answer: RawAnswerer): Promise<RawUpstream> {
  unhandled.mockClear();
  process.on('unhandledRejection', unhandled);
  return (upstream = await startRawUpstream(answer));
}

const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';
const once = { maxAttempts: 1, maxResponseBytes: 1_000, timeoutMs: 300 };

describe('a reply that is whole', () => {
  it.each<[string, string, string]>([
    [
      'after 103, whose headers are none of it',
      'HTTP/1.1 103 Early Hints\r\ncontent-length: 9\r\nlocation: /x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok',
      'ok',
    ],
    [
      'after several of those',
      `${'HTTP/1.1 102 Processing\r\n\r\n'.repeat(20)}HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok`,
      'ok',
    ],
    ['in chunks', `${chunked}1\r\no\r\n1\r\nk\r\n0\r\n\r\n`, 'ok'],
    ['in chunks with extensions', `${chunked}2;a=b\r\nok\r\n0\r\n\r\n`, 'ok'],
    ['in chunks with trailers', `${chunked}2\r\nok\r\n0\r\nx-a: b\r\n\r\n`, 'ok'],
    ['without a body', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n', ''],
    ['without a reason', 'HTTP/1.1 200\r\ncontent-length: 2\r\n\r\nok', 'ok'],
    [
      'with a byte order mark',
      'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n\u00ef\u00bb\u00bfok',
      'ok',
    ],
    [
      'with bytes that are no UTF-8',
      'HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\no\u00ffk',
      'o\uFFFDk',
    ],
  ])('%s is read', async (_name, bytes, text) => {
    await start((socket) => socket.write(bytes, 'latin1'));

    const reply = await get(createClient(), upstream.url, once);

    expect([reply.status, reply.bodyText()]).toEqual([200, text]);
    expect(reply.headers['location']).toBeUndefined();
  });

  it('ends with the connection where it does not say how long it is', async () => {
    await start((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nall of it'));

    expect((await get(createClient(), upstream.url, once)).bodyText()).toBe('all of it');
  });

  it('is read by the byte', async () => {
    await start((socket) => {
      const bytes = `${chunked}5\r\nwhole\r\n0\r\n\r\n`;
      Array.from(bytes).forEach((byte, index) => setTimeout(() => socket.write(byte), index));
    });

    expect(
      (await get(createClient(), upstream.url, { ...once, timeoutMs: 2_000 })).bodyText(),
    ).toBe('whole');
  });

  it('is the last thing that is read, whatever follows it', async () => {
    await start((socket, attempt) =>
      socket.write(
        `HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n${attempt}HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nforged`,
      ),
    );
    const http = createClient();

    const texts: string[] = [];
    for (let request = 0; request < 4; request += 1) {
      texts.push((await get(http, upstream.url, { timeoutMs: 1_000 })).bodyText());
    }

    expect(texts).not.toContain('forged');
  });
});

describe('a reply that is none', () => {
  it.each<[string, RawAnswerer, string]>([
    ['is garbage', (socket) => socket.write('\u0000\u0001garbage\r\n\r\n'), 'UPSTREAM_UNREACHABLE'],
    [
      'says 100, which nobody waits for',
      (socket) =>
        socket.write('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'),
      'UPSTREAM_UNREACHABLE',
    ],
    [
      'says another length after its chunks',
      (socket) => socket.write(`${chunked}2\r\nok\r\n0\r\ncontent-length: 99\r\n\r\n`),
      'UPSTREAM_UNREACHABLE',
    ],
    [
      'is of another protocol',
      (socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n'),
      'UPSTREAM_UNREACHABLE',
    ],
    [
      'has a broken size of a chunk',
      (socket) => socket.write(`${chunked}zz\r\nok\r\n0\r\n\r\n`),
      'UPSTREAM_UNREACHABLE',
    ],
    [
      'has a chunk that is longer than it says',
      (socket) => socket.write(`${chunked}1\r\nok\r\n0\r\n\r\n`),
      'UPSTREAM_UNREACHABLE',
    ],
    [
      'has a negative length',
      (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n'),
      'UPSTREAM_UNREACHABLE',
    ],
    [
      'has two lengths',
      (socket) =>
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'),
      'UPSTREAM_UNREACHABLE',
    ],
    [
      'has a length and chunks',
      (socket) =>
        socket.write(
          `HTTP/1.1 200 OK\r\ncontent-length: 2\r\n${chunked.slice(17)}2\r\nok\r\n0\r\n\r\n`,
        ),
      'UPSTREAM_UNREACHABLE',
    ],
    [
      'has a head that never ends',
      (socket) => flood(socket, 'HTTP/1.1 200 OK\r\n', 'x-a: b\r\n'),
      'UPSTREAM_UNREACHABLE',
    ],
    ['closes before the head', (socket) => socket.end(), 'UPSTREAM_UNREACHABLE'],
    [
      'closes within the head',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-le'),
      'UPSTREAM_UNREACHABLE',
    ],
    [
      'closes within the body',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf'),
      'UPSTREAM_UNREACHABLE',
    ],
    [
      'closes within a chunk',
      (socket) => socket.end(`${chunked}9\r\nhalf`),
      'UPSTREAM_UNREACHABLE',
    ],
    [
      'closes before the last chunk',
      (socket) => socket.end(`${chunked}4\r\nhalf\r\n`),
      'UPSTREAM_UNREACHABLE',
    ],
    ['is reset', (socket) => socket.resetAndDestroy(), 'UPSTREAM_UNREACHABLE'],
    [
      'is reset within the body',
      (socket) =>
        void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf', () =>
          socket.resetAndDestroy(),
        ),
      'UPSTREAM_UNREACHABLE',
    ],
    [
      'switches protocols',
      (socket) =>
        socket.write(
          'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
        ),
      'UPSTREAM_UNREACHABLE',
    ],
    [
      'says only that it goes on',
      (socket) => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'),
      'UPSTREAM_TIMEOUT',
    ],
    [
      'stops within the body',
      (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf'),
      'UPSTREAM_TIMEOUT',
    ],
    [
      'is too large in chunks',
      (socket) => socket.write(`${chunked}${`40\r\n${'x'.repeat(64)}\r\n`.repeat(40)}0\r\n\r\n`),
      'RESPONSE_TOO_LARGE',
    ],
    [
      'is too large and has no end',
      (socket) => flood(socket, 'HTTP/1.1 200 OK\r\n\r\n', 'x'.repeat(100)),
      'RESPONSE_TOO_LARGE',
    ],
    [
      'says that it will be too large',
      (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1001\r\n\r\n'),
      'RESPONSE_TOO_LARGE',
    ],
    [
      'points elsewhere, without an end',
      (socket) => flood(socket, 'HTTP/1.1 302 Found\r\nlocation: /x\r\n\r\n', 'x'),
      'UPSTREAM_REDIRECT',
    ],
  ])(
    'and %s ends with a code, its socket, and nothing left behind',
    async (_name, answer, code) => {
      await start(answer);
      const caller = new CountedSource();

      const error = await catchCoded(
        get(createClient(), upstream.url, { ...once, deadline: caller }),
      );

      expect(error.code).toBe(code);
      expect(error.message).not.toMatch(/127\.0\.0\.1|HTTP|\/x/);
      expect(caller.listenerCount).toBe(0);
      await vi.waitFor(() => expect(upstream.socketCount).toBe(0));
      expect(upstream.requests).toHaveLength(1);
    },
  );

  it('spoils nothing for the one that comes next', async () => {
    await start((socket, attempt) => {
      if (attempt === 1) socket.write(`${chunked}zz`);
      else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
    });
    const http = createClient({ maxConcurrent: 1 });

    const [bad, good] = await Promise.all([
      catchCoded(get(http, upstream.url, once)),
      get(http, upstream.url, once),
    ]);

    expect([bad.code, good.bodyText()]).toEqual(['UPSTREAM_UNREACHABLE', 'ok']);
  });
});

describe('a connection that the upstream closes as the next request is sent on it', () => {
  const serveOnce: RawAnswerer = (socket, attempt) => {
    if (attempt === 2) socket.destroy();
    else socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n${attempt}`);
  };

  it('is made anew for a request that may be repeated', async () => {
    await start(serveOnce);
    const http = createClient();
    const post = { method: 'POST', body: '{}', idempotent: true } as const;
    await get(http, upstream.url, post);

    const reply = await get(http, upstream.url, post);

    expect([reply.bodyText(), reply.attempts]).toEqual(['3', 2]);
    expect(upstream.requests).toHaveLength(3);
  });

  it('ends a request that may not', async () => {
    await start(serveOnce);
    const http = createClient();
    const post = { method: 'POST', body: '{}' } as const;
    await get(http, upstream.url, post);

    const error = await catchCoded(get(http, upstream.url, post));

    expect(error.code).toBe('UPSTREAM_UNREACHABLE');
    expect(upstream.requests).toHaveLength(2);
  });
});

describe('callers who leave', () => {
  it('by the thousand leave nothing behind, whatever their request was waiting for', async () => {
    await start((socket, attempt) => {
      if (attempt % 3 === 0) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf');
      if (attempt % 3 === 1) socket.write(`${chunked}4\r\nhalf\r\n`);
    });
    const http = createClient({ maxConcurrent: 8, maxQueued: 200 });
    const callers = Array.from({ length: 1_000 }, () => new CountedSource());
    const codes = new Set<string>();

    for (let at = 0; at < callers.length; at += 100) {
      const batch = callers.slice(at, at + 100);
      const sent = batch.map((caller) => catchCoded(get(http, upstream.url, { deadline: caller })));
      await new Promise((resolve) => setTimeout(resolve, at % 300 === 0 ? 0 : 10));
      for (const caller of batch.toReversed()) caller.cancel(new Error('left'));
      for (const { code } of await Promise.all(sent)) codes.add(code);
    }

    expect([...codes]).toEqual(['REQUEST_ABORTED']);
    expect(callers.every(({ listenerCount }) => listenerCount === 0)).toBe(true);
    await vi.waitFor(() => expect(upstream.socketCount).toBeLessThanOrEqual(8));
    await http.close();
    await vi.waitFor(() => expect(upstream.socketCount).toBe(0));
  });
});

function flood(socket: Socket, head: string, more: string): void {
  const piece = more.repeat(Math.ceil(4_096 / more.length));
  const send = (): void => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.write(head);
  socket.on('drain', send);
  send();
}
