// One operation from end to end: who asks, for what, within which limits; then the engine; then one log line.
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';

import type { HTTPGraphQLResponse } from '@apollo/server';

import type { Cancellation } from '../../runtime/cancellation.ts';
import type { Clock } from '../../runtime/clock.ts';
import { createDeadline } from '../../runtime/deadline.ts';
import { deadlineHeader, parseDeadlineMs } from '../../runtime/deadline-header.ts';
import { type CallerWatch, watchCaller } from '../../runtime/http/caller-watch.ts';
import type { Log } from '../../runtime/log.ts';
import type { RandomBytes, TraceContext } from '../../runtime/trace-context.ts';
import type { Tracer } from '../../runtime/tracing/tracer.ts';
import { acceptTrace } from '../../runtime/xray-trace.ts';
import type { GatewayConfig } from '../config.ts';
import type { BatchTally } from '../guard/batch-tally.ts';
import type { Caller, CallerOutcome, CallerReader } from '../guard/caller.ts';
import type { OperationGate } from '../guard/operation-gate.ts';
import type { RateLimits } from '../guard/rate-limits/rate-limits.ts';
import type { RequestCount } from '../guard/rate-limits/request-count.ts';
import type { ConcurrencyLimiter } from '../engine/concurrency-limiter.ts';
import type { EngineSlot } from '../release/engine-slot.ts';
import type { TraceOperation } from '../telemetry/operation-spans.ts';
import { createOperationRecord } from '../telemetry/operation-record.ts';
import { createFetchTrace } from '../telemetry/fetch-trace.ts';
import type { GatewayMetrics } from '../telemetry/gateway-metrics.ts';
import type { OperationReport, OperationTimes } from '../telemetry/operation-report.ts';
import { createRequestCost, type RequestCost } from '../telemetry/request-cost.ts';
import { createRequestSpans } from '../telemetry/request-spans.ts';
import type { UsageRecorder } from '../telemetry/usage/usage-recorder.ts';
import { chooseMediaType, type MediaTypeChoice } from './accept.ts';
import { chooseStatus } from './answer-status.ts';
import { readClient } from './client-name.ts';
import { parseDimensionHeaders } from './dimension-headers.ts';
import { defaultDimensions, refuseDimensions } from './granted-dimensions.ts';
import type { GraphQLRequest } from './graphql-request.ts';
import { refuseCaller } from './identity-refusal.ts';
import { type OperationInput, readOperationInput } from './operation-input.ts';
import { overloaded, overloadedForBatch } from './load-shedding.ts';
import type { LogOperation } from './operation-log.ts';
import { describeRateLimitRefusal } from './rate-limit-refusal.ts';
import { type Refusal, writeRefusal } from './refusal.ts';
import type { RequestContext } from './request-context.ts';

/** What answering stands on. */
export interface OperationAnswererOptions {
  readonly config: GatewayConfig;
  readonly engines: EngineSlot;
  readonly callers: CallerReader;
  readonly gate: OperationGate;
  /** Absent where nobody is limited. */
  readonly rateLimits?: Pick<RateLimits, 'start'> | undefined;
  /** That the engines work under: while it is crowded, operations are refused. */
  readonly limiter: Pick<ConcurrencyLimiter, 'isCrowded'>;
  /** Whether there is so much to do that the operations of batch jobs are refused. */
  readonly isBatchShed: () => boolean;
  readonly metrics: GatewayMetrics;
  readonly logOperation: LogOperation;
  /** Absent while nothing is traced. */
  readonly tracing?: OperationTracing | undefined;
  /** Absent where usage is not counted. */
  readonly usage?: Pick<UsageRecorder, 'record'> | undefined;
  /** Hears of each answered request, too. */
  readonly onOperation?: ((report: OperationReport) => void) | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly randomBytes: RandomBytes;
  /** Ends all requests when it is cancelled. */
  readonly lifetime: Cancellation;
}

/** How requests are traced. */
export interface OperationTracing {
  readonly tracer: Pick<Tracer, 'startTrace'>;
  readonly traceOperation: TraceOperation;
}

type Admission =
  | { readonly status: 'admitted'; readonly context: RequestContext }
  | { readonly status: 'refused'; readonly refusal: Refusal };

const costScope = 'cost:read';

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

/** What the operations of one batch have in common. */
export interface BatchShare {
  /** Of the connection that all of them came by. */
  readonly caller: CallerWatch;
  readonly tally: BatchTally;
  /** Found out for the first of them. */
  who?: CallerOutcome | Promise<CallerOutcome>;
}

/** Creates what answers requests of /graphql, by whatever way they came in. Refusals are answers, too. */
export function createOperationAnswerer(options: OperationAnswererOptions): AnswerOperation {
  const { config, engines, limiter, clock, metrics, logOperation, tracing, usage } = options;

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
    const { query, variables } = input;
    const accepted = acceptTrace(request.headers, options.randomBytes);
    const trace = tracing?.tracer.startTrace(accepted) ?? accepted;
    const caller = batch?.caller ?? watchCaller(response);
    const count = options.rateLimits?.start(request.headers, remoteAddress);
    const arrival = { request, input, caller, correlationId, trace, remoteAddress, count, batch };
    const decided = limiter.isCrowded() ? refuse(overloaded) : admit(arrival, options);
    const admission = decided instanceof Promise ? await decided : decided;
    times.admittedAtMs = clock.monotonicMs();
    const facts = { correlationId, trace, query, variables, requestBytes, times };
    if (admission.status === 'refused') {
      const refused = writeRefusal(admission.refusal, accept);
      count?.addHeaders(refused.headers);
      const { status } = refused;
      const errorCodes = [admission.refusal.code];
      report({ ...facts, status, errorCodes, responseBytes: measureBytes(refused) }, request);
      return refused;
    }

    const { context } = admission;
    let answered: (HTTPGraphQLResponse & { readonly status: number }) | undefined;
    let supergraphId: string | undefined;
    try {
      const answer = await engines.use((engine) => {
        ({ supergraphId } = engine);
        return engine.answer(request, context);
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
  const { execution } = record;
  const isAnswered = execution === 'complete' || execution === 'partial';
  count.settle({
    cost: cost.estimate.actualCost,
    restCalls: cost.restCallCount,
    isCertain: isAnswered && cost.failedFetchCount === 0,
  });
  if (answered) count.addHeaders(answered.headers);
}

/** What is delivered in parts is not held back to be measured. */
function measureBytes({ body }: HTTPGraphQLResponse): number {
  return body.kind === 'complete' ? Buffer.byteLength(body.string) : 0;
}

interface Arrival {
  readonly request: GraphQLRequest;
  readonly input: OperationInput;
  readonly caller: CallerWatch;
  readonly correlationId: string;
  readonly trace: TraceContext;
  readonly remoteAddress: string | undefined;
  readonly count: RequestCount | undefined;
  readonly batch: BatchShare | undefined;
}

/** Waits for nothing where the caller is anonymous, or was known a moment ago. */
function admit(
  arrival: Arrival,
  options: OperationAnswererOptions,
): Admission | Promise<Admission> {
  const { headers } = arrival.request;
  const mediaType = chooseMediaType(headers.accept);
  if (!mediaType) return refuse({ code: 'NOT_ACCEPTABLE' });
  const counted = arrival.count?.countArrival();
  return counted
    ? counted.then(() => identify(arrival, mediaType, options))
    : identify(arrival, mediaType, options);
}

function identify(
  arrival: Arrival,
  mediaType: MediaTypeChoice,
  options: OperationAnswererOptions,
): Admission | Promise<Admission> {
  const refusal = arrival.count?.refusal;
  if (refusal) return refuse(describeRateLimitRefusal(refusal, options.clock));
  const { batch, request } = arrival;
  const who = batch?.who ?? options.callers.read(request.headers, arrival.remoteAddress);
  if (batch) batch.who = who;
  return who instanceof Promise
    ? who.then((known) => admitIdentified(arrival, known, mediaType, options))
    : admitIdentified(arrival, who, mediaType, options);
}

function admitIdentified(
  arrival: Arrival,
  who: CallerOutcome,
  mediaType: MediaTypeChoice,
  options: OperationAnswererOptions,
): Admission | Promise<Admission> {
  const { correlationId, trace, count } = arrival;
  if (who.status !== 'known') {
    if (who.status === 'unavailable') count?.forgive();
    return refuse(refuseCaller(who, { correlationId, traceId: trace.traceId }, options.log));
  }
  const { caller } = who;
  if (caller.app?.priority === 'batch' && options.isBatchShed()) {
    count?.forgive();
    return refuse(overloadedForBatch);
  }
  const counted = count?.countCaller(caller);
  return counted
    ? counted.then(() => admitCaller(arrival, caller, mediaType, options))
    : admitCaller(arrival, caller, mediaType, options);
}

function admitCaller(
  { request, input, caller, correlationId, trace, count, batch }: Arrival,
  { user, app }: Caller,
  mediaType: MediaTypeChoice,
  options: OperationAnswererOptions,
): Admission {
  const { config, gate, clock, tracing } = options;
  const { headers } = request;
  if (count?.refusal) return refuse(describeRateLimitRefusal(count.refusal, clock));
  const outcome = parseDimensionHeaders(headers, config.marketLanguages, defaultDimensions(app));
  if (outcome.status === 'invalid') {
    const { header, expected } = outcome;
    const message = `The header ${header} must be ${expected}.`;
    return refuse({ code: 'BAD_USER_INPUT', message, extensions: { header, expected } });
  }
  const refusal = refuseDimensions(outcome.dimensions, app) ?? gate.check(input, batch?.tally);
  if (refusal) return refuse(refusal);

  const scopes = user?.scopes ?? [];
  return {
    status: 'admitted',
    context: {
      identity: user,
      app,
      scopes,
      dimensions: outcome.dimensions,
      mediaType,
      deadline: createDeadline(
        clock,
        Math.min(config.requestTimeoutMs, parseDeadlineMs(headers[deadlineHeader])),
        options.lifetime,
        caller,
      ),
      caller,
      correlationId,
      trace,
      cost: openCost(headers, scopes, options),
      count,
      record: createOperationRecord(),
      spans: tracing && createRequestSpans(),
      client: readClient(headers, app, config.identity.keys !== undefined),
    },
  };
}

/** The cost is shown to those who may see it, and fetch by fetch if they asked for that. */
function openCost(
  headers: IncomingHttpHeaders,
  scopes: readonly string[],
  { config, clock, metrics }: OperationAnswererOptions,
): RequestCost {
  const isShown = config.cost === 'always' || scopes.includes(costScope);
  const isTraced = isShown && headers['x-marque-cost'] === 'detail';
  const trace = isTraced ? createFetchTrace(clock.monotonicMs()) : undefined;
  return createRequestCost(isShown, trace, metrics, config.budget);
}

function refuse(refusal: Refusal): Admission {
  return { status: 'refused', refusal };
}
