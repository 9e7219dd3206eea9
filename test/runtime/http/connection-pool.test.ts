// Connections that may only grow so old: what a frozen process relies on when it wakes.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createConnectionPool } from '../../../runtime/http/connection-pool.ts';
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
