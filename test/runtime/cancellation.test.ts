// Work that nobody wants any more: who is told, in which order, and what is left behind.
import { describe, expect, it, vi } from 'vitest';

import { CancellationSource, waitWhileWanted } from '../../runtime/cancellation.ts';
import { CountedSource } from './counted-source.ts';

describe('CancellationSource', () => {
  it('tells all listeners once, in the order in which they came, with the first reason', () => {
    const source = new CancellationSource();
    const told: unknown[] = [];
    source.addListener((reason) => told.push(['first', reason]));
    source.addListener((reason) => told.push(['second', reason]));

    source.cancel('why');
    source.cancel('why again');

    expect(told).toEqual([
      ['first', 'why'],
      ['second', 'why'],
    ]);
    expect([source.isCancelled, source.reason]).toEqual([true, 'why']);
  });

  it('is cancelled already when its listeners are told, and takes no more of them', () => {
    const source = new CancellationSource();
    const late = vi.fn<() => void>();
    const seen: boolean[] = [];
    source.addListener(() => {
      seen.push(source.isCancelled);
      source.addListener(late);
    });

    source.cancel('why');
    source.addListener(late);

    expect(seen).toEqual([true]);
    expect(late).not.toHaveBeenCalled();
  });

  it('tells no listener that has been taken away, not even by one that was told before it', () => {
    const source = new CancellationSource();
    const before = vi.fn<() => void>();
    const meanwhile = vi.fn<() => void>();
    source.addListener(before);
    source.removeListener(before);
    source.addListener(() => source.removeListener(meanwhile));
    source.addListener(meanwhile);

    source.cancel('why');

    expect(before).not.toHaveBeenCalled();
    expect(meanwhile).not.toHaveBeenCalled();
  });

  it('throws its reason once it is cancelled', () => {
    const source = new CancellationSource();

    expect(() => source.throwIfCancelled()).not.toThrow();
    source.cancel(new Error('left'));
    expect(() => source.throwIfCancelled()).toThrow('left');
  });

  it.each(['before', 'after'])('aborts a signal that is asked for %s it is cancelled', (when) => {
    const source = new CancellationSource();
    const early = when === 'before' ? source.signal : undefined;
    const reason = new Error('left');

    expect(early?.aborted ?? false).toBe(false);
    source.cancel(reason);

    expect([source.signal.aborted, source.signal.reason]).toEqual([true, reason]);
    expect(source.signal).toBe(early ?? source.signal);
  });
});

describe('waitWhileWanted', () => {
  it('gives what the work gives, and leaves no listener behind', async () => {
    const source = new CountedSource();

    expect(await waitWhileWanted(Promise.resolve('done'), source)).toBe('done');
    await expect(waitWhileWanted(Promise.reject(new Error('broke')), source)).rejects.toThrow(
      'broke',
    );

    expect(source.listenerCount).toBe(0);
  });

  it('rejects with the reason while the work goes on, whose failure then harms nobody', async () => {
    const source = new CancellationSource();
    const unhandled = vi.fn<(error: unknown) => void>();
    process.on('unhandledRejection', unhandled);
    let fail: (error: Error) => void = () => undefined;
    const work = new Promise<string>((_resolve, reject) => (fail = reject));
    const waited = waitWhileWanted(work, source);

    source.cancel(new Error('left'));
    await expect(waited).rejects.toThrow('left');
    fail(new Error('too late'));
    await new Promise((resolve) => setImmediate(resolve));

    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('waits for nothing that is not wanted from the start', async () => {
    const source = new CancellationSource();
    source.cancel(new Error('left'));

    await expect(waitWhileWanted(new Promise(() => undefined), source)).rejects.toThrow('left');
  });
});
