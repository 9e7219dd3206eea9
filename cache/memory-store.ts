// The embedded driver: least recently used entries go first, bounded in bytes.
import { LRUCache } from 'lru-cache';

import type { Clock } from '../runtime/clock.ts';
import type { CacheEntry, CacheMetrics, CacheStore } from './store.ts';

/** Bounds and dependencies of the memory driver. */
export interface MemoryStoreOptions {
  readonly clock: Clock;
  readonly metrics: CacheMetrics;
  /** Of all entries, keys and bookkeeping included. */
  readonly maxBytes?: number;
  /** Of one entry. */
  readonly maxEntryBytes?: number;
}

const defaultMaxBytes = 64 * 1_024 ** 2;
const defaultMaxEntryBytes = 1_024 ** 2;
// Measured on Node 20 over 100,000 entries: 474–608 bytes for the entry's object, its typed array
// and its places in the cache's tables.
const bookkeepingBytes = 512;

/** Creates an empty store in this process's memory. */
export function createMemoryStore(options: MemoryStoreOptions): CacheStore {
  const { clock, metrics } = options;
  const { maxBytes = defaultMaxBytes, maxEntryBytes = defaultMaxEntryBytes } = options;
  const entries = new LRUCache<string, CacheEntry>({
    maxSize: maxBytes,
    sizeCalculation: measureBytes,
    ttl: 1,
    // Without it, lru-cache caches the time behind a timer of its own.
    ttlResolution: 0,
    perf: { now: () => clock.monotonicMs() },
    dispose: (_entry, _key, reason) => {
      if (reason === 'evict') metrics.count('evictions', 1);
    },
  });

  return {
    getMany(keys) {
      const found = keys.map((key) => entries.get(key));
      const hits = found.filter((entry) => entry !== undefined).length;
      metrics.count('hits', hits);
      metrics.count('misses', keys.length - hits);
      return Promise.resolve(found);
    },
    setMany(writes) {
      for (const { key, entry, ttlMs } of writes) {
        const lifetimeMs = Math.floor(ttlMs);
        if (lifetimeMs < 1 || entry.value.byteLength > maxEntryBytes) {
          metrics.count('refused_writes', 1);
          continue;
        }
        // A copy: the caller may go on with its buffer, and a slice would keep its whole slab alive.
        entries.set(key, { ...entry, value: Uint8Array.from(entry.value) }, { ttl: lifetimeMs });
        metrics.count('writes', 1);
      }
      return Promise.resolve();
    },
    deleteMany(keys) {
      const deleted = keys.filter((key) => entries.delete(key)).length;
      metrics.count('deletes', deleted);
      return Promise.resolve();
    },
    health: () => 'up',
    close() {
      entries.clear();
      return Promise.resolve();
    },
  };
}

/** Two bytes a character: what V8 takes at most for a string. */
function measureBytes(entry: CacheEntry, key: string): number {
  return entry.value.byteLength + 2 * (key.length + (entry.etag?.length ?? 0)) + bookkeepingBytes;
}
