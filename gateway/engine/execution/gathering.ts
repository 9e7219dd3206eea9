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
const lastShare = 4;
const maxPatienceMs = 1_000;
const maxRunsWithoutPatience = 64;

/** Creates the patience of one group. After waiting in vain, it does not wait for ever more runs. */
export function createPatience(isAwaited: boolean): Patience {
  const share = isAwaited ? awaitedShare : lastShare;
  let runsToSkip = 0;
  let penalty = 0;
  return {
    chooseMs(elapsedMs) {
      if (runsToSkip > 0) {
        runsToSkip -= 1;
        return 0;
      }
      return Math.min(elapsedMs * share, maxPatienceMs);
    },
    learn(wereAllThere) {
      penalty = wereAllThere ? 0 : Math.min(Math.max(1, penalty * 2), maxRunsWithoutPatience);
      runsToSkip = penalty;
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
