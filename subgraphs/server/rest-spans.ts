// The REST calls of one request as spans: bounded, and turned into records only if the request is kept.
import type { TraceContext } from '../../runtime/trace-context.ts';
import type { SpanRecord } from '../../runtime/tracing/span-record.ts';
import type { RestResource } from './rest-resource.ts';

/** A call that is about to be sent; times are of the monotonic clock. */
export interface RestSpanStart {
  readonly service: string;
  readonly resource: RestResource;
  /** How many ids or entries are asked for. */
  readonly ids: number;
  readonly trace: TraceContext;
  readonly startedAtMs: number;
}

/** A call under way. */
export interface OpenRestSpan {
  end(atMs: number, reply: { readonly status: number; readonly attempts: number }): void;
  fail(atMs: number, code: string): void;
}

/** The calls of one request. */
export interface RestSpans {
  /** Undefined where there are too many already. */
  open(start: RestSpanStart): OpenRestSpan | undefined;
  /** Whether a call failed for its service's sake. */
  readonly hasFault: boolean;
  /** What is still under way ends at `nowMs`. */
  toRecords(nowMs: number): SpanRecord[];
}

// An operation has dozens at most; one that has more is seen well enough by these.
const maxSpans = 200;
// The caller left: nobody's fault.
const givenUp = 'REQUEST_ABORTED';

/** Creates an empty list. */
export function createRestSpans(): RestSpans {
  const spans: RestSpan[] = [];
  return {
    open(start) {
      if (spans.length >= maxSpans) return undefined;
      const span = new RestSpan(start);
      spans.push(span);
      return span;
    },
    get hasFault() {
      return spans.some(({ fault }) => fault !== undefined && fault !== givenUp);
    },
    toRecords: (nowMs) => spans.map((span) => span.toRecord(nowMs)),
  };
}

class RestSpan implements OpenRestSpan {
  readonly #start: RestSpanStart;
  #endedAtMs: number | undefined;
  #status: number | undefined;
  #retries = 0;
  fault: string | undefined;

  constructor(start: RestSpanStart) {
    this.#start = start;
  }

  end(atMs: number, { status, attempts }: { status: number; attempts: number }): void {
    this.#endedAtMs = atMs;
    this.#status = status;
    this.#retries = attempts - 1;
    if (status >= 500) this.fault = String(status);
  }

  fail(atMs: number, code: string): void {
    this.#endedAtMs = atMs;
    this.fault = code;
  }

  toRecord(nowMs: number): SpanRecord {
    const { service, resource, ids, trace, startedAtMs } = this.#start;
    const method = resource.method ?? 'GET';
    return {
      name: `${method} ${resource.path}`,
      kind: 'client',
      trace,
      startedAtMs,
      durationMs: (this.#endedAtMs ?? nowMs) - startedAtMs,
      fault: this.fault,
      attributes: {
        'http.request.method': method,
        'url.template': resource.path,
        'http.response.status_code': this.#status,
        'http.request.resend_count': this.#retries === 0 ? undefined : this.#retries,
        'marque.service': service,
        'marque.resource': resource.name,
        'marque.ids': ids,
        'marque.unfinished': this.#endedAtMs === undefined ? true : undefined,
      },
    };
  }
}
