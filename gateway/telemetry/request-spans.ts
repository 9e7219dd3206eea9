// What a request notes of its fetches while it runs, where it is traced: plain figures, bounded.
import type { TraceContext } from '../../runtime/trace-context.ts';

/** A fetch, sent or joined. Times are of the monotonic clock. */
export interface FetchSpan {
  readonly subgraph: string;
  readonly startedAtMs: number;
  /** How many fetches of the plan travelled as this one. */
  readonly passengers: number;
  /** The span that the subgraph was told; absent where nothing was sent. */
  sent?: TraceContext | undefined;
  /** The fetch of another request that was waited for instead. */
  joined?: TraceContext | undefined;
  /** Absent while it is under way. */
  durationMs?: number | undefined;
  /** Code of what went wrong. */
  failure?: string | undefined;
}

/** The run of another request that was waited for. */
export interface JoinedRunSpan {
  /** The other request's own span. */
  readonly leader: TraceContext;
  readonly startedAtMs: number;
  durationMs?: number | undefined;
}

/** The spans below one request. */
export interface RequestSpans {
  readonly fetches: FetchSpan[];
  joinedRun?: JoinedRunSpan | undefined;
}

// A plan has dozens of fetches at most; one that has more is seen well enough by these.
const maxFetches = 200;

/** Creates an empty sheet. */
export function createRequestSpans(): RequestSpans {
  return { fetches: [] };
}

/** Notes that a fetch begins; undefined where the request is not traced or has too many already. */
export function openFetchSpan(
  spans: RequestSpans | undefined,
  subgraph: string,
  startedAtMs: number,
  passengers: number,
): FetchSpan | undefined {
  if (!spans || spans.fetches.length >= maxFetches) return undefined;
  const span: FetchSpan = {
    subgraph,
    startedAtMs,
    passengers,
    sent: undefined,
    joined: undefined,
    durationMs: undefined,
    failure: undefined,
  };
  spans.fetches.push(span);
  return span;
}
