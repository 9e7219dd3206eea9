// Time as a dependency: nothing that must be tested reads the system's clock itself.

/** A source of time. `nowMs` is wall time (Unix epoch); `monotonicMs` never runs backwards. */
export interface Clock {
  nowMs(): number;
  monotonicMs(): number;
}

/** The clock of the machine. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};
