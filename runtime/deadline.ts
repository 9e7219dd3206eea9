// A point in time by which work must be done, carried as an AbortSignal and as remaining time.
import { setMaxListeners } from 'node:events';

import type { Clock } from './clock.ts';
import { CodedError } from './coded-error.ts';

/** Time that is left for one piece of work. Whoever creates it disposes of it. */
export interface Deadline {
  /** On the clock's monotonic scale. */
  readonly expiresAtMs: number;
  /** Aborts at expiry, with a `CodedError` of code `DEADLINE_EXCEEDED`, or with the parent. */
  readonly signal: AbortSignal;
  /** Never negative. */
  remainingMs(): number;
  /** Clears the timer and lets go of the parent; the signal then never fires by itself. */
  dispose(): void;
}

// Node fires a longer timer at once.
const maxTimerMs = 2 ** 31 - 1;

/** A deadline without a time of its own, which ends with `signal`: a parent for others. */
export function createOpenDeadline(signal: AbortSignal): Deadline {
  return {
    expiresAtMs: Number.POSITIVE_INFINITY,
    signal,
    remainingMs: () => Number.POSITIVE_INFINITY,
    dispose: () => undefined,
  };
}

/** Starts a deadline of `timeoutMs` from now; one with a parent ends at the earlier of both. */
export function createDeadline(clock: Clock, timeoutMs: number, parent?: Deadline): Deadline {
  const ownExpiryMs = clock.monotonicMs() + Math.max(0, timeoutMs);
  const expiresAtMs = parent ? Math.min(ownExpiryMs, parent.expiresAtMs) : ownExpiryMs;
  const remainingMs = (): number => Math.max(0, expiresAtMs - clock.monotonicMs());

  const controller = new AbortController();
  // One listener for each piece of work below it; Node would take more than ten for a leak.
  setMaxListeners(0, controller.signal);
  const expire = (): void => {
    controller.abort(
      new CodedError({
        code: 'DEADLINE_EXCEEDED',
        kind: 'internal',
        message: 'The work was not done by its deadline.',
      }),
    );
  };
  const follow = (): void => controller.abort(parent?.signal.reason);

  // One millisecond more: Node's timers may fire up to 1 ms early against the monotonic clock.
  const timer = setTimeout(expire, Math.min(Math.ceil(remainingMs()) + 1, maxTimerMs));
  timer.unref();
  if (parent?.signal.aborted) follow();
  else parent?.signal.addEventListener('abort', follow, { once: true });

  return {
    expiresAtMs,
    signal: controller.signal,
    remainingMs,
    dispose(): void {
      clearTimeout(timer);
      parent?.signal.removeEventListener('abort', follow);
    },
  };
}
