// Upstreams of the same process keep the bounds of those behind a socket.
import { describe, expect, it } from 'vitest';

import { CancellationSource } from '../../../runtime/cancellation.ts';
import { systemClock } from '../../../runtime/clock.ts';
import { createHttpClient } from '../../../runtime/http/http-client.ts';
import type { AnswerInProcess } from '../../../runtime/http/in-process-exchange.ts';
import { silentLog } from '../../../runtime/log.ts';

const origin = 'http://127.0.0.1:9';

function openClient(answer: AnswerInProcess) {
  return createHttpClient({
    clock: systemClock,
    log: silentLog,
    random: () => 0,
    inProcess: new Map([[origin, answer]]),
  });
}

function respond(status: number, text: string) {
  return Promise.resolve({ status, headers: {}, bodyBytes: new TextEncoder().encode(text) });
}

describe('an upstream of the same process', () => {
  it('is asked without a socket, with method, headers and body as they are', async () => {
    const client = openClient(({ method, url, headers, body }) =>
      respond(200, JSON.stringify([method, url.pathname, headers, body])),
    );

    const reply = await client.request({
      upstream: 'near',
      method: 'POST',
      url: `${origin}/graphql`,
      headers: { 'x-a': '1' },
      body: '{}',
    });

    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.bodyText())).toEqual(['POST', '/graphql', { 'x-a': '1' }, '{}']);
    await client.close();
  });

  it.each([
    ['hangs', () => new Promise<never>(() => undefined), 'UPSTREAM_TIMEOUT'],
    ['throws', () => Promise.reject(new Error('broken')), 'UPSTREAM_UNREACHABLE'],
    ['answers too much', () => respond(200, 'x'.repeat(101)), 'RESPONSE_TOO_LARGE'],
    ['redirects', () => respond(302, ''), 'UPSTREAM_REDIRECT'],
  ] as const)('that %s is an error of the same code as by HTTP', async (_how, answer, code) => {
    const client = openClient(answer);

    const request = client.request({
      upstream: 'near',
      method: 'POST',
      url: origin,
      timeoutMs: 30,
      maxResponseBytes: 100,
    });

    await expect(request).rejects.toMatchObject({ code });
    await client.close();
  });

  it('hears that its caller has left', async () => {
    const caller = new CancellationSource();
    let signalOfAnswer: AbortSignal | undefined;
    const client = openClient((_exchange, signal) => {
      signalOfAnswer = signal;
      caller.cancel(new Error('gone'));
      return new Promise<never>(() => undefined);
    });

    const request = client.request({
      upstream: 'near',
      method: 'GET',
      url: origin,
      deadline: caller,
    });

    await expect(request).rejects.toMatchObject({ code: 'REQUEST_ABORTED' });
    expect(signalOfAnswer?.aborted).toBe(true);
    await client.close();
  });
});
