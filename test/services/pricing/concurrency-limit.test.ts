// Only so many requests of one client at a time.
import { describe, expect, it } from 'vitest';

import { createConcurrencyLimit } from '../../../services/pricing/concurrency-limit.ts';

describe('createConcurrencyLimit', () => {
  it('refuses the third request of a client, not that of another', () => {
    const limit = createConcurrencyLimit(2);

    const places = [limit.acquire('a'), limit.acquire('a'), limit.acquire('a'), limit.acquire('b')];

    expect(places.map(Boolean)).toEqual([true, true, false, true]);
  });

  it('gives a place back once, however often it is released', () => {
    const limit = createConcurrencyLimit(1);
    const release = limit.acquire('a');

    release?.();
    release?.();
    const second = limit.acquire('a');
    release?.();

    expect(second).toBeDefined();
    expect(limit.acquire('a')).toBeUndefined();
  });
});
