// The embedded cache driver: the contract, and its bound in bytes.
import { describe, expect, it } from 'vitest';

import { createMemoryStore } from '../../cache/memory-store.ts';
import { createEntry, describeCacheStoreContract } from '../contracts/cache-store.contract.ts';
import { countCacheMetrics } from '../contracts/count-cache-metrics.ts';
import { createFakeClock } from '../runtime/create-fake-clock.ts';

describeCacheStoreContract('memory', (metrics) => {
  const clock = createFakeClock();
  return Promise.resolve({
    store: createMemoryStore({ clock, metrics, maxEntryBytes: 64 * 1_024 }),
    passTime: (ms) => Promise.resolve(clock.advance(ms)),
  });
});

describe('createMemoryStore', () => {
  it('pushes out what was least recently read once its bytes are used up', async () => {
    const metrics = countCacheMetrics();
    const store = createMemoryStore({ clock: createFakeClock(), metrics, maxBytes: 11_000 });
    const write = (key: string) => ({ key, entry: createEntry('x'.repeat(3_000)), ttlMs: 1_000 });
    await store.setMany([write('a'), write('b')]);
    await store.getMany(['a']);

    await store.setMany([write('c'), write('d')]);

    const found = await store.getMany(['a', 'b', 'c', 'd']);
    expect(found.map((entry) => entry !== undefined)).toEqual([true, false, true, true]);
    expect(metrics.read('evictions')).toBe(1);
  });

  it('holds no more memory than its bound says, however many entries are written', async () => {
    const maxBytes = 4 * 1_024 ** 2;
    const store = createMemoryStore({
      clock: createFakeClock(),
      metrics: countCacheMetrics(),
      maxBytes,
    });
    const writeRound = async (round: number): Promise<void> => {
      for (let index = 0; index < 20_000; index += 1) {
        const entry = createEntry(`${round}:${index}`.padEnd(100));
        await store.setMany([{ key: `key:${round}:${index}`, entry, ttlMs: 60_000 }]);
      }
    };
    await writeRound(0);

    await writeRound(1);

    const kept = await store.getMany(
      Array.from({ length: 20_000 }, (_, index) => `key:1:${index}`),
    );
    const keptBytes = kept.reduce((sum, entry) => sum + (entry?.value.byteLength ?? 0), 0);
    expect(keptBytes).toBeGreaterThan(500_000);
    expect(keptBytes).toBeLessThan(maxBytes);
  });
});
