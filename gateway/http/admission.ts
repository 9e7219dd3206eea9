// Whether a request of /graphql is worked on: who asks, within which limits, for what; then all that is known of it.
import type { IncomingHttpHeaders } from 'node:http';

import type { Cancellation } from '../../runtime/cancellation.ts';
import type { Clock } from '../../runtime/clock.ts';
import { createDeadline } from '../../runtime/deadline.ts';
import { deadlineHeader, parseDeadlineMs } from '../../runtime/deadline-header.ts';
import type { CallerWatch } from '../../runtime/http/caller-watch.ts';
import type { Log } from '../../runtime/log.ts';
import type { TraceContext } from '../../runtime/trace-context.ts';
import type { GatewayConfig } from '../config.ts';
import type { BatchTally } from '../guard/batch-tally.ts';
import type { Caller, CallerOutcome, CallerReader } from '../guard/caller.ts';
import type { OperationGate } from '../guard/operation-gate.ts';
import type { FoundQuery, PersistedQueries } from '../guard/persisted-queries.ts';
import type { RequestCount } from '../guard/rate-limits/request-count.ts';
import { createOperationRecord } from '../telemetry/operation-record.ts';
import { createFetchTrace } from '../telemetry/fetch-trace.ts';
import type { GatewayMetrics } from '../telemetry/gateway-metrics.ts';
import { createRequestCost, type RequestCost } from '../telemetry/request-cost.ts';
import { createRequestSpans } from '../telemetry/request-spans.ts';
import { chooseMediaType, type MediaTypeChoice } from './accept.ts';
import { readClient } from './client-name.ts';
import { parseDimensionHeaders } from './dimension-headers.ts';
import { defaultDimensions, refuseDimensions } from './granted-dimensions.ts';
import type { GraphQLRequest } from './graphql-request.ts';
import { refuseCaller } from './identity-refusal.ts';
import { type OperationInput, readOperationInput } from './operation-input.ts';
import { overloadedForBatch } from './load-shedding.ts';
import { describeRateLimitRefusal } from './rate-limit-refusal.ts';
import type { Refusal } from './refusal.ts';
import type { RequestContext } from './request-context.ts';

/** What admitting stands on. */
export interface AdmissionOptions {
  readonly config: GatewayConfig;
  readonly callers: CallerReader;
  readonly gate: OperationGate;
  /** Absent where hashes do not stand for documents. */
  readonly persistedQueries?: PersistedQueries | undefined;
  /** Whether there is so much to do that the operations of batch jobs are refused. */
  readonly isBatchShed: () => boolean;
  readonly metrics: GatewayMetrics;
  readonly isTraced: boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends all requests when it is cancelled. */
  readonly lifetime: Cancellation;
}

/** Whether a request is worked on. */
export type Admission =
  | {
      readonly status: 'admitted';
      readonly context: RequestContext;
      /** As it came, but for a document that was asked for by its hash. */
      readonly request: GraphQLRequest;
      readonly input: OperationInput;
      /** Keeps the document by its hash; to be called once it was executed. */
      readonly keepDocument?: (() => void) | undefined;
    }
  | { readonly status: 'refused'; readonly refusal: Refusal };

const costScope = 'cost:read';

/** What the operations of one batch have in common. */
export interface BatchShare {
  /** Of the connection that all of them came by. */
  readonly caller: CallerWatch;
  readonly tally: BatchTally;
  /** Found out for the first of them. */
  who?: CallerOutcome | Promise<CallerOutcome>;
}

/** A request, and what is known of it before anything is decided. */
export interface Arrival {
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
export function admit(arrival: Arrival, options: AdmissionOptions): Admission | Promise<Admission> {
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
  options: AdmissionOptions,
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
  options: AdmissionOptions,
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
  arrival: Arrival,
  caller: Caller,
  mediaType: MediaTypeChoice,
  options: AdmissionOptions,
): Admission | Promise<Admission> {
  const { request, count } = arrival;
  if (count?.refusal) return refuse(describeRateLimitRefusal(count.refusal, options.clock));
  const found = options.persistedQueries?.find(request) ?? { status: 'found', request };
  return found instanceof Promise
    ? found.then((query) => admitQuery(arrival, query, caller, mediaType, options))
    : admitQuery(arrival, found, caller, mediaType, options);
}

function admitQuery(
  arrival: Arrival,
  found: FoundQuery,
  { user, app }: Caller,
  mediaType: MediaTypeChoice,
  options: AdmissionOptions,
): Admission {
  if (found.status === 'refused') return refuse(found.refusal);
  const { caller: connection, correlationId, trace, count, batch } = arrival;
  const { config, gate, clock } = options;
  const { request, keep: keepDocument } = found;
  const { headers } = request;
  const outcome = parseDimensionHeaders(headers, config.marketLanguages, defaultDimensions(app));
  if (outcome.status === 'invalid') {
    const { header, expected } = outcome;
    const message = `The header ${header} must be ${expected}.`;
    return refuse({ code: 'BAD_USER_INPUT', message, extensions: { header, expected } });
  }
  const input = request === arrival.request ? arrival.input : readOperationInput(request);
  const refusal = refuseDimensions(outcome.dimensions, app) ?? gate.check(input, batch?.tally);
  if (refusal) return refuse(refusal);

  const scopes = user?.scopes ?? [];
  const context = {
    identity: user,
    app,
    scopes,
    dimensions: outcome.dimensions,
    mediaType,
    deadline: createDeadline(
      clock,
      Math.min(config.requestTimeoutMs, parseDeadlineMs(headers[deadlineHeader])),
      options.lifetime,
      connection,
    ),
    caller: connection,
    correlationId,
    trace,
    cost: openCost(headers, scopes, options),
    count,
    record: createOperationRecord(),
    spans: options.isTraced ? createRequestSpans() : undefined,
    client: readClient(headers, app, config.identity.keys !== undefined),
  };
  return { status: 'admitted', context, request, input, keepDocument };
}

/** The cost is shown to those who may see it, and fetch by fetch if they asked for that. */
function openCost(
  headers: IncomingHttpHeaders,
  scopes: readonly string[],
  { config, clock, metrics }: AdmissionOptions,
): RequestCost {
  const isShown = config.cost === 'always' || scopes.includes(costScope);
  const isTraced = isShown && headers['x-marque-cost'] === 'detail';
  const trace = isTraced ? createFetchTrace(clock.monotonicMs()) : undefined;
  return createRequestCost(isShown, trace, metrics, config.budget);
}

function refuse(refusal: Refusal): Admission {
  return { status: 'refused', refusal };
}
