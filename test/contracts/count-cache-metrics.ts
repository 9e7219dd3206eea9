// Cache metrics that a test can read back.
import type { CacheCounter, CacheMetrics } from '../../cache/store.ts';

/** Counts, and what was counted since the last `reset`. */
export interface CountedCacheMetrics extends CacheMetrics {
  read(counter: CacheCounter): number;
  reset(): void;
}

/** Creates metrics that start at zero. */
export function countCacheMetrics(): CountedCacheMetrics {
  const counts = new Map<CacheCounter, number>();
  return {
    count: (counter, amount) => void counts.set(counter, (counts.get(counter) ?? 0) + amount),
    read: (counter) => counts.get(counter) ?? 0,
    reset: () => counts.clear(),
  };
}
