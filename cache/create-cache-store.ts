// Picks the driver: Redis where the configuration names one, else this process's memory.
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createMemoryStore } from './memory-store.ts';
import { createRedisConnection } from './redis-connection.ts';
import { createRedisStore } from './redis-store.ts';
import type { CacheMetrics, CacheStore } from './store.ts';

/** What decides the driver, and what the drivers stand on. */
export interface CacheStoreOptions {
  /** `MARQUE_REDIS_URL`; without it the store is embedded. */
  readonly redisUrl?: string | undefined;
  /** Bound of the embedded store. */
  readonly memoryMaxBytes?: number | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: CacheMetrics;
}

/** Creates the cache of a process. Opens nothing; Redis is connected to at its first use. */
export function createCacheStore(options: CacheStoreOptions): CacheStore {
  const { redisUrl, memoryMaxBytes, clock, log, metrics } = options;
  if (redisUrl !== undefined) {
    return createRedisStore({ redis: createRedisConnection({ url: redisUrl, log }), metrics });
  }
  return createMemoryStore({
    clock,
    metrics,
    ...(memoryMaxBytes === undefined ? {} : { maxBytes: memoryMaxBytes }),
  });
}
