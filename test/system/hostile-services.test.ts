// A REST service that fails in every way, seen through subgraph and gateway: its field is null, the rest is answered.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import {
  type RawAnswerer,
  type RawUpstream,
  startRawUpstream,
} from '../runtime/http/start-raw-upstream.ts';
import { findFault } from './fuzz/find-fault.ts';
import { type GraphAnswer, type StackUnderTest, useStack } from './stack-under-test.ts';

const secret = 'pricing-db-7.internal';
const query = '{ exchangeRate(currency: "USD") { rate } markets { id } }';
const rate = {
  currency: 'USD',
  base: 'EUR',
  rate: '1.1',
  validFrom: '2026-01-01',
  validTo: null,
  provenance: 'REAL',
  source: 'x',
};

const stack = useStack({ variables: { MARQUE_REST_TIMEOUT: '1s' } });
let service: RawUpstream;
let graph: StackUnderTest;
let answerer: RawAnswerer;

beforeAll(async () => {
  service = await startRawUpstream((...request) => answerer(...request));
  graph = await stack.startTwin({ MARQUE_PRICING_API_URL: service.url });
});
afterAll(async () => {
  await graph.stop();
  await service.stop();
});
// As many good answers as the breaker looks at: what one test breaks, the next does not feel.
beforeEach(async () => {
  answerer = answerWith(200, JSON.stringify(rate));
  await expect.poll(async () => (await askForRate()).errors, { timeout: 5_000 }).toBeUndefined();
  for (let count = 0; count < 20; count += 1) await askForRate();
});

const problem = (status: number): string =>
  JSON.stringify({ type: 'about:blank', status, title: secret, detail: secret });
const bytes =
  (text: string): RawAnswerer =>
  (socket) =>
    void socket.write(text);
const whole = (body: string, head = 'HTTP/1.1 200 OK'): RawAnswerer =>
  bytes(
    `${head}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
const wrong = (member: object): RawAnswerer => whole(JSON.stringify({ ...rate, ...member }));

describe('a service that', () => {
  it.each<[string, RawAnswerer, string]>([
    ['answers 500', answerWith(500, problem(500)), 'UPSTREAM_ERROR'],
    ['answers 503', answerWith(503, problem(503)), 'UPSTREAM_UNAVAILABLE'],
    ['answers 429', answerWith(429, problem(429)), 'UPSTREAM_UNAVAILABLE'],
    ['answers 401', answerWith(401, problem(401)), 'UPSTREAM_ERROR'],
    ['answers 204', bytes('HTTP/1.1 204 No Content\r\n\r\n'), 'UPSTREAM_INVALID_RESPONSE'],
    ['answers half of JSON', whole('{"currency":"USD"'), 'UPSTREAM_INVALID_RESPONSE'],
    ['answers HTML', whole(`<html>${secret}</html>`), 'UPSTREAM_INVALID_RESPONSE'],
    ['answers a list', whole('[]'), 'UPSTREAM_INVALID_RESPONSE'],
    ['answers null', whole('null'), 'UPSTREAM_INVALID_RESPONSE'],
    ['answers other types', wrong({ rate: { amount: secret } }), 'UPSTREAM_INVALID_RESPONSE'],
    ['leaves out what it must say', wrong({ rate: undefined }), 'UPSTREAM_INVALID_RESPONSE'],
    [
      'sends the caller elsewhere',
      bytes('HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n'),
      'UPSTREAM_INVALID_RESPONSE',
    ],
    ['resets the connection', (socket) => socket.resetAndDestroy(), 'UPSTREAM_UNAVAILABLE'],
    ['closes the connection', (socket) => void socket.end(), 'UPSTREAM_UNAVAILABLE'],
    [
      'closes it within its answer',
      (socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"cur'),
      'UPSTREAM_UNAVAILABLE',
    ],
    ['speaks no HTTP', bytes(`SSH-2.0-${secret}\r\n\r\n`), 'UPSTREAM_UNAVAILABLE'],
    ['hangs', () => undefined, 'UPSTREAM_TIMEOUT'],
    ['sends a byte at a time', drip, 'UPSTREAM_TIMEOUT'],
    [
      'announces 100 MB',
      bytes('HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\n'),
      'UPSTREAM_INVALID_RESPONSE',
    ],
    ['sends 100 MB', flood, 'UPSTREAM_INVALID_RESPONSE'],
  ])('%s costs its own field alone', async (_name, fault, code) => {
    answerer = fault;

    const answer = await askForRate();
    answerer = answerWith(200, JSON.stringify(rate));

    expect(answer.status).toBe(200);
    expect(answer.data['exchangeRate']).toBeNull();
    expect(answer.data['markets']).toContainEqual({ id: 'DE' });
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors?.[0]).toMatchObject({
      path: ['exchangeRate'],
      extensions: { code, service: 'pricing' },
    });
    const [error] = answer.errors ?? [];
    expect(Object.keys(error?.extensions ?? {}).toSorted()).toEqual(['code', 'service']);
    expectNothingInternal(answer);
  });

  it('does not know an entity gives null, and no error', async () => {
    answerer = answerWith(404, problem(404));

    const answer = await askForRate();

    expect(answer.data['exchangeRate']).toBeNull();
    expect(answer.errors).toBeUndefined();
  });

  it('is asked again after it said so, and then answers', async () => {
    let refusedAtMs = 0;
    let repeatedAtMs = 0;
    answerer = (socket, attempt, received) => {
      if (refusedAtMs > 0) {
        repeatedAtMs = performance.now();
        return answerWith(200, JSON.stringify(rate))(socket, attempt, received);
      }
      refusedAtMs = performance.now();
      return whole(problem(503), 'HTTP/1.1 503 Unavailable\r\nretry-after: 0')(
        socket,
        attempt,
        received,
      );
    };

    const answer = await askForRate();

    expect(answer.errors).toBeUndefined();
    expect(repeatedAtMs).toBeGreaterThan(refusedAtMs);
  });

  it('takes too much time and calls is asked no more, answered for at once, and comes back', async () => {
    answerer = (socket) => socket.resetAndDestroy();
    for (let count = 0; count < 25; count += 1) await askForRate();
    const before = service.requests.length;

    const startedAtMs = performance.now();
    const meanwhile = await askForRate();
    const tookMs = performance.now() - startedAtMs;
    const asked = service.requests.length - before;
    answerer = answerWith(200, JSON.stringify(rate));

    expect(meanwhile.errors?.[0]?.extensions).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    // Once at most, if a probe was due.
    expect(asked).toBeLessThanOrEqual(1);
    expect(tookMs).toBeLessThan(500);
    await expect.poll(async () => (await askForRate()).errors, { timeout: 5_000 }).toBeUndefined();
  });

  it('adds members that JavaScript treats as special gives data only', async () => {
    const polluted = JSON.stringify(rate).replace(
      '{',
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},',
    );
    answerer = whole(polluted);

    const answer = await askForRate();

    expect(answer.data['exchangeRate']).toEqual({ rate: '1.1' });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

function askForRate(): Promise<GraphAnswer> {
  return graph.query(query);
}

function answerWith(status: number, body: string): RawAnswerer {
  return whole(body, `HTTP/1.1 ${status} Status`);
}

function drip(socket: Parameters<RawAnswerer>[0]): void {
  socket.write('HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n');
  const timer = setInterval(() => socket.write(' '), 20);
  socket.on('close', () => clearInterval(timer));
}

function flood(socket: Parameters<RawAnswerer>[0]): void {
  socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
  const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
  let left = 1_600;
  const push = (): void => {
    while (left > 0 && !socket.destroyed) {
      left -= 1;
      if (!socket.write(chunk)) return void socket.once('drain', push);
    }
  };
  push();
}

function expectNothingInternal({ body, status }: GraphAnswer): void {
  const { extensions: _cost, ...rest } = body as Record<string, unknown>;
  const text = JSON.stringify(rest);
  // The codes are those that the test itself brings about.
  const fault = findFault(
    {
      status,
      headers: [['content-type', 'application/json']],
      text: text.replaceAll(/UPSTREAM_\w+/g, 'BAD_REQUEST'),
    },
    '/graphql',
    [...graph.internalHosts, secret, new URL(service.url).host],
  );
  expect(fault).toBeUndefined();
}
