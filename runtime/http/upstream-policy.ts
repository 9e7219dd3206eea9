// Breaker and bulkhead of one upstream: an ailing one is left alone and cannot take all sockets.
import {
  bulkhead,
  BulkheadRejectedError,
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  CountBreaker,
  handleWhen,
} from 'cockatiel';

import { isCodedError } from '../coded-error.ts';
import type { Log } from '../log.ts';
import type { HttpLimits } from './http-limits.ts';
import { createUpstreamError } from './upstream-errors.ts';

/** Guards the attempts made at one upstream. */
export interface UpstreamPolicy {
  /**
   * Runs one attempt when its turn comes. Rejects with `UPSTREAM_UNAVAILABLE`, without running it,
   * while the breaker is open, another request probes, or too many are waiting; and with the
   * signal's reason when that fires while waiting.
   */
  run<Reply extends { readonly status: number }>(
    attempt: () => Promise<Reply>,
    signal: AbortSignal,
  ): Promise<Reply>;
}

// An attempt that the deadline ends rejects with the signal's reason.
const faultCodes = new Set(['DEADLINE_EXCEEDED', 'UPSTREAM_TIMEOUT', 'UPSTREAM_UNREACHABLE']);

/** Creates the policy of `upstream`. Timeouts, broken connections and 5xx count as its faults. */
export function createUpstreamPolicy(
  upstream: string,
  limits: HttpLimits,
  log: Log,
): UpstreamPolicy {
  const isFault = (error: Error): boolean =>
    // cockatiel closes the circuit after a probe that failed for a reason it does not handle.
    breaker.state === CircuitState.HalfOpen || (isCodedError(error) && faultCodes.has(error.code));

  const breaker = circuitBreaker(
    handleWhen(isFault).orWhenResult((reply) => isServerFault(reply)),
    {
      halfOpenAfter: limits.breakerOpenMs,
      breaker: new CountBreaker({
        threshold: limits.breakerThreshold,
        size: limits.breakerWindow,
        minimumNumberOfCalls: limits.breakerMinAttempts,
      }),
    },
  );
  breaker.onBreak(() => log.warn({ upstream, openMs: limits.breakerOpenMs }, 'upstream.opened'));
  breaker.onReset(() => log.info({ upstream }, 'upstream.closed'));
  const places = bulkhead(limits.maxConcurrent, limits.maxQueued);

  return {
    async run(attempt, signal) {
      // cockatiel would let the others wait for the probe.
      if (breaker.state === CircuitState.HalfOpen) {
        throw createUpstreamError('UPSTREAM_UNAVAILABLE', upstream, { reason: 'probing' });
      }
      try {
        return await breaker.execute(() =>
          rejectOnAbort(
            // The signal is looked at here and not by the bulkhead: dropping an aborted request, it
            // forgets to start the next one in its queue.
            places.execute(async () => {
              signal.throwIfAborted();
              return await attempt();
            }),
            signal,
          ),
        );
      } catch (error) {
        const isOpen = error instanceof BrokenCircuitError;
        if (!isOpen && !(error instanceof BulkheadRejectedError)) throw error;
        throw createUpstreamError('UPSTREAM_UNAVAILABLE', upstream, {
          reason: isOpen ? 'open' : 'crowded',
        });
      }
    },
  };
}

function isServerFault(reply: unknown): boolean {
  return (
    typeof reply === 'object' && reply !== null && 'status' in reply && Number(reply.status) >= 500
  );
}

async function rejectOnAbort<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise: aborted, reject } = withRejection();
  const onAbort = (): void => reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function withRejection(): { promise: Promise<never>; reject: (reason: unknown) => void } {
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<never>((_resolve, rejectPromise) => {
    reject = rejectPromise;
  });
  return { promise, reject };
}
