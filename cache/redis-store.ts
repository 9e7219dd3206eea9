// The driver that shares entries between nodes. Redis stopped, hung or full is a miss, never a fault.
import type { Redis } from 'ioredis';

import { untilConnected as waitUntilConnected } from './redis-connection.ts';
import { decodeEnvelope, encodeEnvelope } from './redis-envelope.ts';
import type { CacheEntry, CacheMetrics, CacheStore, CacheWrite } from './store.ts';

/** Bounds and dependencies of the Redis driver. */
export interface RedisStoreOptions {
  /** From `createRedisConnection`; the store closes it. */
  readonly redis: Redis;
  readonly metrics: CacheMetrics;
  /** Of one entry. */
  readonly maxEntryBytes?: number;
}

const defaultMaxEntryBytes = 1_024 ** 2;

/** Creates a store over a connection that fails fast. */
export function createRedisStore(options: RedisStoreOptions): CacheStore {
  const { redis, metrics, maxEntryBytes = defaultMaxEntryBytes } = options;
  let firstConnection: Promise<void> | undefined;

  const untilConnected = async (): Promise<void> => {
    // Only the first commands wait for the connection; ioredis refuses them while there is none.
    firstConnection ??= waitUntilConnected(redis);
    await firstConnection;
  };

  const deleteMany = async (keys: readonly string[]): Promise<void> => {
    if (keys.length === 0) return;
    try {
      await untilConnected();
      metrics.count('deletes', await redis.unlink(...keys));
    } catch {
      metrics.count('store_errors', 1);
    }
  };

  const readMany = async (
    keys: readonly string[],
  ): Promise<readonly (CacheEntry | undefined)[]> => {
    await untilConnected();
    // One GET a key in one round trip: unlike MGET, it tells a value of a foreign type from none.
    const pipeline = redis.pipeline();
    for (const key of keys) pipeline.getBuffer(key);
    const replies = (await pipeline.exec()) ?? [];

    const corruptKeys: string[] = [];
    const entries = keys.map((key, index) => {
      const [error, bytes] = replies[index] ?? [new Error('no reply')];
      if (error && !error.message.startsWith('WRONGTYPE')) throw error;
      if (bytes === null) return undefined;
      const entry = Buffer.isBuffer(bytes) ? decodeEnvelope(bytes) : undefined;
      if (!entry) corruptKeys.push(key);
      return entry;
    });
    if (corruptKeys.length > 0) {
      metrics.count('corrupt_entries', corruptKeys.length);
      void deleteMany(corruptKeys);
    }
    return entries;
  };

  const writeMany = async (writes: readonly CacheWrite[]): Promise<void> => {
    await untilConnected();
    const pipeline = redis.pipeline();
    for (const { key, entry, ttlMs } of writes) {
      pipeline.set(key, encodeEnvelope(entry), 'PX', Math.floor(ttlMs));
    }
    const replies = (await pipeline.exec()) ?? [];
    const failed = replies.find(([error]) => error)?.[0];
    if (failed) throw failed;
    metrics.count('writes', writes.length);
  };

  return {
    async getMany(keys) {
      if (keys.length === 0) return [];
      try {
        const entries = await readMany(keys);
        const hits = entries.filter((entry) => entry !== undefined).length;
        metrics.count('hits', hits);
        metrics.count('misses', keys.length - hits);
        return entries;
      } catch {
        metrics.count('store_errors', 1);
        metrics.count('misses', keys.length);
        return keys.map(() => undefined);
      }
    },
    async setMany(writes) {
      const accepted = writes.filter(
        ({ entry, ttlMs }) => ttlMs >= 1 && entry.value.byteLength <= maxEntryBytes,
      );
      metrics.count('refused_writes', writes.length - accepted.length);
      if (accepted.length === 0) return;
      try {
        await writeMany(accepted);
      } catch {
        metrics.count('store_errors', 1);
      }
    },
    deleteMany,
    health: () => (redis.status === 'ready' || redis.status === 'wait' ? 'up' : 'down'),
    close() {
      redis.disconnect();
      return Promise.resolve();
    },
  };
}
