// The driver that counts in this process. At its bound, what was not asked for for the longest time makes room.
import { LRUCache } from 'lru-cache';
import { RateLimiterMemory } from 'rate-limiter-flexible';

import type { Clock } from '../../../runtime/clock.ts';
import { type Window, type Windows, windowSeconds } from './windows.ts';

/** What the driver stands on. */
export interface MemoryWindowsOptions {
  readonly clock: Clock;
  readonly maxEntries?: number | undefined;
}

// About half a kilobyte each.
const defaultMaxEntries = 50_000;

/** Creates the windows. */
export function createMemoryWindows({
  clock,
  maxEntries = defaultMaxEntries,
}: MemoryWindowsOptions): Windows {
  // Maxima are held against the counts by whoever asks: one counter serves them all.
  const limiter = new RateLimiterMemory({ points: 0, duration: windowSeconds, keyPrefix: '' });
  let evicted = 0;
  const recent = new LRUCache<string, true>({
    max: maxEntries,
    dispose(_value, key, reason) {
      if (reason !== 'evict') return;
      evicted += 1;
      void limiter.delete(key);
    },
  });

  return {
    async add(key, points): Promise<Window> {
      if (!recent.get(key)) recent.set(key, true);
      const { consumedPoints, msBeforeNext } = await limiter.penalty(key, points);
      return {
        key,
        count: consumedPoints,
        endsAtMs: clock.monotonicMs() + msBeforeNext,
        place: 'memory',
      };
    },
    async giveBack({ key, endsAtMs }, points) {
      // What is taken from a window that is not there would be a credit.
      if (clock.monotonicMs() >= endsAtMs || !recent.has(key)) return;
      const { consumedPoints } = await limiter.reward(key, points);
      if (consumedPoints < 0) await limiter.penalty(key, -consumedPoints);
    },
    readFigures: () => ({ entries: recent.size, evicted }),
    flush: () => Promise.resolve(),
    close() {
      recent.forEach((_value, key) => void limiter.delete(key));
      recent.clear();
      return Promise.resolve();
    },
  };
}
