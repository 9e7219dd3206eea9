// Shared work: one call for many callers, none of whom can spoil it for the others.
import { describe, expect, it, vi } from 'vitest';

import { type Cancellation, CancellationSource } from '../../runtime/cancellation.ts';
import { createSingleFlight } from '../../cache/single-flight.ts';

/** Work that ends when the test says so. */
function createWork() {
  let calls = 0;
  let finish: (value: string) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  let wanted: Cancellation | undefined;
  return {
    work: async (given: Cancellation): Promise<string> => {
      calls += 1;
      wanted = given;
      return await new Promise<string>((resolve, reject) => {
        finish = resolve;
        fail = reject;
      });
    },
    finish: (value: string) => finish(value),
    fail: (error: Error) => fail(error),
    calls: () => calls,
    isCancelled: () => wanted?.isCancelled ?? false,
    reason: (): unknown => wanted?.reason,
  };
}

describe('createSingleFlight', () => {
  it('does the work once for 500 who ask at the same time', async () => {
    const flights = createSingleFlight<string>();
    const { work, finish, calls, isCancelled } = createWork();

    const answers = Array.from({ length: 500 }, () => flights.run('key', work));
    finish('done');

    expect(new Set(await Promise.all(answers))).toEqual(new Set(['done']));
    expect(calls()).toBe(1);
    expect(flights.size).toBe(0);
    expect(isCancelled()).toBe(false);
  });

  it('keeps different keys apart', async () => {
    const flights = createSingleFlight<string>();

    const answers = await Promise.all([
      flights.run('a', () => Promise.resolve('1')),
      flights.run('b', () => Promise.resolve('2')),
    ]);

    expect(answers).toEqual(['1', '2']);
  });

  it('goes on for the followers when the leader leaves', async () => {
    const flights = createSingleFlight<string>();
    const { work, finish, isCancelled } = createWork();
    const leader = new CancellationSource();
    const led = flights.run('key', work, leader);
    const followed = flights.run('key', work);

    leader.cancel(new Error('leader left'));

    await expect(led).rejects.toThrow('leader left');
    expect(isCancelled()).toBe(false);
    finish('for the follower');
    expect(await followed).toBe('for the follower');
  });

  it('ends the work once everyone has left, and starts anew for the next', async () => {
    const flights = createSingleFlight<string>();
    const first = createWork();
    const [one, two] = [new CancellationSource(), new CancellationSource()];
    const waits = [flights.run('key', first.work, one), flights.run('key', first.work, two)];

    one.cancel(new Error('first'));
    two.cancel(new Error('last'));
    await Promise.allSettled(waits);

    expect(first.isCancelled()).toBe(true);
    expect(first.reason()).toEqual(new Error('last'));
    expect(await flights.run('key', () => Promise.resolve('anew'))).toBe('anew');
  });

  it('gives a failure to all who wait and to nobody after', async () => {
    const flights = createSingleFlight<string>();
    const { work, fail } = createWork();
    const waits = [flights.run('key', work), flights.run('key', work)];

    fail(new Error('origin is down'));

    const outcomes = await Promise.allSettled(waits);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
    expect(await flights.run('key', () => Promise.resolve('better'))).toBe('better');
  });

  it('turns a throw before the first await into a rejection', async () => {
    const flights = createSingleFlight<string>();

    const answer = flights.run('key', () => {
      throw new Error('at once');
    });

    await expect(answer).rejects.toThrow('at once');
    expect(flights.size).toBe(0);
  });

  it('does not start work for a caller who has already left', async () => {
    const flights = createSingleFlight<string>();
    const { work, calls } = createWork();
    const left = new CancellationSource();
    left.cancel(new Error('left'));

    await expect(flights.run('key', work, left)).rejects.toThrow('left');

    expect(calls()).toBe(0);
  });

  it('counts who joined, those who left included, and knows when it will be over', async () => {
    const flights = createSingleFlight<string>();
    const { work, finish, isCancelled } = createWork();
    const flight = flights.start('key', work, 1_234);
    const leaving = new CancellationSource();
    const left = flight.join(leaving);
    const stays = flights.find('key')?.join();

    leaving.cancel(new Error('left'));
    await expect(left).rejects.toThrow('left');

    expect([flight.passengerCount, flight.expiresAtMs, isCancelled()]).toEqual([2, 1_234, false]);
    finish('done');
    expect(await stays).toBe('done');
    expect([flights.find('key'), flights.size]).toEqual([undefined, 0]);
  });

  it('puts a flight in the place of another, which goes on for those who are in it', async () => {
    const flights = createSingleFlight<string>();
    const [first, second] = [createWork(), createWork()];
    const inFirst = flights.start('key', first.work).join();
    const inSecond = flights.start('key', second.work).join();

    first.finish('first');
    expect(await inFirst).toBe('first');

    expect(flights.size).toBe(1);
    const joined = flights.run('key', () => Promise.resolve('third'));
    second.finish('second');
    expect([await inSecond, await joined]).toEqual(['second', 'second']);
  });

  it('is left by a passenger who had gone before joining, and ends if that was the only one', async () => {
    const flights = createSingleFlight<string>();
    const { work, isCancelled } = createWork();
    const flight = flights.start('key', work);
    const gone = new CancellationSource();
    gone.cancel(new Error('gone before'));

    await expect(flight.join(gone)).rejects.toThrow('gone before');

    expect([isCancelled(), flights.size]).toEqual([true, 0]);
  });

  it('harms nobody when its work fails after all have left', async () => {
    const unhandled = vi.fn<(error: unknown) => void>();
    process.on('unhandledRejection', unhandled);
    const flights = createSingleFlight<string>();
    const { work, fail } = createWork();
    const leaving = new CancellationSource();
    const left = flights.run('key', work, leaving);
    leaving.cancel(new Error('left'));
    await expect(left).rejects.toThrow('left');

    fail(new Error('too late'));
    await new Promise((resolve) => setImmediate(resolve));

    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});
