// Stopping on a signal: once, at once at the second, and not for ever.
import { EventEmitter } from 'node:events';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { silentLog } from '../../runtime/log.ts';
import { onStopSignal } from '../../runtime/stop-signal.ts';
import { createFakeClock } from './create-fake-clock.ts';

/** A process that only notes with which codes it was told to exit. */
class FakeProcess extends EventEmitter {
  readonly exitCodes: number[] = [];

  exit(code: number): void {
    this.exitCodes.push(code);
  }
}

describe('onStopSignal', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const watch = (stop: () => Promise<void>) => {
    const source = new FakeProcess();
    const clock = createFakeClock();
    const release = onStopSignal({ source, clock, log: silentLog, stop, fuseMs: 1_000 });
    return { source, clock, release };
  };
  const hang = (): Promise<void> => new Promise(() => undefined);

  it.each(['SIGINT', 'SIGTERM'])('stops at %s, then exits with 0', async (signal) => {
    const stop = vi.fn<() => Promise<void>>(() => Promise.resolve());
    const { source } = watch(stop);

    source.emit(signal);
    await vi.advanceTimersByTimeAsync(0);

    expect(stop).toHaveBeenCalledTimes(1);
    expect(source.exitCodes).toEqual([0]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('takes the same keypress that arrives twice as one', () => {
    const { source, clock } = watch(hang);

    source.emit('SIGINT');
    clock.advance(20);
    source.emit('SIGINT');

    expect(source.exitCodes).toEqual([]);
  });

  it('exits at once at a second signal', () => {
    const { source, clock } = watch(hang);

    source.emit('SIGTERM');
    clock.advance(600);
    source.emit('SIGINT');

    expect(source.exitCodes).toEqual([130]);
  });

  it('exits with 1 when stopping takes longer than the fuse', async () => {
    const { source } = watch(hang);

    source.emit('SIGTERM');
    await vi.advanceTimersByTimeAsync(1_000);

    expect(source.exitCodes).toEqual([1]);
  });

  it('exits with 1 when stopping fails', async () => {
    const { source } = watch(() => Promise.reject(new Error('a part hangs on')));

    source.emit('SIGTERM');
    await vi.advanceTimersByTimeAsync(0);

    expect(source.exitCodes).toEqual([1]);
  });

  it('lets go of the process', () => {
    const { source, release } = watch(hang);

    release();

    expect(source.listenerCount('SIGINT') + source.listenerCount('SIGTERM')).toBe(0);
  });
});
