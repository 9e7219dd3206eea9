// Deadlines: expiry, parents and letting go.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { CancellationSource } from '../../runtime/cancellation.ts';
import { createDeadline } from '../../runtime/deadline.ts';
import { CountedSource } from './counted-source.ts';
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

  it('is over with the first of its parents, for the reason of that one', () => {
    const [one, other] = [new CancellationSource(), new CancellationSource()];
    const deadline = createDeadline(clock, 100, one, undefined, other);
    const reasons: unknown[] = [];
    deadline.addListener((reason) => reasons.push(reason));

    other.cancel('other');
    one.cancel('one');
    pass(200);

    expect([deadline.isCancelled, deadline.reason, reasons]).toEqual([true, 'other', ['other']]);
  });

  it('lets go of its parents when it is disposed of', () => {
    const [one, other] = [new CountedSource(), new CountedSource()];
    const deadline = createDeadline(clock, 100, one, other);
    expect([one.listenerCount, other.listenerCount]).toEqual([1, 1]);

    deadline.dispose();
    one.cancel('late');

    expect([one.listenerCount, other.listenerCount, deadline.isCancelled]).toEqual([0, 0, false]);
  });
});
