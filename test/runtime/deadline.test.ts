// Deadlines: expiry, parents and letting go.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createDeadline } from '../../runtime/deadline.ts';
import { createFakeClock, type FakeClock } from './create-fake-clock.ts';

describe('createDeadline', () => {
  let clock: FakeClock;
  beforeEach(() => {
    vi.useFakeTimers();
    clock = createFakeClock();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const pass = (ms: number): void => {
    clock.advance(ms);
    vi.advanceTimersByTime(ms);
  };

  it('counts down and aborts when its time is over', () => {
    const deadline = createDeadline(clock, 100);

    pass(60);
    expect([deadline.remainingMs(), deadline.signal.aborted]).toEqual([40, false]);

    pass(50);
    expect([deadline.remainingMs(), deadline.signal.aborted]).toEqual([0, true]);
    expect(deadline.signal.reason).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  });

  it('ends with its parent where that is earlier, and before it otherwise', () => {
    const parent = createDeadline(clock, 100);
    const longer = createDeadline(clock, 500, parent);
    const shorter = createDeadline(clock, 10, parent);

    expect([longer.expiresAtMs, shorter.expiresAtMs]).toEqual([
      parent.expiresAtMs,
      clock.monotonicMs() + 10,
    ]);
    pass(20);
    expect([longer.signal.aborted, shorter.signal.aborted]).toEqual([false, true]);
    expect(parent.signal.aborted).toBe(false);
  });

  it('is over at once below a parent that is over', () => {
    const parent = createDeadline(clock, 0);
    pass(5);

    const child = createDeadline(clock, 100, parent);

    expect([child.signal.aborted, child.remainingMs()]).toEqual([true, 0]);
  });

  it('may lie further ahead than a timer reaches', () => {
    const deadline = createDeadline(clock, Number.MAX_SAFE_INTEGER);

    pass(60_000);

    expect(deadline.signal.aborted).toBe(false);
    deadline.dispose();
  });

  it('leaves no timer behind once it is disposed of', () => {
    const parent = createDeadline(clock, 100);
    const child = createDeadline(clock, 50, parent);

    child.dispose();
    parent.dispose();

    expect(vi.getTimerCount()).toBe(0);
    pass(200);
    expect(child.signal.aborted).toBe(false);
  });
});
