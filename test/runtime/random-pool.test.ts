// Bytes drawn ahead are still given out once each.
import { describe, expect, it } from 'vitest';

import { createRandomPool } from '../../runtime/random-pool.ts';

describe('createRandomPool', () => {
  it('gives each byte out once, and draws again when they are used up', () => {
    let drawn = 0;
    const take = createRandomPool((sizeBytes) => {
      drawn += 1;
      return Uint8Array.from({ length: sizeBytes }, (_none, index) => (index * 7 + drawn) % 256);
    });

    const given = Array.from({ length: 600 }, () => Buffer.from(take(8)));

    expect(given.every(({ byteLength }) => byteLength === 8)).toBe(true);
    expect(drawn).toBe(2);
    expect(given[0]).not.toEqual(given[1]);
    expect(given[0]).not.toEqual(given[512]);
  });

  it('passes on what is larger than the pool', () => {
    const take = createRandomPool((sizeBytes) => new Uint8Array(sizeBytes));

    expect(take(10_000).byteLength).toBe(10_000);
  });
});
