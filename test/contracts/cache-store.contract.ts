// What every driver of CacheStore promises. A driver's test calls this with a way to make one.
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { CacheEntry, CacheStore } from '../../cache/store.ts';
import { type CountedCacheMetrics, countCacheMetrics } from './count-cache-metrics.ts';

/** A store under test. */
export interface StoreUnderTest {
  readonly store: CacheStore;
  /** Lets so much time pass for the store. */
  readonly passTime: (ms: number) => Promise<void>;
}

/** Makes an entry whose value is this text. */
export function createEntry(text: string, more: Partial<CacheEntry> = {}): CacheEntry {
  return { value: Buffer.from(text), storedAtMs: 1_000, freshUntilMs: 2_000, ...more };
}

/** Reads an entry's value as text. */
export function readText(entry: CacheEntry | undefined): string | undefined {
  return entry && Buffer.from(entry.value).toString();
}

/** Runs the suite. `create` gives an empty store whose entries may have 64 KB at most. */
export function describeCacheStoreContract(
  driver: string,
  create: (metrics: CountedCacheMetrics) => Promise<StoreUnderTest>,
): void {
  describe(`${driver} as a cache store`, () => {
    const metrics = countCacheMetrics();
    let store: CacheStore;
    let passTime: StoreUnderTest['passTime'];

    beforeAll(async () => {
      ({ store, passTime } = await create(metrics));
    });
    afterAll(async () => {
      await store.close();
    });
    beforeEach(() => metrics.reset());

    it('gives back entries in the order of the keys, and undefined for unknown ones', async () => {
      const one = createEntry('one', { etag: 'W/"é1"' });
      const two = createEntry('two');
      await store.setMany([
        { key: 'order:1', entry: one, ttlMs: 60_000 },
        { key: 'order:2', entry: two, ttlMs: 60_000 },
      ]);

      const found = await store.getMany(['order:2', 'order:none', 'order:1', 'order:2']);

      expect(found.map(readText)).toEqual(['two', undefined, 'one', 'two']);
      expect(found[2]).toMatchObject({ etag: 'W/"é1"', storedAtMs: 1_000, freshUntilMs: 2_000 });
      expect(found[0]).not.toHaveProperty('etag');
      expect([metrics.read('hits'), metrics.read('misses')]).toEqual([3, 1]);
      expect(metrics.read('writes')).toBe(2);
    });

    it('keeps any bytes, key and ETag as they are', async () => {
      const anyWrite = fc.record({
        key: fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => `any:${text}`),
        value: fc.uint8Array({ maxLength: 2_000 }),
        etag: fc.option(fc.string(), { nil: undefined }),
        storedAtMs: fc.integer({ min: 0, max: 4_000_000_000_000 }),
      });
      await fc.assert(
        fc.asyncProperty(anyWrite, async ({ key, value, etag, storedAtMs }) => {
          const entry = { value, storedAtMs, freshUntilMs: storedAtMs + 5 };
          const withEtag = etag === undefined ? entry : { ...entry, etag };
          await store.setMany([{ key, entry: withEtag, ttlMs: 60_000 }]);

          const [found] = await store.getMany([key]);

          expect(found && { ...found, value: [...found.value] }).toEqual({
            ...withEtag,
            value: [...value],
          });
        }),
        { numRuns: 60 },
      );
    });

    it('keeps entries beyond their freshness, for revalidation, until their lifetime ends', async () => {
      const stale = createEntry('stale', { freshUntilMs: 0, etag: '"1"' });
      await store.setMany([{ key: 'life', entry: stale, ttlMs: 60 }]);

      const [before] = await store.getMany(['life']);
      await passTime(90);
      const [after] = await store.getMany(['life']);

      expect(readText(before)).toBe('stale');
      expect(after).toBeUndefined();
    });

    it('replaces an entry, its ETag and its lifetime', async () => {
      const old = createEntry('old', { etag: '"1"' });
      await store.setMany([{ key: 'again', entry: old, ttlMs: 60 }]);
      await store.setMany([{ key: 'again', entry: createEntry('new'), ttlMs: 60_000 }]);

      await passTime(90);
      const [found] = await store.getMany(['again']);

      expect(readText(found)).toBe('new');
      expect(found).not.toHaveProperty('etag');
    });

    it('refuses entries without a lifetime or above the bound', async () => {
      const huge = createEntry('x'.repeat(64 * 1_024 + 1));
      await store.setMany([
        { key: 'refused:0', entry: createEntry('a'), ttlMs: 0 },
        { key: 'refused:1', entry: createEntry('b'), ttlMs: -5 },
        { key: 'refused:2', entry: huge, ttlMs: 60_000 },
      ]);

      const found = await store.getMany(['refused:0', 'refused:1', 'refused:2']);

      expect(found).toEqual([undefined, undefined, undefined]);
      expect(metrics.read('refused_writes')).toBe(3);
    });

    it('forgets what is deleted and nothing else', async () => {
      await store.setMany([
        { key: 'gone', entry: createEntry('gone'), ttlMs: 60_000 },
        { key: 'stays', entry: createEntry('stays'), ttlMs: 60_000 },
      ]);

      await store.deleteMany(['gone', 'never-there']);

      const found = await store.getMany(['gone', 'stays']);
      expect(found.map(readText)).toEqual([undefined, 'stays']);
      expect(metrics.read('deletes')).toBe(1);
    });

    it('does not see what the caller does to its buffer later', async () => {
      const value = Buffer.from('before');
      await store.setMany([{ key: 'copy', entry: { ...createEntry(''), value }, ttlMs: 60_000 }]);

      value.fill('x');

      expect(readText((await store.getMany(['copy']))[0])).toBe('before');
    });

    it('takes empty lists', async () => {
      await store.setMany([]);
      await store.deleteMany([]);

      expect(await store.getMany([])).toEqual([]);
    });

    it('treats keys such as __proto__ as keys', async () => {
      const keys = ['__proto__', 'constructor', '{a}{b}', 'a b\r\nFLUSHALL', ''];
      await store.setMany(keys.map((key) => ({ key, entry: createEntry(key), ttlMs: 60_000 })));

      expect((await store.getMany(keys)).map(readText)).toEqual(keys);
    });

    it('answers with misses after it was closed', async () => {
      const { store: other } = await create(metrics);
      await other.setMany([{ key: 'closed', entry: createEntry('x'), ttlMs: 60_000 }]);

      await other.close();

      expect(await other.getMany(['closed'])).toEqual([undefined]);
    });
  });
}
