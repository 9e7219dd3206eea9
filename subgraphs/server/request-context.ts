// What every resolver of a subgraph may know of the request that it works for.
import type { IncomingHttpHeaders } from 'node:http';

import type { Clock } from '../../runtime/clock.ts';
import { acceptCorrelationId, correlationIdHeader } from '../../runtime/correlation-id.ts';
import { createDeadline, type Deadline } from '../../runtime/deadline.ts';
import type { CallerWatch } from '../../runtime/http/caller-watch.ts';
import type { RandomBytes, TraceContext } from '../../runtime/trace-context.ts';
import type { Tracer } from '../../runtime/tracing/tracer.ts';
import { acceptTrace } from '../../runtime/xray-trace.ts';
import { parseRequestHeaders, type RequestHeaders } from './request-headers.ts';
import { createRestCallCount, type RestCallCount } from './rest-call-count.ts';
import type { RestRequest } from './rest-exchange.ts';
import { createRestSpans } from './rest-spans.ts';
import type { SubgraphMeter } from './subgraph-meter.ts';

/** One request, without its loaders. */
export interface SubgraphRequest extends Omit<RequestHeaders, 'deadlineMs'> {
  readonly correlationId: string;
  /** The request's own span. */
  readonly trace: TraceContext;
  /** Ends early when the caller is gone. To be disposed of when the reply is written. */
  readonly deadline: Deadline;
  readonly caller: CallerWatch;
  readonly restCalls: RestCallCount;
  /** Filled in before it is sent. */
  readonly answer: { errors: number };
  /** What REST calls of this request take over. */
  readonly rest: RestRequest;
}

/** What resolvers get: the request and its team's loaders. */
export interface SubgraphContext<Loaders> extends SubgraphRequest {
  readonly loaders: Loaders;
}

/** What reading a request stands on. */
export interface RequestReading {
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  readonly newCorrelationId: () => string;
  readonly meter?: SubgraphMeter | undefined;
  /** No request may take longer, whatever the gateway would wait. */
  readonly timeoutMs: number;
  /** Absent while nothing is traced. */
  readonly tracer?: Pick<Tracer, 'startTrace'> | undefined;
}

/**
 * Reads a request of the gateway.
 *
 * @throws GraphQLError `BAD_USER_INPUT` for a header that does not fit.
 */
export function createSubgraphRequest(
  headers: IncomingHttpHeaders,
  caller: CallerWatch,
  { clock, randomBytes, newCorrelationId, meter, timeoutMs, tracer }: RequestReading,
): SubgraphRequest {
  const today = new Date(clock.nowMs()).toISOString().slice(0, 10);
  const { deadlineMs = timeoutMs, ...read } = parseRequestHeaders(headers, today);

  const correlationId = acceptCorrelationId(headers[correlationIdHeader], newCorrelationId);
  const accepted = acceptTrace(headers, randomBytes);
  const trace = tracer?.startTrace(accepted) ?? accepted;
  const deadline = createDeadline(clock, Math.min(deadlineMs, timeoutMs), caller);
  const restCalls = createRestCallCount();
  return {
    ...read,
    correlationId,
    trace,
    deadline,
    caller,
    restCalls,
    answer: { errors: 0 },
    rest: {
      deadline,
      correlationId,
      trace,
      spans: tracer && createRestSpans(),
      recordCall(call) {
        restCalls.record(call);
        meter?.recordRestCall(call);
      },
      recordCacheReads: (hits, misses) => restCalls.recordCacheReads(hits, misses),
    },
  };
}
