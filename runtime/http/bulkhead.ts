// A bound on the work done at a time, and on what waits for its turn; who leaves frees the place at once.
import type { Cancellation } from '../cancellation.ts';

/** Lets work through, so much at a time. */
export interface Bulkhead {
  /**
   * Takes a place, in the order of asking: at once, or after a wait. Rejects with the
   * cancellation's reason if that comes first, or has come. Undefined if too many wait already.
   */
  enter(wanted: Cancellation): true | Promise<void> | undefined;
  /** Gives back a place. */
  leave(): void;
  readonly running: number;
  readonly waiting: number;
}

/** Creates a bulkhead with `maxConcurrent` places, for which at most `maxQueued` may wait. */
export function createBulkhead(maxConcurrent: number, maxQueued: number): Bulkhead {
  // In the order in which they came; a caller who leaves takes itself out.
  const waiting = new Set<() => void>();
  let running = 0;

  const takeTurn = (wanted: Cancellation): Promise<void> =>
    new Promise((resolve, reject) => {
      const enter = (): void => {
        waiting.delete(enter);
        wanted.removeListener(leave);
        resolve();
      };
      const leave = (reason: unknown): void => {
        waiting.delete(enter);
        reject(reason);
      };
      if (wanted.isCancelled) {
        reject(wanted.reason);
        return;
      }
      waiting.add(enter);
      wanted.addListener(leave);
    });

  return {
    enter(wanted) {
      if (running < maxConcurrent) {
        running += 1;
        return true;
      }
      return waiting.size < maxQueued ? takeTurn(wanted) : undefined;
    },
    leave() {
      // The place goes straight to the next, so that nobody who comes later gets in between.
      const [next] = waiting;
      if (next) next();
      else running -= 1;
    },
    get running() {
      return running;
    },
    get waiting() {
      return waiting.size;
    },
  };
}
