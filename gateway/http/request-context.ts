// What is known of a request once it is let in; everything behind the guard works from this.
import type { Deadline } from '../../runtime/deadline.ts';
import type { CallerWatch } from '../../runtime/http/caller-watch.ts';
import type { TraceContext } from '../../runtime/trace-context.ts';
import type { Identity } from '../guard/claims.ts';
import type { AppIdentity } from '../guard/key-reader.ts';
import type { RequestCount } from '../guard/rate-limits/request-count.ts';
import type { OperationRecord } from '../telemetry/operation-record.ts';
import type { RequestCost } from '../telemetry/request-cost.ts';
import type { RequestSpans } from '../telemetry/request-spans.ts';
import type { MediaTypeChoice } from './accept.ts';
import type { RequestDimensions } from './dimension-headers.ts';

/** The context of one request. */
export interface RequestContext {
  /** Absent for an anonymous caller. Only ever from a token that was verified. */
  readonly identity?: Identity | undefined;
  /** Which app asks, by an API key that was verified; absent without one. */
  readonly app?: AppIdentity | undefined;
  /** Of the identity, sorted; empty for an anonymous caller. */
  readonly scopes: readonly string[];
  readonly dimensions: RequestDimensions;
  /** What the answer is to be written as. */
  readonly mediaType: MediaTypeChoice;
  /** Holds for the whole request; every fetch ends by it. */
  readonly deadline: Deadline;
  /** Whether the client still waits; fetches of queries end when it is gone. */
  readonly caller: CallerWatch;
  readonly correlationId: string;
  /** The gateway's own span; each fetch gets one below it. */
  readonly trace: TraceContext;
  readonly cost: RequestCost;
  /** What the request takes of its caller's limits; absent where nobody has any. */
  readonly count?: RequestCount | undefined;
  readonly record: OperationRecord;
  /** Absent while nothing is traced. */
  readonly spans?: RequestSpans | undefined;
  /** Which client asks, for logs and metrics: the app of its key, or what it says it is. */
  readonly client: { readonly name?: string | undefined; readonly version?: string | undefined };
}
