// Sends one REST call on behalf of a GraphQL request: headers, deadline, count, and faults as errors.
import type { Clock } from '../../runtime/clock.ts';
import { CodedError, isCodedError } from '../../runtime/coded-error.ts';
import { correlationIdHeader } from '../../runtime/correlation-id.ts';
import type { Deadline } from '../../runtime/deadline.ts';
import { type Bulkhead, createBulkhead } from '../../runtime/http/bulkhead.ts';
import type { HttpClient, HttpReply } from '../../runtime/http/http-client.ts';
import type { Log, LogFields } from '../../runtime/log.ts';
import {
  createChildTrace,
  formatTraceparent,
  type RandomBytes,
  type TraceContext,
} from '../../runtime/trace-context.ts';
import { formatXRayHeader, xrayHeader } from '../../runtime/xray-trace.ts';
import type { RestCall } from './rest-call-count.ts';
import { toTransportError } from './rest-errors.ts';
import type { RestResource } from './rest-resource.ts';
import type { RestSpans } from './rest-spans.ts';

/** What a REST call takes over from the GraphQL request that it is made for. */
export interface RestRequest {
  readonly deadline: Deadline;
  readonly correlationId: string;
  /** The span that calls are below. */
  readonly trace: TraceContext;
  /** Where spans of calls are kept; absent while nothing is traced. */
  readonly spans?: RestSpans | undefined;
  recordCall(call: RestCall): void;
  recordCacheReads(hits: number, misses: number): void;
}

/** One call to send. */
export interface RestExchangeCall {
  readonly resource: RestResource;
  /** Path and query. */
  readonly path: string;
  /** What is asked for, for the count. */
  readonly ids: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** Where calls go, and what they stand on. */
export interface RestExchangeOptions {
  /** As in `@rest(service:)`. */
  readonly service: string;
  readonly baseUrl: string;
  /** Who calls, such as `pricing-subgraph`. */
  readonly clientId: string;
  readonly httpClient: HttpClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly randomBytes: RandomBytes;
}

/** Sends a call; any status is a reply, a fault on the way rejects with the field's error. */
export type RestExchange = (request: RestRequest, call: RestExchangeCall) => Promise<HttpReply>;

type Send = (
  request: RestRequest,
  call: RestExchangeCall,
  trace: TraceContext,
) => Promise<HttpReply>;

const maxQueued = 100;

/** Creates the way out to one REST service. */
export function createRestExchange(options: RestExchangeOptions): RestExchange {
  const { service, baseUrl, clientId, httpClient, clock, log, randomBytes } = options;
  const placesByResource = new Map<string, Bulkhead>();

  const send: Send = async (request, call, trace) =>
    await httpClient.request({
      upstream: `${service}-api`,
      method: call.resource.method ?? 'GET',
      url: `${baseUrl}${call.path}`,
      headers: {
        accept: 'application/json',
        [correlationIdHeader]: request.correlationId,
        traceparent: formatTraceparent(trace),
        ...(trace.xrayTraceId === undefined ? {} : { [xrayHeader]: formatXRayHeader(trace) }),
        'x-client-id': clientId,
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...call.headers,
      },
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      deadline: request.deadline,
      // Calculations change nothing, and writes bear an idempotency key.
      idempotent: true,
    });

  const findPlaces = ({ name, maxConcurrent }: RestResource): Bulkhead | undefined => {
    if (maxConcurrent === undefined) return undefined;
    const places = placesByResource.get(name) ?? createBulkhead(maxConcurrent, maxQueued);
    placesByResource.set(name, places);
    return places;
  };

  const sendInTurn: Send = async (request, call, trace) => {
    const places = findPlaces(call.resource);
    if (!places) return await send(request, call, trace);
    request.deadline.throwIfCancelled();
    const turn = places.enter(request.deadline);
    if (turn === undefined) throw createCrowdedError();
    if (turn !== true) await turn;
    try {
      return await send(request, call, trace);
    } finally {
      places.leave();
    }
  };

  return async (request, call) => {
    const { resource, ids } = call;
    const startedAtMs = clock.monotonicMs();
    const trace = createChildTrace(request.trace, randomBytes);
    const span = request.spans?.open({ service, resource, ids: ids.length, trace, startedAtMs });
    const record = (retries: number, outcome: string): void => {
      const durationMs = clock.monotonicMs() - startedAtMs;
      request.recordCall({ service, resource: resource.name, retries, durationMs, ids, outcome });
    };

    try {
      const reply = await sendInTurn(request, call, trace);
      record(reply.attempts - 1, String(reply.status));
      span?.end(clock.monotonicMs(), reply);
      if (reply.status >= 400 && reply.status !== 404) {
        const fields = { service, resource: resource.name, status: reply.status };
        log.warn({ ...fields, ...readIds(request) }, 'rest.refused');
      }
      return reply;
    } catch (error) {
      // Nothing was sent: the breaker is open, or too many are waiting.
      const code = isCodedError(error) ? error.code : 'INTERNAL_SERVER_ERROR';
      if (code !== 'UPSTREAM_UNAVAILABLE') record(0, code);
      const isGivenUp = isCodedError(error, 'REQUEST_ABORTED');
      span?.fail(clock.monotonicMs(), isCodedError(error) ? error.code : 'UPSTREAM_FAULT');
      const fields = { service, resource: resource.name, ...readIds(request), err: error };
      if (isGivenUp) log.debug(fields, 'rest.given_up');
      else log.warn(fields, 'rest.failed');
      throw toTransportError(service, error);
    }
  };
}

function readIds({ correlationId, trace }: RestRequest): LogFields {
  return { correlationId, traceId: trace.traceId };
}

function createCrowdedError(): CodedError {
  return new CodedError({
    code: 'UPSTREAM_UNAVAILABLE',
    kind: 'upstream',
    message: 'Too many calls wait for the service.',
    fields: { reason: 'crowded', maxQueued },
  });
}
