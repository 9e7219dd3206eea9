// Operations at the door: few at a time while the processor is busy, all of them while it has time left.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createConcurrencyLimiter } from '../../../gateway/engine/concurrency-limiter.ts';
import { CancellationSource } from '../../../runtime/cancellation.ts';
import { propertyRuns } from '../../property-runs.ts';
import { createFakeClock } from '../../runtime/create-fake-clock.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Work that ends when the test says so; the processor idles when the test says so. */
function openDoor(busyConcurrency: number, maxWaitMs = 100) {
  const clock = createFakeClock();
  let idleMs = 0;
  const limiter = createConcurrencyLimiter({
    busyConcurrency,
    maxWaitMs,
    clock,
    readIdleMs: () => idleMs,
  });
  const begun: number[] = [];
  const ends = new Map<number, () => void>();
  let asked = 0;
  return {
    limiter,
    clock,
    begun,
    ends,
    ask: (wanted = new CancellationSource()) => {
      const number = asked;
      asked += 1;
      const done = limiter.run(() => {
        begun.push(number);
        return new Promise<number>((resolve) => ends.set(number, () => resolve(number)));
      }, wanted);
      done.catch(() => undefined);
      return { done, wanted };
    },
    /** Lets a millisecond pass, of which the processor had nothing to do for so long. */
    pass: async (idledMs: number) => {
      idleMs += idledMs;
      await vi.advanceTimersByTimeAsync(1);
    },
    end: async (number: number) => {
      ends.get(number)?.();
      ends.delete(number);
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

describe('createConcurrencyLimiter', () => {
  it('runs at once what few enough ask for, and gives back what the work gives', async () => {
    const { limiter, clock } = openDoor(2);
    const wanted = new CancellationSource();

    expect(await limiter.run(() => Promise.resolve('done'), wanted)).toBe('done');
    await expect(limiter.run(() => Promise.reject(new Error('broke')), wanted)).rejects.toThrow(
      'broke',
    );
    await expect(
      limiter.run(() => {
        throw new Error('at once');
      }, wanted),
    ).rejects.toThrow('at once');

    expect([limiter.running, limiter.waiting, vi.getTimerCount()]).toEqual([0, 0, 0]);
    expect(clock.monotonicMs()).toBe(1_000);
  });

  it('lets the others in one by one while busy, in the order of asking', async () => {
    const { limiter, ask, pass, end, begun } = openDoor(2);
    for (let operation = 0; operation < 6; operation += 1) ask();

    for (let check = 0; check < 20; check += 1) await pass(0);
    expect(begun).toEqual([0, 1]);

    for (const number of [1, 0, 2, 3]) {
      await end(number);
      await pass(0.2);
      expect(limiter.running).toBe(2);
    }
    expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('lets nobody in before those who wait', async () => {
    const { ask, end, begun } = openDoor(1);
    ask();
    ask();
    await end(0);

    ask();
    await end(1);

    expect(begun).toEqual([0, 1, 2]);
  });

  it('doubles what runs with each check that finds the processor idle', async () => {
    const { limiter, ask, pass } = openDoor(2);
    for (let operation = 0; operation < 30; operation += 1) ask();

    const running: number[] = [];
    for (let check = 0; check < 4; check += 1) {
      await pass(0.5);
      running.push(limiter.running);
    }
    await pass(0.5);

    expect(running).toEqual([4, 8, 16, 30]);
    expect([limiter.waiting, vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('lets someone in when all that ran have ended, and when nothing may run but on idle time', async () => {
    const { ask, pass, begun } = openDoor(0);
    ask();
    ask();

    await pass(0);
    expect(begun).toEqual([]);
    await pass(1);
    await pass(1);

    expect(begun).toEqual([0, 1]);
  });

  it('goes back to few once the processor is busy again', async () => {
    const { limiter, ask, pass, end } = openDoor(2);
    for (let operation = 0; operation < 8; operation += 1) ask();
    await pass(1);
    await pass(0);
    expect(limiter.running).toBe(4);

    await end(0);
    await end(1);
    expect([limiter.running, limiter.waiting]).toEqual([2, 4]);
    await end(2);

    expect([limiter.running, limiter.waiting]).toEqual([2, 3]);
  });

  it('forgets those who leave, and runs nothing for them', async () => {
    const { limiter, ask, end, begun } = openDoor(1);
    ask();
    const leaving = ask();
    ask();
    leaving.wanted.cancel(new Error('left'));
    const gone = new CancellationSource();
    gone.cancel(new Error('gone before'));

    await expect(leaving.done).rejects.toThrow('left');
    await expect(ask(gone).done).rejects.toThrow('gone before');
    await end(0);
    await end(2);

    expect(begun).toEqual([0, 2]);
    expect([limiter.running, limiter.waiting]).toEqual([0, 0]);
  });

  it('is crowded by how long the first has waited, and by none who left', async () => {
    const { limiter, clock, ask } = openDoor(1, 100);
    ask();
    clock.advance(1_000);
    const first = ask();
    clock.advance(60);
    ask();
    clock.advance(40);
    expect(limiter.isCrowded()).toBe(false);

    clock.advance(1);
    expect(limiter.isCrowded()).toBe(true);
    first.wanted.cancel('left');
    expect(limiter.isCrowded()).toBe(false);
    clock.advance(60);
    expect(limiter.isCrowded()).toBe(true);
  });

  it('is crowded for those who can come again at a share of the wait', () => {
    const { limiter, clock, ask } = openDoor(1, 100);
    ask();
    ask();

    clock.advance(50);
    expect([limiter.isCrowded(0.5), limiter.isCrowded()]).toEqual([false, false]);
    clock.advance(1);
    expect([limiter.isCrowded(0.5), limiter.isCrowded()]).toEqual([true, false]);
  });

  it('is crowded by 10,000 who wait, however short', () => {
    const { limiter, ask } = openDoor(0);
    for (let operation = 0; operation < 9_999; operation += 1) ask();
    expect(limiter.isCrowded()).toBe(false);

    ask();

    expect(limiter.isCrowded()).toBe(true);
  });

  it('is never crowded where no wait is too long', () => {
    const { limiter, clock, ask } = openDoor(0, 0);
    ask();

    clock.advance(1_000_000);

    expect(limiter.isCrowded()).toBe(false);
  });

  it('loses nobody and no place, whatever happens', async () => {
    const step = fc.record({
      kind: fc.constantFrom('ask', 'ask', 'end', 'end', 'leave', 'idle', 'busy'),
      at: fc.nat(30),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(step, { maxLength: 50 }),
        async (busyConcurrency, steps) => {
          const door = openDoor(busyConcurrency);
          const { limiter, ends, begun } = door;
          const asked: ReturnType<typeof door.ask>[] = [];
          let mayRun = busyConcurrency;
          for (const { kind, at } of steps) {
            if (kind === 'ask') asked.push(door.ask());
            else if (kind === 'leave') asked[at % Math.max(1, asked.length)]?.wanted.cancel('left');
            else if (kind === 'end') {
              const running = [...ends.keys()];
              await door.end(running[at % Math.max(1, running.length)] ?? -1);
            } else await door.pass(kind === 'idle' ? 1 : 0);
            await vi.advanceTimersByTimeAsync(0);
            mayRun = Math.max(
              busyConcurrency,
              kind === 'idle' ? limiter.running : Math.min(mayRun, limiter.running),
            );
            expect(limiter.running).toBe(ends.size);
            expect(limiter.running).toBeLessThanOrEqual(mayRun);
            expect(limiter.waiting === 0 || limiter.running >= busyConcurrency).toBe(true);
          }
          while (ends.size > 0) await door.end([...ends.keys()][0] ?? -1);

          expect([limiter.running, limiter.waiting]).toEqual([0, 0]);
          expect(begun).toEqual(begun.toSorted((one, other) => one - other));
          await door.pass(0);
          expect(vi.getTimerCount()).toBe(0);
          await Promise.allSettled(asked.map(({ done }) => done));
        },
      ),
      propertyRuns(200),
    );
  });
});
