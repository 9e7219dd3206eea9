// The cache as its users see it. Drivers: memory-store.ts and redis-store.ts, under one contract
// suite, test/contracts/cache-store.contract.ts.

/**
 * One cached reply. Its value is bytes, not text: their number is what both drivers are bounded by,
 * and they go to a socket or a parser without being encoded again.
 */
export interface CacheEntry {
  /** Not to be changed by whoever reads it. */
  readonly value: Uint8Array;
  /** Unix epoch. */
  readonly storedAtMs: number;
  /** Unix epoch. From then on ask the origin; with `etag`, whether the entry still holds. */
  readonly freshUntilMs: number;
  /** The origin's ETag as it was sent, quotes and `W/` included. */
  readonly etag?: string;
}

/** An entry to store. */
export interface CacheWrite {
  readonly key: string;
  readonly entry: CacheEntry;
  /** How long the store keeps it: its freshness plus the time in which it may be revalidated. */
  readonly ttlMs: number;
}

/** Whether a store can be reached. */
export type CacheHealth = 'up' | 'down';

/** Where entries are kept. No method ever rejects: the cache makes things faster, never fail. */
export interface CacheStore {
  /**
   * Reads many entries in one round trip. Order and length match `keys`; `undefined` is a miss.
   * An outage of the store is a miss for every key and counts one `store_errors`. What cannot be
   * read back as an entry is a miss, is deleted, and counts one `corrupt_entries`.
   */
  getMany(keys: readonly string[]): Promise<readonly (CacheEntry | undefined)[]>;
  /** Stores many. A lifetime below 1 ms and an entry above the driver's bound are left out. */
  setMany(writes: readonly CacheWrite[]): Promise<void>;
  /** Forgets many; unknown keys are fine. */
  deleteMany(keys: readonly string[]): Promise<void>;
  health(): CacheHealth;
  /** Lets go of memory and connections. Later reads are misses. */
  close(): Promise<void>;
}

/** What a store counts. */
export type CacheCounter =
  | 'hits'
  | 'misses'
  | 'writes'
  | 'deletes'
  /** Writes left out: too big, or without a lifetime. */
  | 'refused_writes'
  /** Pushed out by newer entries. */
  | 'evictions'
  | 'corrupt_entries'
  /** Calls that an outage of the store turned into misses or lost writes. */
  | 'store_errors';

/** Takes the counts; called often, so it must be cheap and must not throw. */
export interface CacheMetrics {
  count(counter: CacheCounter, amount: number): void;
}

/** Whether an entry may be served without asking the origin. */
export function isFresh(entry: CacheEntry, nowMs: number): boolean {
  return nowMs < entry.freshUntilMs;
}
