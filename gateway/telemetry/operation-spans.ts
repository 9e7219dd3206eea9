// An answered request as spans: decided from what is known of it at its end, and made only if it is kept.
import type { TraceContext } from '../../runtime/trace-context.ts';
import type { SpanAttribute, SpanRecord } from '../../runtime/tracing/span-record.ts';
import type { Tracer } from '../../runtime/tracing/tracer.ts';
import { findErrorEntry } from '../errors.ts';
import { type OperationReport, splitPhases } from './operation-report.ts';
import { createDocumentRedaction } from './redact-document.ts';
import type { FetchSpan, JoinedRunSpan, RequestSpans } from './request-spans.ts';

/** What of a request is not in its report. */
export interface TracedRequest {
  readonly method: string;
}

/** Keeps the spans of a request, or not. */
export type TraceOperation = (report: OperationReport, request: TracedRequest) => void;

/** What making spans stands on. */
export interface OperationSpansOptions {
  readonly tracer: Tracer;
  /** Whether the document is shown, without its values. */
  readonly hasDocuments: boolean;
}

/** Creates what is called for every answered request. */
export function createOperationSpans({
  tracer,
  hasDocuments,
}: OperationSpansOptions): TraceOperation {
  const redact = hasDocuments ? createDocumentRedaction() : undefined;

  return (report, request) => {
    const { times, context, trace } = report;
    const { receivedAtMs } = times;
    const answeredAtMs = times.answeredAtMs ?? times.readAtMs;
    const durationMs = answeredAtMs - receivedAtMs;
    const fault = findFault(report);
    const isFault = fault !== undefined || hasFailedFetch(report);
    if (!tracer.isKept(trace, { isFault, durationMs }) || tracer.refuses()) return;

    const document = report.query === undefined ? undefined : redact?.(report.query);
    const server: SpanRecord = {
      name: context?.record.operationType ?? 'graphql',
      kind: 'server',
      trace,
      startedAtMs: receivedAtMs,
      durationMs,
      fault,
      attributes: describeOperation(report, request.method, document),
    };
    const { fetches = [], joinedRun }: Partial<RequestSpans> = context?.spans ?? {};
    const below = fetches.map((fetch) => describeFetch(fetch, trace, answeredAtMs, tracer));
    if (joinedRun) below.push(describeJoinedRun(joinedRun, trace, answeredAtMs, tracer));
    tracer.add([server, ...below]);
  };
}

/** A status or a code that is not the client's doing. */
function findFault({ status, errorCodes, context }: OperationReport): string | undefined {
  // Who left makes fetches end early.
  if (context?.caller.isCancelled && status < 500) return undefined;
  for (const code of errorCodes) {
    if (findErrorEntry(code)?.origin !== 'client') return code;
  }
  return status >= 500 ? String(status) : undefined;
}

function hasFailedFetch({ context }: OperationReport): boolean {
  if (!context?.spans || context.caller.isCancelled) return false;
  for (const { failure } of context.spans.fetches) if (failure !== undefined) return true;
  return false;
}

function describeOperation(
  report: OperationReport,
  method: string,
  document: string | undefined,
): Readonly<Record<string, SpanAttribute>> {
  const { context, status, errorCodes } = report;
  const { record, client, dimensions, cost } = context ?? {};
  const phases = splitPhases(report);
  return {
    'graphql.operation.type': record?.operationType,
    'graphql.operation.name': record?.operationName,
    'graphql.document': document,
    'http.request.method': method,
    'http.route': '/graphql',
    'http.response.status_code': status,
    'http.request.body.size': report.requestBytes,
    'http.response.body.size': report.responseBytes,
    'marque.client.name': client?.name,
    'marque.client.version': client?.version,
    'marque.market': dimensions?.market,
    'marque.brand': dimensions?.brand,
    'marque.error_codes': errorCodes.length === 0 ? undefined : errorCodes,
    'marque.release': report.supergraphId,
    'marque.correlation_id': report.correlationId,
    'marque.caller_gone': context?.caller.isCancelled || undefined,
    'marque.fetches': cost?.fetchCount,
    'marque.rest_calls': cost?.restCallCount,
    'marque.read_ms': roundMs(phases.read),
    'marque.guard_ms': roundMs(phases.guard),
    'marque.plan_ms': roundMs(phases.plan),
    'marque.wait_ms': roundMs(phases.wait),
    'marque.fetches_ms': roundMs(phases.fetches),
    'marque.write_ms': roundMs(phases.write),
  };
}

function describeFetch(
  fetch: FetchSpan,
  parent: TraceContext,
  nowMs: number,
  tracer: Tracer,
): SpanRecord {
  const { subgraph, startedAtMs, passengers, sent, joined, durationMs, failure } = fetch;
  return {
    name: `subgraph ${subgraph}`,
    kind: 'client',
    trace: sent ?? tracer.createChild(parent),
    startedAtMs,
    durationMs: durationMs ?? nowMs - startedAtMs,
    link: joined,
    fault: failure,
    attributes: {
      'marque.subgraph': subgraph,
      'marque.fetch.outcome': failure ?? (durationMs === undefined ? 'unfinished' : 'answered'),
      'marque.fetch.merged': passengers > 1 ? passengers : undefined,
      'marque.fetch.joined': joined ? true : undefined,
    },
  };
}

function describeJoinedRun(
  { leader, startedAtMs, durationMs }: JoinedRunSpan,
  parent: TraceContext,
  nowMs: number,
  tracer: Tracer,
): SpanRecord {
  return {
    name: 'joined run',
    kind: 'client',
    trace: tracer.createChild(parent),
    startedAtMs,
    durationMs: durationMs ?? nowMs - startedAtMs,
    link: leader,
    attributes: { 'marque.run.joined': true },
  };
}

function roundMs(ms: number): number {
  return Math.round(ms * 100) / 100;
}
