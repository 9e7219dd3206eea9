// A point in time by which work must be done: a cancellation with a time left.
import { type Cancellation, CancellationSource } from './cancellation.ts';
import type { Clock } from './clock.ts';
import { CodedError } from './coded-error.ts';

/**
 * Time that is left for one piece of work. It is cancelled at expiry, with a `CodedError` of code
 * `DEADLINE_EXCEEDED`, or with a parent. Whoever creates it disposes of it.
 */
export interface Deadline extends Cancellation {
  /** On the clock's monotonic scale. */
  readonly expiresAtMs: number;
  /** Never negative. */
  remainingMs(): number;
  /** Clears the timer and lets go of the parents; it then is never cancelled by itself. */
  dispose(): void;
}

// Node fires a longer timer at once.
const maxTimerMs = 2 ** 31 - 1;

/**
 * Starts a deadline of `timeoutMs` from now. Below parents, it is over as soon as one of them is
 * cancelled, and those that are deadlines themselves bound its time.
 */
export function createDeadline(
  clock: Clock,
  timeoutMs: number,
  ...parents: readonly (Cancellation | Deadline | undefined)[]
): Deadline {
  return new TimedDeadline(clock, timeoutMs, parents);
}

class TimedDeadline extends CancellationSource implements Deadline {
  readonly expiresAtMs: number;
  readonly #clock: Clock;
  readonly #parents: readonly (Cancellation | undefined)[];
  readonly #timer: NodeJS.Timeout;
  readonly #follow = (reason: unknown): void => this.cancel(reason);

  constructor(
    clock: Clock,
    timeoutMs: number,
    parents: readonly (Cancellation | Deadline | undefined)[],
  ) {
    super();
    const nowMs = clock.monotonicMs();
    let expiresAtMs = nowMs + Math.max(0, timeoutMs);
    for (const parent of parents) {
      if (parent && 'expiresAtMs' in parent) {
        expiresAtMs = Math.min(expiresAtMs, parent.expiresAtMs);
      }
    }
    this.#clock = clock;
    this.#parents = parents;
    this.expiresAtMs = expiresAtMs;
    // One millisecond more: Node's timers may fire up to 1 ms early against the monotonic clock.
    const delayMs = Math.ceil(Math.max(0, expiresAtMs - nowMs)) + 1;
    this.#timer = setTimeout(expire, Math.min(delayMs, maxTimerMs), this);
    this.#timer.unref();
    for (const parent of parents) {
      if (parent?.isCancelled) this.cancel(parent.reason);
      else parent?.addListener(this.#follow);
    }
  }

  remainingMs(): number {
    return Math.max(0, this.expiresAtMs - this.#clock.monotonicMs());
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const parent of this.#parents) parent?.removeListener(this.#follow);
  }
}

function expire(deadline: CancellationSource): void {
  deadline.cancel(
    new CodedError({
      code: 'DEADLINE_EXCEEDED',
      kind: 'internal',
      message: 'The work was not done by its deadline.',
    }),
  );
}
