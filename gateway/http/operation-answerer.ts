// One operation from end to end: who asks, for what, within which limits; then the engine; then one log line.
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';

import type { HTTPGraphQLResponse } from '@apollo/server';

import type { Cancellation } from '../../runtime/cancellation.ts';
import type { Clock } from '../../runtime/clock.ts';
import { createDeadline } from '../../runtime/deadline.ts';
import { deadlineHeader, parseDeadlineMs } from '../../runtime/deadline-header.ts';
import { type CallerWatch, watchCaller } from '../../runtime/http/caller-watch.ts';
import type { Log } from '../../runtime/log.ts';
import {
  createChildTrace,
  parseTraceparent,
  type RandomBytes,
} from '../../runtime/trace-context.ts';
import type { GatewayConfig } from '../config.ts';
import type { IdentityOutcome, IdentityReader } from '../guard/identity.ts';
import type { OperationGate } from '../guard/operation-gate.ts';
import type { ConcurrencyLimiter } from '../engine/concurrency-limiter.ts';
import type { EngineSlot } from '../release/engine-slot.ts';
import { createOperationRecord } from '../telemetry/operation-record.ts';
import { createFetchTrace } from '../telemetry/fetch-trace.ts';
import { createRequestCost, type RequestCost } from '../telemetry/request-cost.ts';
import { chooseMediaType, type MediaTypeChoice } from './accept.ts';
import { chooseStatus } from './answer-status.ts';
import { parseDimensionHeaders } from './dimension-headers.ts';
import type { GraphQLRequest } from './graphql-request.ts';
import { readOperationInput } from './operation-input.ts';
import { overloaded } from './load-shedding.ts';
import { logOperation } from './operation-log.ts';
import { type Refusal, writeRefusal } from './refusal.ts';
import type { RequestContext } from './request-context.ts';

/** What answering stands on. */
export interface OperationAnswererOptions {
  readonly config: GatewayConfig;
  readonly engines: EngineSlot;
  readonly identities: IdentityReader;
  readonly gate: OperationGate;
  /** That the engines work under: while it is crowded, operations are refused. */
  readonly limiter: Pick<ConcurrencyLimiter, 'isCrowded'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly randomBytes: RandomBytes;
  /** Ends all requests when it is cancelled. */
  readonly lifetime: Cancellation;
}

type Admission =
  | { readonly status: 'admitted'; readonly context: RequestContext }
  | { readonly status: 'refused'; readonly refusal: Refusal };

const costScope = 'cost:read';
const clientText = /^[\w .@/+-]{1,64}$/;

/** Answers one request of /graphql. Rejects only for a fault of our own. */
export type AnswerOperation = (
  request: GraphQLRequest,
  /** That the answer will be written to; watched for a caller who leaves. */
  response: ServerResponse,
  correlationId: string,
) => Promise<HTTPGraphQLResponse>;

/** Creates what answers requests of /graphql, by whatever way they came in. Refusals are answers, too. */
export function createOperationAnswerer(options: OperationAnswererOptions): AnswerOperation {
  const { config, engines, limiter, clock, log } = options;

  return async (request, response, correlationId) => {
    const startedAtMs = clock.monotonicMs();
    const readDurationMs = () => clock.monotonicMs() - startedAtMs;
    const { accept } = request.headers;
    const arrival = { request, caller: watchCaller(response), correlationId };
    const decided = limiter.isCrowded() ? refuse(overloaded) : admit(arrival, options);
    const admission = decided instanceof Promise ? await decided : decided;
    if (admission.status === 'refused') {
      const refused = writeRefusal(admission.refusal, accept);
      logOperation(log, {
        correlationId,
        status: refused.status,
        durationMs: readDurationMs(),
        errorCodes: [admission.refusal.code],
      });
      return refused;
    }

    const { context } = admission;
    let status = 500;
    try {
      const answer = await engines.use((engine) => engine.answer(request, context));
      status = chooseStatus({
        status: answer.status ?? 200,
        choice: context.mediaType,
        record: context.record,
        partialSuccessStatus: config.partialSuccessStatus,
      });
      return { ...answer, status };
    } catch (error) {
      if (!context.deadline.isCancelled) throw error;
      const late = writeRefusal({ code: 'DEADLINE_EXCEEDED' }, accept);
      status = late.status;
      context.record.errorCodes.add('DEADLINE_EXCEEDED');
      return late;
    } finally {
      context.deadline.dispose();
      logOperation(log, {
        correlationId,
        status,
        durationMs: readDurationMs(),
        errorCodes: [...context.record.errorCodes],
        context,
      });
    }
  };
}

interface Arrival {
  readonly request: GraphQLRequest;
  readonly caller: CallerWatch;
  readonly correlationId: string;
}

/** Waits for nothing where the caller is anonymous. */
function admit(
  arrival: Arrival,
  options: OperationAnswererOptions,
): Admission | Promise<Admission> {
  const { headers } = arrival.request;
  const mediaType = chooseMediaType(headers.accept);
  if (!mediaType) return refuse({ code: 'NOT_ACCEPTABLE' });
  const who = options.identities.read(headers.authorization);
  return who instanceof Promise
    ? who.then((known) => admitIdentified(arrival, known, mediaType, options))
    : admitIdentified(arrival, who, mediaType, options);
}

function admitIdentified(
  { request, caller, correlationId }: Arrival,
  who: IdentityOutcome,
  mediaType: MediaTypeChoice,
  options: OperationAnswererOptions,
): Admission {
  const { config, gate, clock, log, randomBytes } = options;
  const { headers } = request;
  const refusedIdentity = refuseIdentity(who, correlationId, log);
  if (refusedIdentity) return refuse(refusedIdentity);

  const outcome = parseDimensionHeaders(headers, config.marketLanguages);
  if (outcome.status === 'invalid') {
    const { header, expected } = outcome;
    const message = `The header ${header} must be ${expected}.`;
    return refuse({ code: 'BAD_USER_INPUT', message, extensions: { header, expected } });
  }
  const refusal = gate.check(readOperationInput(request));
  if (refusal) return refuse(refusal);

  const identity = who.status === 'identified' ? who.identity : undefined;
  const scopes = identity?.scopes ?? [];
  return {
    status: 'admitted',
    context: {
      identity,
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
      trace: createChildTrace(parseTraceparent(headers['traceparent']), randomBytes),
      cost: openCost(headers, scopes, options),
      record: createOperationRecord(),
      client: {
        name: readClientText(headers['apollographql-client-name']),
        version: readClientText(headers['apollographql-client-version']),
      },
    },
  };
}

/** The cost is shown to those who may see it, and fetch by fetch if they asked for that. */
function openCost(
  headers: IncomingHttpHeaders,
  scopes: readonly string[],
  { config, clock }: OperationAnswererOptions,
): RequestCost {
  const isShown = config.cost === 'always' || scopes.includes(costScope);
  const isTraced = isShown && headers['x-marque-cost'] === 'detail';
  return createRequestCost(isShown, isTraced ? createFetchTrace(clock.monotonicMs()) : undefined);
}

function refuse(refusal: Refusal): Admission {
  return { status: 'refused', refusal };
}

function refuseIdentity(
  who: IdentityOutcome,
  correlationId: string,
  log: Log,
): Refusal | undefined {
  switch (who.status) {
    case 'anonymous':
    case 'identified':
      return undefined;
    case 'refused':
      log.info({ reason: who.reason, correlationId }, 'identity.refused');
      return {
        code: 'UNAUTHENTICATED',
        headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
      };
    case 'unavailable':
      log.error({ reason: who.reason, correlationId }, 'identity.unavailable');
      return { code: 'IDENTITY_UNAVAILABLE' };
    default:
      return who satisfies never;
  }
}

function readClientText(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' && clientText.test(value) ? value : undefined;
}
