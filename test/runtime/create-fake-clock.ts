// A clock that stands still until the test moves it.
import type { Clock } from '../../runtime/clock.ts';

/** A clock under the test's control. */
export interface FakeClock extends Clock {
  advance(ms: number): void;
}

/** Starts at 2026-01-01T00:00:00Z and one second of monotonic time. */
export function createFakeClock(): FakeClock {
  let passedMs = 0;
  return {
    nowMs: () => Date.UTC(2026, 0, 1) + passedMs,
    monotonicMs: () => 1_000 + passedMs,
    advance: (ms) => void (passedMs += ms),
  };
}
