// Breaker and bulkhead of one upstream: an ailing one is left alone and cannot take all sockets.
import { CircuitState, CountBreaker } from 'cockatiel';

import type { Cancellation } from '../cancellation.ts';
import type { Clock } from '../clock.ts';
import { isCodedError } from '../coded-error.ts';
import type { Log } from '../log.ts';
import { createBulkhead } from './bulkhead.ts';
import type { HttpLimits } from './http-limits.ts';
import { createUpstreamError } from './upstream-errors.ts';

/** Guards the attempts made at one upstream. */
export interface UpstreamPolicy {
  /**
   * Runs one attempt when its turn comes. Rejects with `UPSTREAM_UNAVAILABLE`, without running it,
   * while the breaker is open, another request probes, or too many are waiting; and with the
   * cancellation's reason if that comes while it waits.
   */
  run<Reply extends { readonly status: number }>(
    attempt: () => Promise<Reply>,
    wanted: Cancellation,
  ): Promise<Reply>;
  readFigures(): UpstreamPolicyFigures;
}

/** How an upstream fares at this moment. */
export interface UpstreamPolicyFigures {
  readonly breaker: BreakerState;
  /** How often the breaker has opened. */
  readonly openings: number;
  /** Attempts under way, and those that wait for their turn. */
  readonly running: number;
  readonly waiting: number;
}

/** `probing`: one attempt shows whether the upstream is well again. */
export type BreakerState = 'closed' | 'open' | 'probing';

// An attempt that the deadline ends rejects with the cancellation's reason.
const faultCodes = new Set(['DEADLINE_EXCEEDED', 'UPSTREAM_TIMEOUT', 'UPSTREAM_UNREACHABLE']);

/** Creates the policy of `upstream`. Timeouts, broken connections and 5xx count as its faults. */
export function createUpstreamPolicy(
  upstream: string,
  limits: HttpLimits,
  clock: Clock,
  log: Log,
): UpstreamPolicy {
  const recent = new CountBreaker({
    threshold: limits.breakerThreshold,
    size: limits.breakerWindow,
    minimumNumberOfCalls: limits.breakerMinAttempts,
  });
  const places = createBulkhead(limits.maxConcurrent, limits.maxQueued);
  let state: CircuitState = CircuitState.Closed;
  let openUntilMs = 0;
  let openings = 0;

  const refuse = (reason: 'open' | 'probing' | 'crowded'): Error =>
    createUpstreamError('UPSTREAM_UNAVAILABLE', upstream, { reason });

  /** Throws unless an attempt may be made; after the wait, the first one is the probe. */
  const passBreaker = (): void => {
    if (state === CircuitState.Closed) return;
    if (state === CircuitState.HalfOpen) throw refuse('probing');
    if (clock.monotonicMs() < openUntilMs) throw refuse('open');
    state = CircuitState.HalfOpen;
  };

  // What was begun while the breaker was closed tells nothing about the time after it opened.
  const recordSuccess = (begunIn: CircuitState): void => {
    if (begunIn !== state) return;
    recent.success(state);
    if (state === CircuitState.Closed) return;
    state = CircuitState.Closed;
    log.info({ upstream }, 'upstream.closed');
  };
  const recordFault = (begunIn: CircuitState): void => {
    if (begunIn !== state || !recent.failure(state)) return;
    state = CircuitState.Open;
    openings += 1;
    openUntilMs = clock.monotonicMs() + limits.breakerOpenMs;
    log.warn({ upstream, openMs: limits.breakerOpenMs }, 'upstream.opened');
  };

  return {
    async run(attempt, wanted) {
      passBreaker();
      const begunIn = state;
      try {
        wanted.throwIfCancelled();
        const turn = places.enter(wanted);
        if (turn === undefined) throw refuse('crowded');
        if (turn !== true) await turn;
        try {
          const reply = await attempt();
          if (reply.status >= 500) recordFault(begunIn);
          else recordSuccess(begunIn);
          return reply;
        } finally {
          places.leave();
        }
      } catch (error) {
        // A probe that was given up has not shown that the upstream is well.
        const isFault = begunIn === CircuitState.HalfOpen || isUpstreamFault(error);
        if (isFault) recordFault(begunIn);
        throw error;
      }
    },
    readFigures: () => ({
      breaker: describeState(state),
      openings,
      running: places.running,
      waiting: places.waiting,
    }),
  };
}

function describeState(state: CircuitState): BreakerState {
  if (state === CircuitState.Closed) return 'closed';
  return state === CircuitState.HalfOpen ? 'probing' : 'open';
}

function isUpstreamFault(error: unknown): boolean {
  return isCodedError(error) && faultCodes.has(error.code);
}
