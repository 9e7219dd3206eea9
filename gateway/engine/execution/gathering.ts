// How long fetches of one group wait for each other, which must never cost more than it brings.
import type { FetchTask } from './fetch-part.ts';

/** Those fetches of a group that wait in one run. */
export interface Gathering {
  /** How many fetches of the group have not been ready yet. */
  missingCount: number;
  waiting: Passenger[];
  cancel: (() => void) | undefined;
}

/** A fetch that waits to be sent. */
export interface Passenger {
  /** Its number within the group. */
  readonly member: number;
  readonly task: FetchTask;
  /** Lets go on what waits for it. */
  readonly arrive: () => void;
}

/** Decides how long the first fetch that is ready waits for the others, from run to run. */
export interface Patience {
  /** `elapsedMs` is how long the run has taken up to now. */
  chooseMs(elapsedMs: number): number;
  /** Tells whether all came in time. */
  learn(wereAllThere: boolean): void;
}

// Others wait for these fetches: what is waited for in vain makes the answer later, by this share.
const awaitedShare = 1 / 4;
// Nothing waits for these, and others of their group are still to come: those end later anyway.
const lastShare = 8;
// What replies differ by anyway.
const leastPatienceMs = 2;
const maxPatienceMs = 1_000;
const maxToSkip = 64;

/**
 * Creates the patience of one group. After waiting in vain twice, it does not wait for ever more
 * departures.
 */
export function createPatience(isAwaited: boolean): Patience {
  const share = isAwaited ? awaitedShare : lastShare;
  let toSkip = 0;
  let timesInVain = 0;
  return {
    chooseMs(elapsedMs) {
      if (toSkip > 0) {
        toSkip -= 1;
        return 0;
      }
      return Math.min(Math.max(elapsedMs * share, leastPatienceMs), maxPatienceMs);
    },
    learn(wereAllThere) {
      timesInVain = wereAllThere ? 0 : timesInVain + 1;
      toSkip = timesInVain < 2 ? 0 : Math.min(2 ** (timesInVain - 2), maxToSkip);
    },
  };
}

/** Calls back once the time is over and what has arrived by then was read. */
export function waitFor(ms: number, callBack: () => void): () => void {
  let immediate: NodeJS.Immediate | undefined;
  // A reply that lies in a socket already counts as arrived: timers fire before sockets are read.
  const readFirst = (): void => {
    immediate = setImmediate(callBack);
  };
  if (ms < 1) {
    readFirst();
    return () => clearImmediate(immediate);
  }
  const timer = setTimeout(readFirst, ms);
  return () => {
    clearTimeout(timer);
    clearImmediate(immediate);
  };
}
