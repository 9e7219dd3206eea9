// The way out to other processes, against real servers that hang, drip, break off and redirect.
import { afterEach, describe, expect, it, vi } from 'vitest';

import { systemClock } from '../../../runtime/clock.ts';
import { CodedError } from '../../../runtime/coded-error.ts';
import { createDeadline } from '../../../runtime/deadline.ts';
import {
  createHttpClient,
  type HttpClient,
  type HttpReply,
  type HttpRequest,
} from '../../../runtime/http/http-client.ts';
import type { HttpLimits } from '../../../runtime/http/http-limits.ts';
import { silentLog } from '../../../runtime/log.ts';
import { type Answer, startUpstream, type Upstream } from './start-upstream.ts';

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((part) => part.stop()));
});

function createClient(limits: Partial<HttpLimits> = {}): HttpClient {
  const http = createHttpClient({
    clock: systemClock,
    log: silentLog,
    random: () => 0.5,
    limits: { backoffBaseMs: 2, ...limits },
  });
  open.push({ stop: () => http.close() });
  return http;
}

async function startTestUpstream(answer: Answer): Promise<Upstream> {
  const upstream = await startUpstream(answer);
  open.unshift(upstream);
  return upstream;
}

function get(http: HttpClient, url: string, more: Partial<HttpRequest> = {}): Promise<HttpReply> {
  return http.request({ upstream: 'pricing-api', method: 'GET', url, timeoutMs: 2_000, ...more });
}

async function catchCoded(promise: Promise<unknown>): Promise<CodedError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CodedError)) throw new Error('expected a CodedError', { cause: error });
  return error;
}

describe('createHttpClient', () => {
  it('sends method, path, query, headers and body, and gives back the whole reply', async () => {
    const upstream = await startTestUpstream((response, request) => {
      request.setEncoding('utf8');
      request.on('data', (body: string) => {
        response.writeHead(201, { etag: '"7"' });
        response.end(
          `${request.method} ${request.url} ${request.headers['x-correlation-id']} ${body}`,
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
      ['sends headers only', (response) => void response.writeHead(200).flushHeaders()],
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

  describe('retries', () => {
    it.each([429, 502, 503, 504])('tries again after a %i', async (status) => {
      const upstream = await startTestUpstream((response, _, attempt) =>
        response.writeHead(attempt < 3 ? status : 200).end('ok'),
      );

      const reply = await get(createClient(), upstream.url);

      expect([reply.status, reply.attempts]).toEqual([200, 3]);
    });

    it('tries again after a connection broke off within headers or body', async () => {
      const upstream = await startTestUpstream((response, request, attempt) => {
        if (attempt === 1) request.socket.destroy();
        else if (attempt === 2) {
          response.writeHead(200, { 'content-length': 100 }).write('half');
          setImmediate(() => request.socket.destroy());
        } else response.end('whole');
      });

      const reply = await get(createClient(), upstream.url);

      expect([reply.bodyText(), reply.attempts]).toEqual(['whole', 3]);
    });

    it('gives back the last reply when all attempts are used', async () => {
      const upstream = await startTestUpstream((response) => response.writeHead(503).end('busy'));

      const reply = await get(createClient(), upstream.url, { maxAttempts: 2 });

      expect([reply.status, reply.attempts, upstream.requestCount()]).toEqual([503, 2, 2]);
    });

    it('sends a POST once, unless the caller says that it may be repeated', async () => {
      const upstream = await startTestUpstream((response) => response.writeHead(503).end());
      const http = createClient({ breakerMinAttempts: 100, breakerWindow: 100 });

      const once = await get(http, upstream.url, { method: 'POST', body: '{}' });
      const thrice = await get(http, upstream.url, {
        method: 'POST',
        body: '{}',
        idempotent: true,
      });

      expect([once.attempts, thrice.attempts]).toEqual([1, 3]);
    });

    it('waits as long as Retry-After says', async () => {
      const upstream = await startTestUpstream((response, _, attempt) =>
        attempt === 1 ? response.writeHead(429, { 'retry-after': '1' }).end() : response.end('ok'),
      );

      const reply = await get(createClient(), upstream.url, { timeoutMs: 5_000 });

      expect(reply.attempts).toBe(2);
      expect(reply.durationMs).toBeGreaterThan(990);
    });

    it('stay within a share of the traffic', async () => {
      const upstream = await startTestUpstream((response) => response.writeHead(503).end());
      const http = createClient({
        breakerMinAttempts: 1_000,
        breakerWindow: 1_000,
        retryBudget: 5,
        retriesPerRequest: 0.1,
      });

      for (let request = 0; request < 50; request += 1) await get(http, upstream.url);

      expect(upstream.requestCount()).toBeGreaterThan(50);
      expect(upstream.requestCount()).toBeLessThanOrEqual(50 + 5 + 5);
    });
  });

  describe('breaker', () => {
    const limits = { breakerOpenMs: 200, maxAttempts: 1 };
    const fail = async (http: HttpClient, url: string, times: number): Promise<void> => {
      for (let request = 0; request < times; request += 1) {
        await get(http, url).catch(() => undefined);
      }
    };

    it('opens after faults, answers in under 5 ms, lets one probe and closes again', async () => {
      let isDown = true;
      const upstream = await startTestUpstream((response) => {
        setTimeout(() => response.writeHead(isDown ? 500 : 200).end('ok'), isDown ? 0 : 50);
      });
      const http = createClient(limits);
      await fail(http, upstream.url, 5);

      const startedAtMs = performance.now();
      const refused = await catchCoded(get(http, upstream.url));
      const tookMs = performance.now() - startedAtMs;
      expect(refused).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', fields: { reason: 'open' } });
      expect(tookMs).toBeLessThan(5);
      expect(upstream.requestCount()).toBe(5);

      isDown = false;
      await new Promise((resolve) => setTimeout(resolve, limits.breakerOpenMs + 20));
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, () => get(http, upstream.url)),
      );
      expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
      expect(upstream.requestCount()).toBe(6);
      expect((await get(http, upstream.url)).status).toBe(200);
    });

    it('opens again when the probe fails', async () => {
      const upstream = await startTestUpstream((response) => response.writeHead(500).end());
      const http = createClient(limits);
      await fail(http, upstream.url, 5);
      await new Promise((resolve) => setTimeout(resolve, limits.breakerOpenMs + 20));

      const probe = await get(http, upstream.url);
      const refused = await catchCoded(get(http, upstream.url));

      expect(probe.status).toBe(500);
      expect(refused.code).toBe('UPSTREAM_UNAVAILABLE');
    });

    it('does not open for client faults', async () => {
      const upstream = await startTestUpstream((response) => response.writeHead(404).end());
      const http = createClient(limits);

      await fail(http, upstream.url, 30);

      expect(upstream.requestCount()).toBe(30);
    });

    it('does not open for callers who leave', async () => {
      const upstream = await startTestUpstream((response, _, attempt) => {
        if (attempt > 10) response.end('ok');
      });
      const http = createClient(limits);
      for (let request = 0; request < 10; request += 1) {
        const caller = new AbortController();
        const sent = get(http, upstream.url, { signal: caller.signal });
        await vi.waitFor(() => expect(upstream.requestCount()).toBe(request + 1));
        caller.abort();
        expect((await catchCoded(sent)).code).toBe('REQUEST_ABORTED');
      }

      expect((await get(http, upstream.url)).bodyText()).toBe('ok');
    });

    it('is one for each upstream', async () => {
      const down = await startTestUpstream((response) => response.writeHead(500).end());
      const up = await startTestUpstream((response) => response.end('ok'));
      const http = createClient(limits);
      await fail(http, down.url, 6);

      const reply = await get(http, up.url, { upstream: 'vehicle-api' });

      expect(reply.status).toBe(200);
    });
  });

  describe('bulkhead', () => {
    it('bounds what is in flight and what waits, and serves all that it took', async () => {
      let inFlight = 0;
      let mostInFlight = 0;
      const upstream = await startTestUpstream((response) => {
        inFlight += 1;
        mostInFlight = Math.max(mostInFlight, inFlight);
        setTimeout(() => {
          inFlight -= 1;
          response.end('ok');
        }, 20);
      });
      const http = createClient({ maxConcurrent: 4, maxQueued: 10 });

      const outcomes = await Promise.allSettled(
        Array.from({ length: 30 }, () => get(http, upstream.url)),
      );

      const served = outcomes.filter((outcome) => outcome.status === 'fulfilled');
      expect(served).toHaveLength(14);
      expect(mostInFlight).toBe(4);
    });

    it('goes on with its queue when some who waited have left', async () => {
      const upstream = await startTestUpstream((response) =>
        setTimeout(() => response.end('ok'), 60),
      );
      const http = createClient({ maxConcurrent: 1, maxQueued: 10 });
      const first = get(http, upstream.url);
      const leavers = [1, 2, 3].map(() => catchCoded(get(http, upstream.url, { timeoutMs: 10 })));

      const last = await get(http, upstream.url);

      expect(last.status).toBe(200);
      expect((await Promise.all(leavers)).map((error) => error.code)).toEqual(
        Array.from({ length: 3 }, () => 'UPSTREAM_TIMEOUT'),
      );
      await first;
      expect(upstream.requestCount()).toBe(2);
    });
  });
});
