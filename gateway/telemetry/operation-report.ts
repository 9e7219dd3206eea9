// All that is known of a request of /graphql once it is answered: what the metrics count and the log says.
import type { RequestContext } from '../http/request-context.ts';

/** One answered request. Times are of the monotonic clock. */
export interface OperationReport {
  readonly correlationId: string;
  readonly status: number;
  readonly errorCodes: readonly string[];
  /** The document as it came, if one did. */
  readonly query?: string | undefined;
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
  /** It was its turn. */
  begunAtMs?: number;
  /** The text of its answer was there. */
  answeredAtMs?: number;
}

/** How long each phase took, in the order in which they come, in milliseconds. */
export interface OperationPhases {
  readonly read: number;
  readonly guard: number;
  /** At the door, until others were done. */
  readonly wait: number;
  /** Up to the first fetch: parsing and planning, unless the operation is known. */
  readonly plan: number;
  /** From the first fetch to the end of the last one. */
  readonly fetches: number;
  readonly write: number;
}

/** Splits the time of a request; a phase that it did not come to is 0. */
export function splitPhases({ times, context }: OperationReport): OperationPhases {
  const { receivedAtMs, readAtMs } = times;
  const { answeredAtMs = readAtMs } = times;
  const { admittedAtMs = answeredAtMs } = times;
  const { begunAtMs = answeredAtMs } = times;
  const sentAtMs = context?.cost.firstSentAtMs ?? answeredAtMs;
  const overAtMs = context?.cost.lastOverAtMs ?? answeredAtMs;
  return {
    read: readAtMs - receivedAtMs,
    guard: admittedAtMs - readAtMs,
    wait: begunAtMs - admittedAtMs,
    plan: Math.max(0, sentAtMs - begunAtMs),
    fetches: overAtMs - sentAtMs,
    write: Math.max(0, answeredAtMs - overAtMs),
  };
}
