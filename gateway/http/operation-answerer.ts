// One operation from end to end: admitted or refused, then the engine, then one log line.
import type { ServerResponse } from 'node:http';

import type { HTTPGraphQLResponse } from '@apollo/server';

import { watchCaller } from '../../runtime/http/caller-watch.ts';
import type { RandomBytes } from '../../runtime/trace-context.ts';
import type { Tracer } from '../../runtime/tracing/tracer.ts';
import { acceptTrace } from '../../runtime/xray-trace.ts';
import type { RateLimits } from '../guard/rate-limits/rate-limits.ts';
import type { RequestCount } from '../guard/rate-limits/request-count.ts';
import type { ConcurrencyLimiter } from '../engine/concurrency-limiter.ts';
import type { EngineSlot } from '../release/engine-slot.ts';
import type { TraceOperation } from '../telemetry/operation-spans.ts';
import type { OperationReport, OperationTimes } from '../telemetry/operation-report.ts';
import type { UsageRecorder } from '../telemetry/usage/usage-recorder.ts';
import { type Admission, type AdmissionOptions, admit, type BatchShare } from './admission.ts';
import { chooseStatus } from './answer-status.ts';
import type { GraphQLRequest } from './graphql-request.ts';
import { readOperationInput } from './operation-input.ts';
import { overloaded } from './load-shedding.ts';
import type { LogOperation } from './operation-log.ts';
import { describeRateLimitRefusal } from './rate-limit-refusal.ts';
import { writeRefusal } from './refusal.ts';
import type { RequestContext } from './request-context.ts';

/** What answering stands on. */
export interface OperationAnswererOptions extends Omit<AdmissionOptions, 'isTraced'> {
  readonly engines: EngineSlot;
  /** Absent where nobody is limited. */
  readonly rateLimits?: Pick<RateLimits, 'start'> | undefined;
  /** That the engines work under: while it is crowded, operations are refused. */
  readonly limiter: Pick<ConcurrencyLimiter, 'isCrowded'>;
  readonly logOperation: LogOperation;
  /** Absent while nothing is traced. */
  readonly tracing?: OperationTracing | undefined;
  /** Absent where usage is not counted. */
  readonly usage?: Pick<UsageRecorder, 'record'> | undefined;
  /** Hears of each answered request, too. */
  readonly onOperation?: ((report: OperationReport) => void) | undefined;
  readonly randomBytes: RandomBytes;
}

/** How requests are traced. */
export interface OperationTracing {
  readonly tracer: Pick<Tracer, 'startTrace'>;
  readonly traceOperation: TraceOperation;
}

const refuseOverloaded: Admission = { status: 'refused', refusal: overloaded };

/** Answers one request of /graphql. Rejects only for a fault of our own. */
export type AnswerOperation = (
  request: GraphQLRequest,
  /** That the answer will be written to; watched for a caller who leaves. */
  response: ServerResponse,
  correlationId: string,
  arrival: RequestArrival,
) => Promise<HTTPGraphQLResponse>;

/** How a request came in. */
export interface RequestArrival {
  /** When its head was read, on the monotonic clock. */
  readonly receivedAtMs: number;
  /** Of whoever opened the connection; on AWS Lambda, of who called API Gateway. */
  readonly remoteAddress?: string | undefined;
  /** Of its body, if it had one. */
  readonly bodyBytes?: number | undefined;
  /** Absent for an operation that comes alone. */
  readonly batch?: BatchShare | undefined;
}

/** Creates what answers requests of /graphql, by whatever way they came in. Refusals are answers, too. */
export function createOperationAnswerer(options: OperationAnswererOptions): AnswerOperation {
  const { config, engines, limiter, clock, metrics, logOperation, tracing, usage } = options;
  const admission: AdmissionOptions = { ...options, isTraced: tracing !== undefined };

  const report = (facts: OperationReport, request: GraphQLRequest): void => {
    facts.times.answeredAtMs = clock.monotonicMs();
    metrics.recordOperation(facts);
    logOperation(facts);
    tracing?.traceOperation(facts, request);
    usage?.record(facts);
    options.onOperation?.(facts);
  };

  return async (request, response, correlationId, requestArrival) => {
    const { receivedAtMs, remoteAddress, bodyBytes: requestBytes, batch } = requestArrival;
    const times: OperationTimes = { receivedAtMs, readAtMs: clock.monotonicMs() };
    const { accept } = request.headers;
    const input = readOperationInput(request);
    const accepted = acceptTrace(request.headers, options.randomBytes);
    const trace = tracing?.tracer.startTrace(accepted) ?? accepted;
    const caller = batch?.caller ?? watchCaller(response);
    const count = options.rateLimits?.start(request.headers, remoteAddress);
    const arrival = { request, input, caller, correlationId, trace, remoteAddress, count, batch };
    const decided = limiter.isCrowded() ? refuseOverloaded : admit(arrival, admission);
    const admitted = decided instanceof Promise ? await decided : decided;
    times.admittedAtMs = clock.monotonicMs();
    const { query, variables } = admitted.status === 'admitted' ? admitted.input : input;
    const facts = { correlationId, trace, query, variables, requestBytes, times };
    if (admitted.status === 'refused') {
      const refused = writeRefusal(admitted.refusal, accept);
      count?.addHeaders(refused.headers);
      const { status } = refused;
      const errorCodes = [admitted.refusal.code];
      report({ ...facts, status, errorCodes, responseBytes: measureBytes(refused) }, request);
      return refused;
    }

    const { context, keepDocument } = admitted;
    let answered: (HTTPGraphQLResponse & { readonly status: number }) | undefined;
    let supergraphId: string | undefined;
    try {
      const answer = await engines.use((engine) => {
        ({ supergraphId } = engine);
        return engine.answer(admitted.request, context);
      });
      if (count?.refusal) {
        const refusal = describeRateLimitRefusal(count.refusal, clock);
        context.record.errorCodes.clear();
        context.record.errorCodes.add(refusal.code);
        answered = writeRefusal(refusal, accept);
        return answered;
      }
      const status = chooseStatus({
        status: answer.status ?? 200,
        choice: context.mediaType,
        record: context.record,
        partialSuccessStatus: config.partialSuccessStatus,
      });
      answered = { ...answer, status };
      if (keepDocument && isExecuted(context.record)) keepDocument();
      return answered;
    } catch (error) {
      const isLate = context.deadline.isCancelled;
      const code = isLate ? 'DEADLINE_EXCEEDED' : 'INTERNAL_SERVER_ERROR';
      context.record.errorCodes.add(code);
      if (!isLate) throw error;
      answered = writeRefusal({ code }, accept);
      return answered;
    } finally {
      context.deadline.dispose();
      if (count) settle(count, context, answered);
      const last = {
        ...facts,
        status: answered?.status ?? 500,
        errorCodes: [...context.record.errorCodes],
        responseBytes: answered ? measureBytes(answered) : 0,
        supergraphId,
        context,
      };
      report(last, request);
    }
  };
}

/** Bills what the operation took; what broke off on the way may have taken more than is known. */
function settle(
  count: RequestCount,
  { cost, record }: RequestContext,
  answered: HTTPGraphQLResponse | undefined,
): void {
  count.settle({
    cost: cost.estimate.actualCost,
    restCalls: cost.restCallCount,
    isCertain: isExecuted(record) && cost.failedFetchCount === 0,
  });
  if (answered) count.addHeaders(answered.headers);
}

function isExecuted({ execution }: RequestContext['record']): boolean {
  return execution === 'complete' || execution === 'partial';
}

/** What is delivered in parts is not held back to be measured. */
function measureBytes({ body }: HTTPGraphQLResponse): number {
  return body.kind === 'complete' ? Buffer.byteLength(body.string) : 0;
}
