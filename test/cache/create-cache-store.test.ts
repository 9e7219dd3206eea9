// Which driver a configuration gets.
import { describe, expect, it } from 'vitest';

import { createCacheStore } from '../../cache/create-cache-store.ts';
import { silentLog } from '../../runtime/log.ts';
import { createEntry } from '../contracts/cache-store.contract.ts';
import { countCacheMetrics } from '../contracts/count-cache-metrics.ts';
import { createFakeClock } from '../runtime/create-fake-clock.ts';

describe('createCacheStore', () => {
  const clock = createFakeClock();

  it('keeps entries in memory, within the bound that is set, where no Redis is named', async () => {
    const metrics = countCacheMetrics();
    const store = createCacheStore({ clock, log: silentLog, metrics, memoryMaxBytes: 5_000 });
    const entry = createEntry('x'.repeat(1_500));

    await store.setMany(['a', 'b', 'c'].map((key) => ({ key, entry, ttlMs: 1_000 })));

    const found = await store.getMany(['a', 'b', 'c']);
    expect(found.map((each) => each !== undefined)).toEqual([false, true, true]);
    expect(store.health()).toBe('up');
  });

  it('opens no connection before its first use', async () => {
    const store = createCacheStore({
      redisUrl: 'redis://127.0.0.1:1',
      clock,
      log: silentLog,
      metrics: countCacheMetrics(),
    });

    expect(store.health()).toBe('up');
    await store.getMany(['a']);
    expect(store.health()).toBe('down');
    await store.close();
  });
});
