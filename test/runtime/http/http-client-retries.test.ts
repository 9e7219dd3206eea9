// When the client sends a request again, and when it does not.
import { describe, expect, it } from 'vitest';

import { createClient, get, startTestUpstream } from './open-test-client.ts';

describe('retries of createHttpClient', () => {
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
