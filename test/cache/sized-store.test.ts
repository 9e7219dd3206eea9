// Objects within a bound of memory.
import { describe, expect, it } from 'vitest';

import { createSizedStore } from '../../cache/sized-store.ts';

const text = (length: number) => ({ text: 'x'.repeat(length) });

describe('createSizedStore', () => {
  it('gives back what it keeps, until it is deleted', async () => {
    const store = createSizedStore<{ text: string }>(10_000);
    await store.set('a', text(10));
    await store.set('b', text(20));

    await store.delete('b');

    expect([await store.get('a'), await store.get('b')]).toEqual([text(10), undefined]);
  });

  it('lets the least recently used go, at four bytes a character', async () => {
    const store = createSizedStore<{ text: string }>(10_000);
    await store.set('a', text(1_000));
    await store.set('b', text(1_000));
    await store.get('a');

    await store.set('c', text(1_000));

    expect(await store.get('a')).toBeDefined();
    expect(await store.get('b')).toBeUndefined();
    expect(await store.get('c')).toBeDefined();
  });

  it('keeps nothing that is bigger than its bound', async () => {
    const store = createSizedStore<{ text: string }>(10_000);

    await store.set('a', text(5_000));

    expect(await store.get('a')).toBeUndefined();
  });
});
