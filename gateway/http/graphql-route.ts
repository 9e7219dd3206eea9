// The route /graphql: who asks, for what, within which limits; then the engine; then one log line.
import type { IncomingHttpHeaders } from 'node:http';

import type { HTTPGraphQLRequest } from '@apollo/server';
import type { FastifyInstance } from 'fastify';

import type { Cancellation } from '../../runtime/cancellation.ts';
import type { Clock } from '../../runtime/clock.ts';
import { correlationIdHeader } from '../../runtime/correlation-id.ts';
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
import type { EngineSlot } from '../release/engine-slot.ts';
import { createOperationRecord } from '../telemetry/operation-record.ts';
import { createFetchTrace } from '../telemetry/fetch-trace.ts';
import { createRequestCost, type RequestCost } from '../telemetry/request-cost.ts';
import { chooseMediaType } from './accept.ts';
import { chooseStatus } from './answer-status.ts';
import { parseDimensionHeaders } from './dimension-headers.ts';
import { registerGraphQLEndpoint } from './graphql-endpoint.ts';
import { registerLoadShedding } from './load-shedding.ts';
import { readOperationInput } from './operation-input.ts';
import { logOperation } from './operation-log.ts';
import { type Refusal, writeRefusal } from './refusal.ts';
import type { RequestContext } from './request-context.ts';

/** What the route stands on. */
export interface GraphQLRouteOptions {
  readonly config: GatewayConfig;
  readonly engines: EngineSlot;
  readonly identities: IdentityReader;
  readonly gate: OperationGate;
  readonly clock: Clock;
  readonly log: Log;
  readonly randomBytes: RandomBytes;
  /** Ends all requests when it is cancelled. */
  readonly lifetime: Cancellation;
}

type Admission =
  | { readonly status: 'admitted'; readonly context: RequestContext }
  | { readonly status: 'refused'; readonly refusal: Refusal };

const path = '/graphql';
const costScope = 'cost:read';
const clientText = /^[\w .@/+-]{1,64}$/;

/** Adds the route, after the hook that sets the correlation id. */
export function registerGraphQLRoute(app: FastifyInstance, options: GraphQLRouteOptions): void {
  const { config, engines, clock, log } = options;
  registerLoadShedding(app, path, { maxWaitMs: config.maxEventLoopWaitMs, log });

  registerGraphQLEndpoint(app, path, async (graphQLRequest, { headers }, reply) => {
    const startedAtMs = clock.monotonicMs();
    void reply.header('cache-control', 'no-store');
    const correlationId = String(reply.getHeader(correlationIdHeader));
    const readDurationMs = () => clock.monotonicMs() - startedAtMs;
    const admission = await admit(
      graphQLRequest,
      headers,
      watchCaller(reply.raw),
      correlationId,
      options,
    );
    if (admission.status === 'refused') {
      const refused = writeRefusal(admission.refusal, headers.accept);
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
      const answer = await engines.use((engine) => engine.answer(graphQLRequest, context));
      status = chooseStatus({
        status: answer.status ?? 200,
        choice: chooseMediaType(headers.accept),
        record: context.record,
        partialSuccessStatus: config.partialSuccessStatus,
      });
      return { ...answer, status };
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
  });
}

async function admit(
  graphQLRequest: HTTPGraphQLRequest,
  headers: IncomingHttpHeaders,
  caller: CallerWatch,
  correlationId: string,
  options: GraphQLRouteOptions,
): Promise<Admission> {
  const { config, identities, gate, clock, log, randomBytes } = options;
  if (!chooseMediaType(headers.accept)) return refuse({ code: 'NOT_ACCEPTABLE' });

  const who = await identities.read(headers.authorization);
  const refusedIdentity = refuseIdentity(who, correlationId, log);
  if (refusedIdentity) return refuse(refusedIdentity);

  const outcome = parseDimensionHeaders(headers, config.marketLanguages);
  if (outcome.status === 'invalid') {
    const { header, expected } = outcome;
    const message = `The header ${header} must be ${expected}.`;
    return refuse({ code: 'BAD_USER_INPUT', message, extensions: { header, expected } });
  }
  const refusal = gate.check(readOperationInput(graphQLRequest));
  if (refusal) return refuse(refusal);

  const identity = who.status === 'identified' ? who.identity : undefined;
  const scopes = identity?.scopes ?? [];
  return {
    status: 'admitted',
    context: {
      identity,
      scopes,
      dimensions: outcome.dimensions,
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
  { config, clock }: GraphQLRouteOptions,
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
