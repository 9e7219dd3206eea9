// Bounds how many operations are worked on at a time while the processor has no time left: work that waits
// at the door costs nothing, work that waits half done fills the memory and is copied by each collection.
import { performance } from 'node:perf_hooks';

import type { Cancellation } from '../../runtime/cancellation.ts';
import type { Clock } from '../../runtime/clock.ts';

/** Lets operations in. */
export interface ConcurrencyLimiter {
  /**
   * Whether those who wait have waited for too long already: who comes now is better refused. With a share, whether
   * they have waited for that share of it, for those who can come again.
   */
  isCrowded(share?: number): boolean;
  /**
   * Runs `work` at once while few run or the processor has time left, else in the order of asking.
   * Rejects with the cancellation's reason if that comes while it waits, or has come.
   */
  run<Result>(work: () => Promise<Result>, wanted: Cancellation): Promise<Result>;
  readonly running: number;
  readonly waiting: number;
}

/** What the limiter goes by. */
export interface ConcurrencyLimiterOptions {
  /** So many run at a time, whatever else; more only while the processor has time left. */
  readonly busyConcurrency: number;
  /** Wait of the first in the queue, above which it is crowded; 0 for never. */
  readonly maxWaitMs: number;
  readonly clock: Clock;
  /** Milliseconds since the start that the event loop waited for something to do. */
  readonly readIdleMs?: () => number;
}

interface Waiting {
  readonly sinceMs: number;
  readonly enter: () => void;
}

const maxWaiting = 10_000;
const checkEveryMs = 1;
// Less is the rest between two events of a busy process.
const leastIdleMs = 0.25;
// All that run may wait for one slow subgraph, while the processor is busy with something else. A shorter
// time would end while those that run take turns, and let in all the others.
const patienceMs = 250;

/** Creates a limiter. It never leaves the processor idle while somebody waits, but for a millisecond. */
export function createConcurrencyLimiter(options: ConcurrencyLimiterOptions): ConcurrencyLimiter {
  const {
    busyConcurrency,
    maxWaitMs,
    clock,
    readIdleMs = () => performance.eventLoopUtilization().idle,
  } = options;
  // In the order in which they came; who leaves takes itself out.
  const waiting = new Set<Waiting>();
  let running = 0;
  let timer: NodeJS.Timeout | undefined;
  let idleMs = 0;
  let lastTurnAtMs = 0;

  const letIn = (count: number): void => {
    lastTurnAtMs = clock.monotonicMs();
    for (const { enter } of waiting) {
      if (count <= 0) return;
      count -= 1;
      enter();
    }
  };

  /** Doubles what runs for each check that finds the event loop waiting, or that nothing has ended for long. */
  const check = (): void => {
    const before = idleMs;
    idleMs = readIdleMs();
    if (idleMs - before >= leastIdleMs) letIn(Math.max(1, running));
    else if (clock.monotonicMs() - lastTurnAtMs >= patienceMs) letIn(Math.max(1, running));
    if (waiting.size > 0) timer?.refresh();
    else timer = undefined;
  };

  const takeTurn = (wanted: Cancellation): Promise<void> =>
    new Promise((resolve, reject) => {
      const enter = (): void => {
        waiting.delete(own);
        wanted.removeListener(leave);
        running += 1;
        resolve();
      };
      const leave = (reason: unknown): void => {
        waiting.delete(own);
        reject(reason);
      };
      if (wanted.isCancelled) {
        reject(wanted.reason);
        return;
      }
      const own: Waiting = { sinceMs: clock.monotonicMs(), enter };
      waiting.add(own);
      wanted.addListener(leave);
      if (timer) return;
      idleMs = readIdleMs();
      lastTurnAtMs = own.sinceMs;
      timer = setTimeout(check, checkEveryMs);
      timer.unref();
    });

  return {
    isCrowded(share = 1) {
      const [first] = waiting;
      if (!first || maxWaitMs === 0) return false;
      const isFull = waiting.size >= maxWaiting * share;
      return isFull || clock.monotonicMs() - first.sinceMs > maxWaitMs * share;
    },
    async run(work, wanted) {
      if (running < busyConcurrency && waiting.size === 0) running += 1;
      else await takeTurn(wanted);
      try {
        return await work();
      } finally {
        running -= 1;
        if (running < busyConcurrency) letIn(1);
      }
    },
    get running() {
      return running;
    },
    get waiting() {
      return waiting.size;
    },
  };
}
