// Places for work: never more than there are, never lost, given in the order of asking.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { CancellationSource } from '../../../runtime/cancellation.ts';
import { type Bulkhead, createBulkhead } from '../../../runtime/http/bulkhead.ts';
import { propertyRuns } from '../../property-runs.ts';

type State = 'waiting' | 'inside' | 'left' | 'given up' | 'refused';

/** One who asked, and what has become of it. */
interface Caller {
  readonly wanted: CancellationSource;
  state: State;
}

function ask(bulkhead: Bulkhead, wanted = new CancellationSource()): Caller {
  const caller: Caller = { wanted, state: 'waiting' };
  const turn = bulkhead.enter(wanted);
  if (turn === undefined) caller.state = 'refused';
  else if (turn === true) caller.state = 'inside';
  else
    turn.then(
      () => (caller.state = 'inside'),
      () => (caller.state = 'given up'),
    );
  return caller;
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('createBulkhead', () => {
  it('lets in the next in the order of asking, past those who gave up', async () => {
    const bulkhead = createBulkhead(1, 3);
    const [first, second, third, fourth, fifth] = Array.from({ length: 5 }, () => ask(bulkhead));
    second?.wanted.cancel('gone');
    await settle();

    bulkhead.leave();
    await settle();

    const states = [first, second, third, fourth, fifth].map((caller) => caller?.state);
    expect(states).toEqual(['inside', 'given up', 'inside', 'waiting', 'refused']);
  });

  it('rejects with the reason, also for one who had gone before asking', async () => {
    const bulkhead = createBulkhead(1, 3);
    ask(bulkhead);
    const [waiting, gone] = [new CancellationSource(), new CancellationSource()];
    gone.cancel(new Error('gone before'));

    const turns = [bulkhead.enter(waiting), bulkhead.enter(gone)];
    waiting.cancel(new Error('gone now'));

    await expect(turns[0]).rejects.toThrow('gone now');
    await expect(turns[1]).rejects.toThrow('gone before');
  });

  it('keeps nobody waiting where nobody may wait', () => {
    const bulkhead = createBulkhead(1, 0);

    const states = [ask(bulkhead), ask(bulkhead)].map(({ state }) => state);
    bulkhead.leave();

    expect([...states, ask(bulkhead).state]).toEqual(['inside', 'refused', 'inside']);
  });

  it('loses no place and gives none twice, however callers come, leave and give up', async () => {
    const anyStep = fc.oneof(
      { weight: 4, arbitrary: fc.constant({ kind: 'ask' } as const) },
      { weight: 1, arbitrary: fc.constant({ kind: 'ask gone' } as const) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('leave'), at: fc.nat(40) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('give up'), at: fc.nat(40) }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'settle' } as const) },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.nat(5),
        fc.array(anyStep, { maxLength: 60 }),
        async (places, queue, steps) => {
          const bulkhead = createBulkhead(places, queue);
          const callers: Caller[] = [];
          const among = (state: State) => callers.filter((caller) => caller.state === state);
          const leave = (caller: Caller | undefined) => {
            if (!caller) return;
            caller.state = 'left';
            bulkhead.leave();
          };

          for (const step of steps) {
            if (step.kind === 'ask') callers.push(ask(bulkhead));
            else if (step.kind === 'ask gone') {
              const gone = new CancellationSource();
              gone.cancel('gone');
              callers.push(ask(bulkhead, gone));
            } else if (step.kind === 'settle') await settle();
            else if ('at' in step && step.kind === 'leave') {
              const inside = among('inside');
              leave(inside[step.at % Math.max(1, inside.length)]);
            } else if ('at' in step) {
              callers[step.at % Math.max(1, callers.length)]?.wanted.cancel('gone');
            }
            expect(among('inside').length).toBeLessThanOrEqual(places);
          }
          await settle();
          const [inside, waiting] = [among('inside').length, among('waiting').length];
          expect(inside).toBeLessThanOrEqual(places);
          expect(waiting).toBeLessThanOrEqual(queue);
          // Nobody waits while a place is free.
          expect(waiting === 0 || inside === places).toBe(true);

          while (among('inside').length > 0) {
            leave(among('inside')[0]);
            await settle();
          }
          expect(among('waiting')).toEqual([]);
          const again = Array.from({ length: places + 1 }, () =>
            bulkhead.enter(new CancellationSource()),
          );
          expect(again.filter((turn) => turn === true)).toHaveLength(places);
        },
      ),
      propertyRuns(200),
    );
  });
});
