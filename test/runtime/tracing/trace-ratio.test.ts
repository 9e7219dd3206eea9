// Which traces a ratio keeps: evenly, and always the same ones.
import { randomBytes } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { isWithinRatio } from '../../../runtime/tracing/trace-ratio.ts';

describe('a ratio', () => {
  it('keeps about its share of random ids, and of 0 and 1 none and all', () => {
    const ids = Array.from({ length: 20_000 }, () => randomBytes(16).toString('hex'));

    const share = (ratio: number) =>
      ids.filter((id) => isWithinRatio(id, ratio)).length / ids.length;

    expect(share(0)).toBe(0);
    expect(share(0.01)).toBeGreaterThan(0.006);
    expect(share(0.01)).toBeLessThan(0.014);
    expect(share(0.5)).toBeCloseTo(0.5, 1);
    expect(share(1)).toBe(1);
  });

  // The four words of the id by exclusive or, against the ratio of 2^32 - 1.
  it.each([
    ['00000000000000000000000000000001', 0.01, true],
    ['000000000000000000000000028f5c27', 0.01, true],
    ['000000000000000000000000028f5c29', 0.01, false],
    ['ffffffff0000000000000000ffffffff', 0.01, true],
    ['80000000000000000000000000000000', 0.5, false],
    ['7fffffff000000000000000000000000', 0.5, false],
    ['7ffffffe000000000000000000000000', 0.5, true],
  ])('decides about %s at %d as the SDK does', (id, ratio, isKept) => {
    const decision = isWithinRatio(id, ratio);

    expect(decision).toBe(isKept);
  });
});
