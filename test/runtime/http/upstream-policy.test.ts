// Breaker and bulkhead, through the client and against real servers.
import { describe, expect, it, vi } from 'vitest';

import { CancellationSource } from '../../../runtime/cancellation.ts';
import type { HttpClient } from '../../../runtime/http/http-client.ts';
import { catchCoded, createClient, get, startTestUpstream } from './open-test-client.ts';

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
    const refusals = await Promise.all(
      Array.from({ length: 20 }, () => catchCoded(get(http, upstream.url))),
    );
    const tookMs = (performance.now() - startedAtMs) / refusals.length;
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', fields: { reason: 'open' } });
    }
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

  it('opens for an upstream that hangs', async () => {
    const upstream = await startTestUpstream(() => undefined);
    const http = createClient(limits);
    for (let request = 0; request < 5; request += 1) {
      const hanging = await catchCoded(get(http, upstream.url, { timeoutMs: 20 }));
      expect(hanging.code).toBe('UPSTREAM_TIMEOUT');
    }

    const refused = await catchCoded(get(http, upstream.url));

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
      const caller = new CancellationSource();
      const sent = get(http, upstream.url, { deadline: caller });
      await vi.waitFor(() => expect(upstream.requestCount()).toBe(request + 1));
      caller.cancel(new Error('left'));
      expect((await catchCoded(sent)).code).toBe('REQUEST_ABORTED');
    }

    expect((await get(http, upstream.url)).bodyText()).toBe('ok');
  });

  it('stays open when the probe is given up, and lets the next one probe', async () => {
    let isDown = true;
    const upstream = await startTestUpstream((response, _, attempt) => {
      if (isDown) response.writeHead(500).end();
      else if (attempt > 6) response.end('ok');
    });
    const http = createClient(limits);
    await fail(http, upstream.url, 5);
    isDown = false;
    await new Promise((resolve) => setTimeout(resolve, limits.breakerOpenMs + 20));
    const caller = new CancellationSource();
    const probe = get(http, upstream.url, { deadline: caller });
    await vi.waitFor(() => expect(upstream.requestCount()).toBe(6));

    caller.cancel(new Error('left'));
    expect((await catchCoded(probe)).code).toBe('REQUEST_ABORTED');
    expect((await catchCoded(get(http, upstream.url))).code).toBe('UPSTREAM_UNAVAILABLE');
    await new Promise((resolve) => setTimeout(resolve, limits.breakerOpenMs + 20));

    expect((await get(http, upstream.url)).bodyText()).toBe('ok');
    expect((await get(http, upstream.url)).bodyText()).toBe('ok');
  });

  it('is not closed by the late success of a request from before it opened', async () => {
    let succeed: () => void = () => undefined;
    const upstream = await startTestUpstream((response, _, attempt) => {
      if (attempt === 1) succeed = () => response.end('late');
      else response.writeHead(500).end();
    });
    const http = createClient(limits);
    const late = get(http, upstream.url);
    await vi.waitFor(() => expect(upstream.requestCount()).toBe(1));
    await fail(http, upstream.url, 8);

    succeed();
    expect((await late).bodyText()).toBe('late');

    expect((await catchCoded(get(http, upstream.url))).code).toBe('UPSTREAM_UNAVAILABLE');
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
