// A request of the gateway and its REST calls as spans.
import type { Tracer } from '../../runtime/tracing/tracer.ts';
import type { SubgraphRequest } from './request-context.ts';

/** An answered request. Times are of the monotonic clock. */
export interface AnsweredFacts {
  readonly subgraph: string;
  readonly status: number;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

/** Keeps the spans of a request that is sampled, slow, or failed here or in a REST service. */
export function keepRequestSpans(
  tracer: Tracer,
  { trace, rest, restCalls, correlationId, caller }: SubgraphRequest,
  { subgraph, status, startedAtMs, endedAtMs }: AnsweredFacts,
): void {
  const durationMs = endedAtMs - startedAtMs;
  const isFault = status >= 500 || (rest.spans?.hasFault ?? false);
  if (!tracer.isKept(trace, { isFault, durationMs }) || tracer.refuses()) return;
  tracer.add([
    {
      name: 'POST /graphql',
      kind: 'server',
      trace,
      startedAtMs,
      durationMs,
      fault: status >= 500 ? String(status) : undefined,
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/graphql',
        'http.response.status_code': status,
        'marque.subgraph': subgraph,
        'marque.rest_calls': restCalls.total,
        'marque.correlation_id': correlationId,
        'marque.caller_gone': caller.isCancelled || undefined,
      },
    },
    ...(rest.spans?.toRecords(endedAtMs) ?? []),
  ]);
}
