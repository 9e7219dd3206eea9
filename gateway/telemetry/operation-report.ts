// All that is known of a request of /graphql once it is answered: what the metrics count and the log says.
import type { TraceContext } from '../../runtime/trace-context.ts';
import type { RequestContext } from '../http/request-context.ts';

/** One answered request. Times are of the monotonic clock. */
export interface OperationReport {
  readonly correlationId: string;
  /** The gateway's own span. */
  readonly trace: TraceContext;
  readonly status: number;
  readonly errorCodes: readonly string[];
  /** The document as it came, if one did. */
  readonly query?: string | undefined;
  /** As they came; for their shape only. */
  readonly variables?: unknown;
  /** Of the body as it was read; absent for a GET. */
  readonly requestBytes?: number | undefined;
  /** Of the answer, before it is compressed. */
  readonly responseBytes: number;
  readonly times: OperationTimes;
  /** Of the engine that answered; absent where none was asked. */
  readonly supergraphId?: string | undefined;
  /** Absent where the request was refused before it was executed. */
  readonly context?: RequestContext | undefined;
}

/** When a request came to where; absent where it did not come so far. */
export interface OperationTimes {
  /** Its head was read. */
  readonly receivedAtMs: number;
  /** Its body was read. */
  readonly readAtMs: number;
  /** The guard had let it in or refused it. */
  admittedAtMs?: number;
  /** The text of its answer was there. */
  answeredAtMs?: number;
}

/** How long each phase took, in the order in which they come, in milliseconds. */
export interface OperationPhases {
  readonly read: number;
  readonly guard: number;
  /** Parsing and planning, unless the operation is known. */
  readonly plan: number;
  /** At the door until others were done, or for an equal query that ran already. */
  readonly wait: number;
  /** Until the last fetch was over. */
  readonly fetches: number;
  readonly write: number;
}

/** Splits the time of a request; a phase that it did not come to is 0. */
export function splitPhases({ times, context }: OperationReport): OperationPhases {
  const { receivedAtMs, readAtMs } = times;
  const { answeredAtMs = readAtMs } = times;
  const { admittedAtMs = answeredAtMs } = times;
  const read = readAtMs - receivedAtMs;
  const guard = admittedAtMs - readAtMs;
  if (!context)
    return { read, guard, plan: 0, wait: 0, fetches: 0, write: answeredAtMs - admittedAtMs };

  const { record, cost } = context;
  const { plannedAtMs, begunAtMs } = record;
  let plan: number;
  let wait: number;
  let atMs: number;
  if (plannedAtMs === undefined) {
    // An engine that plans in its turn.
    const turnAtMs = begunAtMs ?? admittedAtMs;
    atMs = cost.firstSentAtMs ?? answeredAtMs;
    wait = turnAtMs - admittedAtMs;
    plan = atMs - turnAtMs;
  } else {
    atMs = begunAtMs ?? answeredAtMs;
    plan = plannedAtMs - admittedAtMs;
    wait = atMs - plannedAtMs;
  }
  // What was given up waited for its fetches.
  const overAtMs = record.execution ? (cost.lastOverAtMs ?? atMs) : answeredAtMs;
  return { read, guard, plan, wait, fetches: overAtMs - atMs, write: answeredAtMs - overAtMs };
}
