// A bound on the calls to one resource at a time, and on those that wait; who leaves frees the place at once.
import { CodedError } from '../../runtime/coded-error.ts';

/** Lets work through, so much at a time. */
export interface RestPlaces {
  /**
   * Runs `work` when its turn comes, in the order of asking. Rejects without running it with the signal's
   * reason if that fires while waiting, and with `UPSTREAM_UNAVAILABLE` if too many wait.
   */
  run<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result>;
}

/** Creates the places of one resource. */
export function createRestPlaces(maxConcurrent: number, maxQueued: number): RestPlaces {
  // In the order in which they came; a caller who leaves takes itself out.
  const waiting = new Set<() => void>();
  let running = 0;

  const takeTurn = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const enter = (): void => {
        waiting.delete(enter);
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        waiting.delete(enter);
        reject(signal.reason);
      };
      waiting.add(enter);
      signal.addEventListener('abort', leave, { once: true });
    });
  /** The place goes straight to the next, so that nobody who comes later gets in between. */
  const handOn = (): void => {
    const [next] = waiting;
    if (next) next();
    else running -= 1;
  };

  return {
    async run(work, signal) {
      signal.throwIfAborted();
      if (running < maxConcurrent) running += 1;
      else if (waiting.size < maxQueued) await takeTurn(signal);
      else throw createCrowdedError(maxQueued);
      try {
        return await work();
      } finally {
        handOn();
      }
    },
  };
}

function createCrowdedError(maxQueued: number): CodedError {
  return new CodedError({
    code: 'UPSTREAM_UNAVAILABLE',
    kind: 'upstream',
    message: 'Too many calls wait for the service.',
    fields: { reason: 'crowded', maxQueued },
  });
}
