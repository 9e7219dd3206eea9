// The Redis driver against a real redis-server: the contract, outages and broken entries.
import { setTimeout as wait } from 'node:timers/promises';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { createCacheStore } from '../../cache/create-cache-store.ts';
import { createRedisConnection } from '../../cache/redis-connection.ts';
import { encodeEnvelope } from '../../cache/redis-envelope.ts';
import { createRedisStore } from '../../cache/redis-store.ts';
import type { CacheStore } from '../../cache/store.ts';
import { systemClock } from '../../runtime/clock.ts';
import { silentLog } from '../../runtime/log.ts';
import {
  createEntry,
  describeCacheStoreContract,
  readText,
} from '../contracts/cache-store.contract.ts';
import { countCacheMetrics } from '../contracts/count-cache-metrics.ts';
import { type RedisServer, startRedisServer } from '../contracts/start-redis-server.ts';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedisServer();
});
afterAll(async () => {
  await server.stop();
});

describeCacheStoreContract('redis', (metrics) => {
  // A busy test machine must not turn the contract into a test of the timeout.
  const redis = createRedisConnection({ url: server.url, log: silentLog, commandTimeoutMs: 2_000 });
  return Promise.resolve({
    store: createRedisStore({ redis, metrics, maxEntryBytes: 64 * 1_024 }),
    passTime: (ms) => wait(ms),
  });
});

describe('createRedisStore', () => {
  const metrics = countCacheMetrics();
  let store: CacheStore;

  beforeEach(async () => {
    await server.restart();
    store = createCacheStore({
      redisUrl: server.url,
      clock: systemClock,
      log: silentLog,
      metrics,
    });
    await vi.waitFor(async () => {
      await store.setMany([{ key: 'kept', entry: createEntry('kept'), ttlMs: 60_000 }]);
      expect(await readKept()).toBe('kept');
    });
    metrics.reset();
  });
  afterEach(async () => {
    server.thaw();
    await store.close();
  });

  const readKept = async (): Promise<string | undefined> =>
    readText((await store.getMany(['kept']))[0]);

  /** What nine of ten reads, one after another, stay below; a busy machine may stall one. */
  const measureReadMs = async (reads: number): Promise<number> => {
    const tookMs: number[] = [];
    for (let read = 0; read < reads; read += 1) {
      const startedAtMs = performance.now();
      await readKept();
      tookMs.push(performance.now() - startedAtMs);
    }
    return tookMs.sort((one, other) => one - other)[Math.floor(reads * 0.9)] ?? 0;
  };

  it('answers with misses within 50 ms while Redis is stopped, and recovers by itself', async () => {
    await server.kill();

    const readMs = await measureReadMs(20);

    expect(readMs).toBeLessThan(50);
    expect(metrics.read('hits')).toBe(0);
    expect(metrics.read('store_errors')).toBe(20);
    await vi.waitFor(() => expect(store.health()).toBe('down'));

    await server.restart();
    await vi.waitFor(
      async () => {
        await store.setMany([{ key: 'kept', entry: createEntry('back'), ttlMs: 60_000 }]);
        expect(await readKept()).toBe('back');
      },
      { timeout: 5_000 },
    );
    expect(store.health()).toBe('up');
  });

  it('answers with misses within 50 ms while Redis hangs, and recovers by itself', async () => {
    server.freeze();

    const readMs = await measureReadMs(40);
    const writeStartedAtMs = performance.now();
    await store.setMany([{ key: 'lost', entry: createEntry('lost'), ttlMs: 60_000 }]);
    await store.deleteMany(['kept']);
    const writesTookMs = performance.now() - writeStartedAtMs;

    expect(readMs).toBeLessThan(50);
    expect(writesTookMs).toBeLessThan(150);
    expect(metrics.read('hits')).toBe(0);

    server.thaw();
    await vi.waitFor(async () => expect(await readKept()).toBe('kept'), { timeout: 5_000 });
  });

  it('answers many concurrent reads in time while Redis hangs', async () => {
    server.freeze();
    const startedAtMs = performance.now();

    const reads = await Promise.all(Array.from({ length: 200 }, readKept));

    expect(performance.now() - startedAtMs).toBeLessThan(150);
    expect(reads.every((text) => text === undefined)).toBe(true);
  });

  it('is a miss at the first read when Redis was never there', async () => {
    const lonely = createCacheStore({
      redisUrl: 'redis://127.0.0.1:1',
      clock: systemClock,
      log: silentLog,
      metrics,
    });

    const found = await lonely.getMany(['a', 'b']);
    await lonely.close();

    expect(found).toEqual([undefined, undefined]);
    expect(metrics.read('misses')).toBe(2);
  });

  it('loses writes without a fault while Redis is out of memory', async () => {
    await server.admin.config('SET', 'maxmemory', '1');

    await store.setMany([{ key: 'more', entry: createEntry('more'), ttlMs: 60_000 }]);

    expect(metrics.read('store_errors')).toBe(1);
    expect(await readKept()).toBe('kept');
    await server.admin.config('SET', 'maxmemory', '0');
  });

  it('loses writes without a fault while Redis is a read-only replica', async () => {
    await server.admin.replicaof('127.0.0.1', '1');

    await store.setMany([{ key: 'more', entry: createEntry('more'), ttlMs: 60_000 }]);

    await server.admin.replicaof('NO', 'ONE');
    await vi.waitFor(
      async () => {
        await store.setMany([{ key: 'more', entry: createEntry('again'), ttlMs: 60_000 }]);
        expect(readText((await store.getMany(['more']))[0])).toBe('again');
      },
      { timeout: 5_000 },
    );
  });

  describe('with an entry that is not one', () => {
    const whole = encodeEnvelope(createEntry('a value of some length', { etag: '"1"' }));
    const changed = Buffer.from(whole);
    changed[whole.length - 3] = 0;
    const oldVersion = Buffer.from(whole);
    oldVersion[0] = 0;
    const broken: readonly (readonly [string, Buffer])[] = [
      ['empty', Buffer.alloc(0)],
      ['truncated', whole.subarray(0, whole.length - 5)],
      ['truncated within its header', whole.subarray(0, 10)],
      ['changed in one byte', changed],
      ['of an older version', oldVersion],
      ['text', Buffer.from('{"value":"hello"}')],
    ];

    it.each(broken)('treats one that is %s as a miss, counts and deletes it', async (_, bytes) => {
      await server.admin.set('broken', bytes);

      const found = await store.getMany(['broken', 'kept']);

      expect(found.map(readText)).toEqual([undefined, 'kept']);
      expect(metrics.read('corrupt_entries')).toBe(1);
      await vi.waitFor(async () => expect(await server.admin.exists('broken')).toBe(0));
    });

    it('treats a value of a foreign type as a miss, counts and deletes it', async () => {
      await server.admin.lpush('broken', 'a list');

      const found = await store.getMany(['broken', 'kept']);

      expect(found.map(readText)).toEqual([undefined, 'kept']);
      expect(metrics.read('corrupt_entries')).toBe(1);
      await vi.waitFor(async () => expect(await server.admin.exists('broken')).toBe(0));
    });
  });
});
