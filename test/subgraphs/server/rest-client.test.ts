// REST calls before a service that fails in every way, calculations and writes.
import { describe, expect, it } from 'vitest';

import {
  type Answer,
  idOf,
  oneThing,
  sendJson,
  startRestBench,
  sums,
  things,
  thingSchema,
} from './rest-bench.ts';

const problem = (status: number, code: string, parameter?: string): Answer => {
  return (_request, response) =>
    sendJson(
      response,
      {
        type: 'about:blank',
        title: 'x',
        status,
        code,
        detail: 'http://10.0.0.1/secret',
        parameter,
      },
      { 'content-type': 'application/problem+json' },
      status,
    );
};
const read = { resource: oneThing, params: { id: 'a' }, schema: thingSchema };

async function catchError(promise: Promise<unknown>): Promise<Error> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('expected an error', { cause: error });
  return error;
}

describe('a REST fault', () => {
  it.each([
    ['HTML', (_request, response) => response.end('<html></html>'), 'UPSTREAM_INVALID_RESPONSE'],
    ['nothing', (_request, response) => response.writeHead(204).end(), 'UPSTREAM_INVALID_RESPONSE'],
    ['an array', (_request, response) => sendJson(response, []), 'UPSTREAM_INVALID_RESPONSE'],
    [
      'wrong types',
      (_request, response) => sendJson(response, { id: 1, size: null }),
      'UPSTREAM_INVALID_RESPONSE',
    ],
    [
      'half a body',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '100' }).write('{"id":');
        response.socket?.destroy();
      },
      'UPSTREAM_UNAVAILABLE',
    ],
    [
      'a redirect',
      (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      'UPSTREAM_INVALID_RESPONSE',
    ],
    ['401', problem(401, 'UNAUTHORIZED'), 'UPSTREAM_ERROR'],
    ['500', problem(500, 'INTERNAL'), 'UPSTREAM_ERROR'],
    ['503', problem(503, 'UNAVAILABLE'), 'UPSTREAM_UNAVAILABLE'],
    ['429', problem(429, 'RATE_LIMITED'), 'UPSTREAM_UNAVAILABLE'],
    ['a known refusal', problem(422, 'NO_PRICE_LIST'), 'NO_PRICE_LIST'],
    ['another refusal', problem(400, 'INVALID_PARAMETER'), 'BAD_USER_INPUT'],
  ] satisfies [string, Answer, string][])(
    'of %s is an error that names code and service, and nothing of the reply',
    async (_name, answer, code) => {
      const { client, url, createRequest } = await startRestBench(answer);

      const error = await catchError(client.get(createRequest(), read));

      expect(error).toMatchObject({ extensions: { code, service: 'things' } });
      expect(JSON.stringify([error.message, error])).not.toContain('secret');
      expect(error.message).not.toContain(url);
    },
  );

  it('names the parameter that a service refuses', async () => {
    const { client, createRequest } = await startRestBench(
      problem(400, 'INVALID_PARAMETER', 'termMonths'),
    );

    const error = await catchError(client.get(createRequest(), read));

    expect(error.message).toBe('The input termMonths is not valid.');
  });

  it('is none where one resource is not there', async () => {
    const { client, createRequest } = await startRestBench(problem(404, 'NOT_FOUND'));

    const row = await client.get(createRequest(), read);

    expect(row).toBeNull();
  });

  it('is an error where a whole list is not there', async () => {
    const { client, createRequest } = await startRestBench(problem(404, 'NOT_FOUND'));

    const error = await catchError(
      client.get(createRequest(), { resource: things, schema: thingSchema }),
    );

    expect(error).toMatchObject({ extensions: { code: 'UPSTREAM_ERROR' } });
  });

  it('of hanging ends at the deadline', async () => {
    const { client, createRequest } = await startRestBench(() => undefined);
    const startedAtMs = performance.now();

    const error = await catchError(client.get(createRequest(60), read));

    expect(error).toMatchObject({ extensions: { code: 'UPSTREAM_TIMEOUT' } });
    expect(performance.now() - startedAtMs).toBeLessThan(1_000);
  });

  it('of one byte at a time ends at the deadline', async () => {
    const { client, createRequest } = await startRestBench((_request, response) => {
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    });

    const error = await catchError(client.get(createRequest(100), read));

    expect(error).toMatchObject({ extensions: { code: 'UPSTREAM_TIMEOUT' } });
  });

  it('of 100 MB ends at the byte cap', async () => {
    let sentBytes = 0;
    const { client, createRequest } = await startRestBench((_request, response) => {
      const chunk = Buffer.alloc(64 * 1_024, ' ');
      const send = (): void => {
        while (sentBytes < 100 * 1_024 ** 2 && !response.destroyed) {
          sentBytes += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', send);
        }
      };
      send();
    });

    const error = await catchError(client.get(createRequest(), read));

    expect(error).toMatchObject({ extensions: { code: 'UPSTREAM_INVALID_RESPONSE' } });
    expect(sentBytes).toBeLessThan(20 * 1_024 ** 2);
  });

  it('that lasts opens the breaker, which then answers at once', async () => {
    const bench = await startRestBench(problem(500, 'INTERNAL'), { breakerMinAttempts: 5 });
    for (let calls = 0; calls < 5; calls += 1) {
      await catchError(bench.client.get(bench.createRequest(), read));
    }
    const startedAtMs = performance.now();
    const request = bench.createRequest();

    const error = await catchError(bench.client.get(request, read));

    expect(error).toMatchObject({ extensions: { code: 'UPSTREAM_UNAVAILABLE' } });
    expect(performance.now() - startedAtMs).toBeLessThan(100);
    expect(bench.requests).toHaveLength(5);
    expect(request.count.summarize(false)).toEqual([]);
  });

  it('of hanging opens the breaker, too, though nobody waits until the call itself ends', async () => {
    const bench = await startRestBench(() => undefined, { breakerMinAttempts: 5 });
    const readHanging = () => catchError(bench.client.get(bench.createRequest(20), read));

    const first = await readHanging();

    expect(first).toMatchObject({ extensions: { code: 'UPSTREAM_TIMEOUT' } });
    await expect.poll(readHanging).toMatchObject({ extensions: { code: 'UPSTREAM_UNAVAILABLE' } });
  });

  it('of being busy is waited for as long as Retry-After says', async () => {
    let attempts = 0;
    const bench = await startRestBench((_request, response) => {
      attempts += 1;
      if (attempts === 1) response.writeHead(429, { 'retry-after': '1' }).end();
      else sendJson(response, { id: 'a', size: 1 });
    });
    const request = bench.createRequest();
    const startedAtMs = performance.now();

    const row = await bench.client.get(request, read);

    expect(row).toEqual({ id: 'a', size: 1 });
    expect(performance.now() - startedAtMs).toBeGreaterThan(950);
    expect(request.count.summarize(true)).toMatchObject([{ count: 1, retries: 1 }]);
  });
});

describe('a request to a service', () => {
  it('carries correlation id, traceparent and the name of the client', async () => {
    let headers = {};
    const { client, createRequest } = await startRestBench((request, response) => {
      ({ headers } = request);
      sendJson(response, { id: 'a', size: 1 });
    });

    await client.get(createRequest(), read);

    expect(headers).toMatchObject({
      'x-correlation-id': 'c-1',
      traceparent: expect.stringMatching(/^00-/) as string,
      'x-client-id': 'test',
    });
  });

  it('is not sent with a path parameter that is no id', async () => {
    const { client, requests, createRequest } = await startRestBench(() => undefined);

    const error = await catchError(
      client.get(createRequest(), { ...read, params: { id: '../admin' } }),
    );

    expect(error).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    expect(requests).toEqual([]);
  });

  it('keeps to the number of calls that a resource bears at once', async () => {
    let inFlight = 0;
    let peak = 0;
    const { client, createRequest } = await startRestBench(async (request, response) => {
      inFlight += 1;
      peak = Math.max(peak, inFlight);
      await new Promise((resolve) => setTimeout(resolve, 10));
      inFlight -= 1;
      sendJson(response, { id: request.url, size: 1 });
    });
    const resource = { ...oneThing, maxConcurrent: 2 };

    await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        client.get(createRequest(), { ...read, resource, params: { id: `i${index}` } }),
      ),
    );

    expect(peak).toBe(2);
  });
});

describe('a calculation', () => {
  const entries = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ key: `k${index}` }));
  const call = { resource: sums, keyOf: (entry: { key: string }) => entry.key, idOf };

  it('answers each entry, or the error of this entry alone', async () => {
    const { client, createRequest } = await startRestBench((_request, response) =>
      sendJson(response, {
        items: [{ id: 'k0', size: 5 }],
        failures: [
          { key: 'k1', code: 'NO_PRICE_LIST', detail: 'DE has no price list on 1999-01-01.' },
        ],
      }),
    );

    const outcomes = await client.calculate(createRequest(), {
      ...call,
      entries: entries(2),
      schema: thingSchema,
    });

    expect(outcomes.get('k0')).toEqual({ id: 'k0', size: 5 });
    expect(outcomes.get('k1')).toMatchObject({
      message: 'DE has no price list on 1999-01-01.',
      extensions: { code: 'NO_PRICE_LIST' },
    });
  });

  it('sends equal entries once and at most a batch a call', async () => {
    const sizes: number[] = [];
    const { client, createRequest } = await startRestBench((_request, response, body) => {
      const { items } = JSON.parse(body) as { items: { key: string }[] };
      sizes.push(items.length);
      sendJson(response, { items: items.map(({ key }) => ({ id: key, size: 1 })), failures: [] });
    });

    const outcomes = await client.calculate(createRequest(), {
      ...call,
      entries: [...entries(120), ...entries(120)],
      schema: thingSchema,
    });

    expect(sizes.sort((a, b) => b - a)).toEqual([100, 20]);
    expect(outcomes.size).toBe(120);
  });

  it('is tried again after 503, since it changes nothing', async () => {
    let attempts = 0;
    const { client, createRequest } = await startRestBench((_request, response) => {
      attempts += 1;
      if (attempts === 1) response.writeHead(503).end();
      else sendJson(response, { items: [{ id: 'k0', size: 1 }], failures: [] });
    });

    const outcomes = await client.calculate(createRequest(), {
      ...call,
      entries: entries(1),
      schema: thingSchema,
    });

    expect(outcomes.get('k0')).toEqual({ id: 'k0', size: 1 });
  });
});

describe('a write', () => {
  const write = {
    resource: sums,
    body: { a: 1 },
    idempotencyKey: 'key-12345',
    schema: thingSchema,
  };

  it('is sent again under the same key after the connection broke', async () => {
    const keys: unknown[] = [];
    const { client, createRequest } = await startRestBench((request, response) => {
      keys.push(request.headers['idempotency-key']);
      if (keys.length === 1) request.socket.destroy();
      else sendJson(response, { id: 'a', size: 1 }, {}, 201);
    });

    const row = await client.write(createRequest(), write);

    expect(row).toEqual({ id: 'a', size: 1 });
    expect(keys).toEqual(['key-12345', 'key-12345']);
  });

  it('answers null for a 404, unless its code says more', async () => {
    const plain = await startRestBench(problem(404, 'NOT_FOUND'));
    const telling = await startRestBench(problem(404, 'VEHICLE_UNKNOWN'));

    const row = await plain.client.write(plain.createRequest(), write);
    const error = await catchError(telling.client.write(telling.createRequest(), write));

    expect(row).toBeNull();
    expect(error).toMatchObject({ extensions: { code: 'VEHICLE_UNKNOWN' } });
  });
});
