// The way out to other processes, against real servers that hang, drip, break off and redirect.
import { describe, expect, it, vi } from 'vitest';

import { systemClock } from '../../../runtime/clock.ts';
import { createDeadline } from '../../../runtime/deadline.ts';
import type { Answer } from './start-upstream.ts';
import { catchCoded, createClient, get, startTestUpstream } from './open-test-client.ts';

describe('createHttpClient', () => {
  it('sends method, path, query, headers and body, and gives back the whole reply', async () => {
    const upstream = await startTestUpstream((response, request) => {
      request.setEncoding('utf8');
      request.on('data', (body: string) => {
        response.writeHead(201, { etag: '"7"' });
        response.end(
          `${request.method} ${request.url} ${String(request.headers['x-correlation-id'])} ${body}`,
        );
      });
    });

    const reply = await createClient().request({
      upstream: 'pricing-api',
      method: 'POST',
      url: `${upstream.url}/prices/a%2Fb?market=DE`,
      headers: { 'x-correlation-id': 'c-1' },
      body: 'größe',
    });

    expect(reply.status).toBe(201);
    expect(reply.bodyText()).toBe('POST /prices/a%2Fb?market=DE c-1 größe');
    expect(reply.headers['etag']).toBe('"7"');
    expect(reply.attempts).toBe(1);
    expect(reply.durationMs).toBeGreaterThan(0);
  });

  it('keeps connections alive over many requests', async () => {
    const upstream = await startTestUpstream((response) => response.end('ok'));
    const http = createClient();

    for (let request = 0; request < 10; request += 1) await get(http, upstream.url);

    // undici may take a second one before it has seen the end of the first reply.
    expect(await upstream.socketCount()).toBeLessThanOrEqual(2);
  });

  it('reaches a server by a host name', async () => {
    const upstream = await startTestUpstream((response, request) =>
      response.end(request.headers.host),
    );
    const url = upstream.url.replace('127.0.0.1', 'localhost');

    const reply = await get(createClient(), url);

    expect(reply.bodyText()).toBe(new URL(url).host);
  });

  it.each([400, 404, 409, 500])('gives back a %i as a reply, unrepeated', async (status) => {
    const upstream = await startTestUpstream((response) => response.writeHead(status).end('no'));

    const reply = await get(createClient(), upstream.url);

    expect([reply.status, reply.bodyText(), reply.attempts]).toEqual([status, 'no', 1]);
    expect(upstream.requestCount()).toBe(1);
  });

  it('gives back 304 and 204 with an empty body', async () => {
    const upstream = await startTestUpstream((response, request) =>
      response.writeHead(request.url === '/304' ? 304 : 204).end(),
    );
    const http = createClient();

    const replies = [
      await get(http, `${upstream.url}/304`),
      await get(http, `${upstream.url}/204`),
    ];

    expect(replies.map((reply) => [reply.status, reply.bodyText()])).toEqual([
      [304, ''],
      [204, ''],
    ]);
  });

  describe('deadline', () => {
    const slow: readonly (readonly [string, Answer])[] = [
      ['sends nothing', () => undefined],
      ['sends headers only', (response) => response.writeHead(200).flushHeaders()],
      [
        'drips one byte at a time',
        (response) => {
          const drip = setInterval(() => response.write('x'), 20);
          response.on('close', () => clearInterval(drip));
        },
      ],
    ];

    it.each(slow)('ends a request to an upstream that %s, and its socket', async (_, answer) => {
      const upstream = await startTestUpstream(answer);
      const startedAtMs = performance.now();

      const error = await catchCoded(get(createClient(), upstream.url, { timeoutMs: 150 }));

      expect(error).toMatchObject({ code: 'UPSTREAM_TIMEOUT', kind: 'upstream' });
      expect(performance.now() - startedAtMs).toBeLessThan(500);
      expect(upstream.requestCount()).toBe(1);
      await vi.waitFor(async () => expect(await upstream.socketCount()).toBe(0));
    });

    it('is the earlier one of the request and its parent', async () => {
      const upstream = await startTestUpstream(() => undefined);
      const parent = createDeadline(systemClock, 100);
      const startedAtMs = performance.now();

      const error = await catchCoded(
        get(createClient(), upstream.url, { deadline: parent, timeoutMs: 5_000 }),
      );
      parent.dispose();

      expect(error.code).toBe('UPSTREAM_TIMEOUT');
      expect(performance.now() - startedAtMs).toBeLessThan(500);
    });

    it('holds while a request waits for its turn', async () => {
      const upstream = await startTestUpstream(() => undefined);
      const http = createClient({ maxConcurrent: 1 });
      const first = catchCoded(get(http, upstream.url, { timeoutMs: 600 }));
      const startedAtMs = performance.now();

      const error = await catchCoded(get(http, upstream.url, { timeoutMs: 50 }));

      expect(error.code).toBe('UPSTREAM_TIMEOUT');
      expect(performance.now() - startedAtMs).toBeLessThan(300);
      await first;
      expect(upstream.requestCount()).toBe(1);
    });

    it('is not spent on waiting for a Retry-After beyond it', async () => {
      const upstream = await startTestUpstream((response) =>
        response.writeHead(503, { 'retry-after': '30' }).end(),
      );
      const startedAtMs = performance.now();

      const reply = await get(createClient(), upstream.url, { timeoutMs: 1_000 });

      expect([reply.status, reply.attempts]).toEqual([503, 1]);
      expect(performance.now() - startedAtMs).toBeLessThan(500);
    });
  });

  describe('byte cap', () => {
    it.each([
      ['announces too many bytes', true],
      ['does not say how many', false],
    ])('refuses a reply that %s, and closes its socket', async (_, isAnnounced) => {
      const upstream = await startTestUpstream((response) => {
        if (isAnnounced) response.setHeader('content-length', 50_000_000);
        const send = (): void => {
          while (!response.closed && response.write(Buffer.alloc(64 * 1_024)));
        };
        response.on('drain', send);
        send();
      });

      const error = await catchCoded(
        get(createClient(), upstream.url, { maxResponseBytes: 1_000 }),
      );

      expect(error.code).toBe('RESPONSE_TOO_LARGE');
      expect(upstream.requestCount()).toBe(1);
      await vi.waitFor(async () => expect(await upstream.socketCount()).toBe(0));
    });

    it('takes a reply of exactly as many bytes', async () => {
      const upstream = await startTestUpstream((response) => response.end('x'.repeat(1_000)));

      const reply = await get(createClient(), upstream.url, { maxResponseBytes: 1_000 });

      expect(reply.bodyBytes.byteLength).toBe(1_000);
    });
  });

  it.each([301, 302, 303, 307, 308])('refuses a redirect by %i', async (status) => {
    const elsewhere = await startTestUpstream((response) => response.end('secret'));
    const upstream = await startTestUpstream((response) =>
      response.writeHead(status, { location: elsewhere.url }).end(),
    );

    const error = await catchCoded(get(createClient(), upstream.url));

    expect(error).toMatchObject({ code: 'UPSTREAM_REDIRECT', fields: { status } });
    expect(elsewhere.requestCount()).toBe(0);
  });

  it('never says where an upstream is in a message', async () => {
    const codes = new Map<string, string>();
    const upstream = await startTestUpstream((response, request) => {
      if (request.url === '/redirect') response.writeHead(302, { location: '/x' }).end();
      else if (request.url === '/large') response.end('x'.repeat(100));
    });
    const urls = [
      'http://127.0.0.1:1/down',
      ...['/redirect', '/large', '/hang'].map((path) => upstream.url + path),
    ];

    for (const url of urls) {
      const error = await catchCoded(
        get(createClient(), url, { timeoutMs: 100, maxResponseBytes: 10, maxAttempts: 1 }),
      );
      codes.set(error.code, error.message);
    }

    expect([...codes.keys()]).toEqual([
      'UPSTREAM_UNREACHABLE',
      'UPSTREAM_REDIRECT',
      'RESPONSE_TOO_LARGE',
      'UPSTREAM_TIMEOUT',
    ]);
    expect([...codes.values()].join(' ')).not.toMatch(/127\.0\.0\.1|http:|\/\w|ECONN/);
  });

  it('refuses to send a header with a line break', async () => {
    const upstream = await startTestUpstream((response) => response.end());

    const error = await catchCoded(
      get(createClient(), upstream.url, { headers: { 'x-id': 'a\r\nhost: evil' } }),
    );

    expect(error).toMatchObject({ code: 'REQUEST_INVALID', kind: 'internal' });
    expect(upstream.requestCount()).toBe(0);
  });
});
