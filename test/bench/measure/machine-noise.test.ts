// Telling a quiet machine from a busy one.
import { describe, expect, it } from 'vitest';

import { describeNoise, isNoisy, parseCpuCounters } from '../../../bench/measure/machine-noise.ts';

describe('parseCpuCounters', () => {
  it('sums up all states of all cores', () => {
    const text = 'cpu  100 10 50 700 30 5 5 100 60 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n';

    expect(parseCpuCounters(text)).toEqual({ total: 1_000, idle: 730, stolen: 100 });
  });

  it('makes nothing of a machine without counters', () => {
    expect(parseCpuCounters('')).toBeUndefined();
  });
});

describe('describeNoise', () => {
  const before = { total: 0, idle: 0, stolen: 0 };

  it('takes the time of the bench itself for no noise', () => {
    const noise = describeNoise(before, { total: 1_000, idle: 400, stolen: 10 }, 5_900, 1.5);

    expect(noise).toEqual({ steal: 0.01, neighbours: 0, load: 1.5 });
    expect(isNoisy(noise)).toBe(false);
  });

  it.each([
    ['a host that steals', { total: 1_000, idle: 800, stolen: 50 }],
    ['neighbours', { total: 1_000, idle: 500, stolen: 0 }],
  ])('shows %s', (_name, after) => {
    expect(isNoisy(describeNoise(before, after, 1_000, 0))).toBe(true);
  });
});
