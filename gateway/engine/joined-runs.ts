// Equal queries that are asked at the same time are run once, and all get the same answer.
import { createSingleFlight, isWorthJoining } from '../../cache/single-flight.ts';
import type { Clock } from '../../runtime/clock.ts';
import { createDeadline } from '../../runtime/deadline.ts';
import type { TraceContext } from '../../runtime/trace-context.ts';
import type { RequestContext } from '../http/request-context.ts';
import type { JoinedRunSpan, RequestSpans } from '../telemetry/request-spans.ts';
import type { OperationInput, OperationResult } from './execution/compile-operation.ts';

/** Runs queries, equal ones together. */
export interface JoinedRuns {
  /**
   * Runs `execute`, or waits for a run of the same operation with the same variables for a caller
   * whose answer cannot differ: same identity, scopes and dimensions. Rejects with the reason of the
   * request's own deadline; the run goes on as long as anyone waits.
   */
  run(
    operation: object,
    input: OperationInput,
    execute: (input: OperationInput) => Promise<OperationResult>,
  ): Promise<OperationResult>;
  /** How many runs others can join. */
  readonly size: number;
}

/** Creates an empty set of runs. */
export function createJoinedRuns(clock: Clock): JoinedRuns {
  const flights = createSingleFlight<OperationResult>();
  const numbers = new WeakMap<object, number>();
  // Spans of the requests whose runs others join.
  const leaders = new WeakMap<object, TraceContext>();
  let operationCount = 0;

  const numberOf = (operation: object): number => {
    const known = numbers.get(operation);
    if (known !== undefined) return known;
    operationCount += 1;
    numbers.set(operation, operationCount);
    return operationCount;
  };

  const noteJoining = async (
    spans: RequestSpans,
    leader: TraceContext,
    joined: Promise<OperationResult>,
    startedAtMs: number,
  ): Promise<OperationResult> => {
    const span: JoinedRunSpan = { leader, startedAtMs };
    spans.joinedRun = span;
    try {
      return await joined;
    } finally {
      span.durationMs = clock.monotonicMs() - startedAtMs;
    }
  };

  return {
    get size() {
      return flights.size;
    },
    run(operation, input, execute) {
      const { context } = input;
      context.deadline.throwIfCancelled();
      const key = `${numberOf(operation)}${describeInput(input)}`;
      const nowMs = clock.monotonicMs();
      const ownMs = context.deadline.remainingMs();
      const under = flights.find(key);
      const flight =
        under && isWorthJoining(under, nowMs, ownMs)
          ? under
          : flights.start(
              key,
              async (wanted) => {
                // Not the request's own deadline, which ends when its caller leaves.
                const deadline = createDeadline(clock, ownMs, wanted);
                try {
                  return await execute({ ...input, context: { ...context, deadline } });
                } finally {
                  deadline.dispose();
                }
              },
              nowMs + ownMs,
            );
      const joined = flight.join(context.deadline);
      const { spans } = context;
      if (!spans) return joined;
      if (flight !== under) leaders.set(flight, context.trace);
      const leader = flight === under ? leaders.get(flight) : undefined;
      return leader ? noteJoining(spans, leader, joined, nowMs) : joined;
    },
  };
}

function describeInput({ variables, context }: OperationInput): string {
  const { identity, scopes, dimensions } = context satisfies RequestContext;
  return JSON.stringify([variables, identity?.subject ?? null, scopes, dimensions]);
}
