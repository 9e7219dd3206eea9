// Connections that may only grow so old: what a frozen process relies on when it wakes.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { systemClock } from '../../../runtime/clock.ts';
import { createConnectionPool, type LookUpHost } from '../../../runtime/http/connection-pool.ts';
import { defaultHttpLimits } from '../../../runtime/http/http-limits.ts';

describe('createConnectionPool', () => {
  const server = createServer((_request, response) => response.end('ok'));
  const time = { nowMs: 0, monotonicMs: 0 };
  const clock = { nowMs: () => time.nowMs, monotonicMs: () => time.monotonicMs };
  const limits = { ...defaultHttpLimits, maxConcurrent: 1, connectionMaxAgeMs: 3_000 };
  let connections = 0;
  let origin = '';

  server.on('connection', () => (connections += 1));
  beforeEach(async () => {
    connections = 0;
    Object.assign(time, { nowMs: 1_000_000, monotonicMs: 5_000 });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    await new Promise((resolve) => server.close(resolve));
  });

  it('uses a connection again while it is young', async () => {
    const pool = createConnectionPool(limits, clock);

    await askThrough(pool);
    Object.assign(time, { nowMs: 1_003_000, monotonicMs: 8_000 });
    await askThrough(pool);
    await pool.close();

    expect(connections).toBe(1);
  });

  it.each([
    ['the wall clock alone', { nowMs: 1_003_001, monotonicMs: 5_000 }],
    ['the monotonic clock alone', { nowMs: 1_000_000, monotonicMs: 8_001 }],
  ])('opens a fresh one when, by %s, the old one is too old', async (_clock, later) => {
    const pool = createConnectionPool(limits, clock);

    await askThrough(pool);
    Object.assign(time, later);
    await askThrough(pool);
    await pool.close();

    expect(connections).toBe(2);
  });

  it('lets a request finish on the connection that it began on', async () => {
    const pool = createConnectionPool(limits, clock);

    const early = askThrough(pool);
    time.monotonicMs += 10_000;
    const late = askThrough(pool);

    expect(await Promise.all([early, late])).toEqual(['ok', 'ok']);
    await pool.close();
  });

  async function askThrough(pool: ReturnType<typeof createConnectionPool>): Promise<string> {
    const reply = await pool.dispatcher().request({ origin, path: '/', method: 'GET' });
    return await reply.body.text();
  }
});

describe('a host whose address changes', () => {
  it('is asked at the new one once the old one was known for its time', async () => {
    const servers = await startAtTwoAddresses();
    let address = '127.0.0.1';
    const lookup: LookUpHost = (_origin, _options, callback) => {
      callback(null, [{ address, ttl: 60_000, family: 4 }]);
    };
    const limits = { ...defaultHttpLimits, dnsTtlMs: 100 };
    const pool = createConnectionPool(limits, systemClock, lookup);
    const askHost = async (): Promise<string> => {
      const origin = `http://service.example:${servers.port}`;
      const reply = await pool.dispatcher().request({ origin, path: '/', method: 'GET' });
      return await reply.body.text();
    };

    const before = await askHost();
    address = '127.0.0.2';

    expect(before).toBe('127.0.0.1');
    await expect.poll(askHost, { timeout: 5_000, interval: 50 }).toBe('127.0.0.2');
    await pool.close();
    await servers.stop();
  });
});

/** Two servers on one port, each of which answers by the address that it was asked at. */
async function startAtTwoAddresses(): Promise<{ port: number; stop(): Promise<void> }> {
  const first = createServer(answerAddress);
  const second = createServer(answerAddress);
  await new Promise<void>((resolve) => void first.listen(0, '127.0.0.1', resolve));
  const { port } = first.address() as AddressInfo;
  await new Promise<void>((resolve) => void second.listen(port, '127.0.0.2', resolve));
  return {
    port,
    async stop() {
      await Promise.all(
        [first, second].map((server) => new Promise((resolve) => server.close(resolve))),
      );
    },
  };
}

function answerAddress(request: IncomingMessage, response: ServerResponse): void {
  response.end(request.socket.localAddress);
}
