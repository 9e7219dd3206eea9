// Windows in this process: the contract, the end of a minute, and the bound.
import { afterEach, describe, expect, it, vi } from 'vitest';

import { createMemoryWindows } from '../../../../gateway/guard/rate-limits/memory-windows.ts';
import { systemClock } from '../../../../runtime/clock.ts';
import { describeWindowsContract } from '../../../contracts/windows.contract.ts';

const faked = { toFake: ['Date', 'setTimeout', 'clearTimeout', 'performance'] } as const;
afterEach(() => {
  vi.useRealTimers();
});

describeWindowsContract('memory', () => {
  vi.useFakeTimers({ toFake: [...faked.toFake] });
  return Promise.resolve({
    windows: createMemoryWindows({ clock: systemClock }),
    async endWindow() {
      await vi.advanceTimersByTimeAsync(60_001);
    },
  });
});

describe('createMemoryWindows', () => {
  it('lets the key that was not asked for for the longest time make room', async () => {
    const windows = createMemoryWindows({ clock: systemClock, maxEntries: 3 });
    const old = await windows.add('old', 5);
    for (const key of ['busy', 'second', 'busy', 'third', 'busy']) await windows.add(key, 1);

    await windows.giveBack(old, 5);

    expect(windows.readFigures()).toEqual({ entries: 3, evicted: 1 });
    expect((await windows.add('busy', 1)).count).toBe(4);
    expect((await windows.add('old', 1)).count).toBe(1);
    await windows.close();
  });

  it('keeps no timer and no entry once it is closed', async () => {
    vi.useFakeTimers({ toFake: [...faked.toFake] });
    const windows = createMemoryWindows({ clock: systemClock, maxEntries: 2 });
    for (const key of ['a', 'b', 'c']) await windows.add(key, 1);
    const before = vi.getTimerCount();

    await windows.close();

    expect([before, vi.getTimerCount(), windows.readFigures().entries]).toEqual([2, 0, 0]);
  });
});
