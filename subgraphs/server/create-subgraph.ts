// A subgraph behind HTTP: one path for operations, one for health.
import { type ApolloServer, HeaderMap } from '@apollo/server';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';

import { acceptCorrelationId, correlationIdHeader } from '../../runtime/correlation-id.ts';
import { watchCaller } from '../../runtime/http/caller-watch.ts';
import type { Log } from '../../runtime/log.ts';
import { readTraceId } from '../../runtime/trace-context.ts';
import type { TraceSettings } from '../../runtime/tracing/trace-settings.ts';
import { createTracer, type Tracer } from '../../runtime/tracing/tracer.ts';
import { createApolloServer, type SubgraphDefinition } from './apollo-server.ts';
import { errorMessages } from './error-codes.ts';
import { loadGatewayKeys, type VouchHeaders } from './gateway-token.ts';
import {
  createSubgraphRequest,
  type RequestReading,
  type SubgraphContext,
  type SubgraphRequest,
} from './request-context.ts';
import { type AnsweredFacts, keepRequestSpans } from './request-spans.ts';

/** Bounds, and what requests are read with. */
export interface SubgraphOptions extends Omit<RequestReading, 'tracer'> {
  readonly log: Log;
  /** Absent: nothing is traced. */
  readonly tracing?: TraceSettings | undefined;
  readonly bodyLimitBytes: number;
  /** The gateway's public keys; absent: whoever asks is taken for the gateway. */
  readonly gatewayKeysFile?: string | undefined;
}

interface TracedOptions extends SubgraphOptions {
  readonly tracer: Tracer | undefined;
}

const jsonType = 'application/json; charset=utf-8';
// The framework's own refusals by status; its messages are not passed on.
const refusals = new Map([
  [413, 'The body is too large.'],
  [415, 'The body must be JSON.'],
]);

/** Wires a subgraph; it does not listen yet. `close()` ends it. */
export async function createSubgraph<Loaders>(
  definition: SubgraphDefinition<Loaders>,
  options: SubgraphOptions,
): Promise<FastifyInstance> {
  const { log, bodyLimitBytes, gatewayKeysFile, clock, tracing: settings } = options;
  const vouch = gatewayKeysFile
    ? await loadGatewayKeys(gatewayKeysFile, definition.name, { clock, log })
    : undefined;
  const serviceName = `marque-subgraph-${definition.name}`;
  const tracer = settings && createTracer({ ...options, settings, serviceName });
  const reading = { ...options, tracer };
  const apollo = await createApolloServer(definition, log);
  const app = fastify({
    logger: false,
    bodyLimit: bodyLimitBytes,
    requestTimeout: 30_000,
    // Such members are data like any other: JSON.parse makes own properties of them.
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
  });
  app.removeContentTypeParser('text/plain');
  if (tracer) app.decorate('flush', () => tracer.flush());
  app.addHook('onClose', async () => {
    await apollo.stop();
    await tracer?.close();
  });
  app.get('/health', () => ({ status: 'ok', subgraph: definition.name }));
  app.all('/graphql', (request, reply) =>
    request.method === 'POST'
      ? answerOperation({ apollo, definition, options: reading, vouch }, request, reply)
      : answerError(reply.header('allow', 'POST'), 405, 'Operations are sent by POST.'),
  );
  app.setNotFoundHandler((_request, reply) => answerError(reply, 404, 'There is nothing here.'));
  app.setErrorHandler((error, { headers }, reply) => {
    const status = readStatus(error);
    if (status >= 500) {
      const correlationId = acceptCorrelationId(headers[correlationIdHeader], () => 'none');
      const traceId = readTraceId(headers);
      log.error({ err: error, correlationId, traceId }, 'subgraph.request_failed');
      return answerUnexpected(reply);
    }
    return answerError(reply, status, refusals.get(status) ?? 'The body is not valid JSON.');
  });
  return app;
}

interface Answering<Loaders> {
  readonly apollo: ApolloServer<SubgraphContext<Loaders>>;
  readonly definition: SubgraphDefinition<Loaders>;
  readonly options: TracedOptions;
  readonly vouch: VouchHeaders | undefined;
}

async function answerOperation<Loaders>(
  { apollo, definition, options, vouch }: Answering<Loaders>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const vouched = vouch ? vouch(request.headers) : request.headers;
  const headers = vouched instanceof Promise ? await vouched : vouched;
  if (!headers) {
    return answerError(reply, 401, 'Only the gateway may ask.', 'UNAUTHENTICATED');
  }
  let subgraphRequest: SubgraphRequest;
  try {
    subgraphRequest = createSubgraphRequest(headers, watchCaller(reply.raw), options);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return answerError(reply, 400, error.message, 'BAD_USER_INPUT');
  }

  const { clock, tracer } = options;
  const startedAtMs = clock.monotonicMs();
  try {
    void reply.header(correlationIdHeader, subgraphRequest.correlationId);
    const context = { ...subgraphRequest, loaders: definition.createLoaders(subgraphRequest) };
    const response = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: 'POST',
        headers: readHeaders(request),
        search: '',
        body: request.body,
      },
      context: () => Promise.resolve(context),
    });
    void reply.code(response.status ?? 200).headers(Object.fromEntries(response.headers));
    if (response.body.kind === 'complete') return await reply.send(response.body.string);
    return await answerError(reply, 501, 'Incremental delivery is not offered.');
  } catch (error) {
    const { correlationId, trace } = subgraphRequest;
    const ids = { correlationId, traceId: trace.traceId };
    options.log.error({ err: error, ...ids }, 'subgraph.request_failed');
    return answerUnexpected(reply);
  } finally {
    subgraphRequest.deadline.dispose();
    const facts = {
      subgraph: definition.name,
      status: reply.statusCode,
      startedAtMs,
      endedAtMs: clock.monotonicMs(),
    };
    const { answer, restCalls } = subgraphRequest;
    options.meter?.recordAnswer({
      status: facts.status,
      errors: answer.errors,
      durationMs: facts.endedAtMs - startedAtMs,
      restCalls: restCalls.total,
      cacheReads: restCalls.cacheReads,
    });
    logRequest(options.log, subgraphRequest, facts);
    if (tracer) keepRequestSpans(tracer, subgraphRequest, facts);
  }
}

/** One line for each request: it ties the gateway's line to those of the services. */
function logRequest(log: Log, request: SubgraphRequest, facts: AnsweredFacts): void {
  if (!log.isLevelEnabled('info')) return;
  const { correlationId, trace, caller, restCalls } = request;
  const { subgraph, status, startedAtMs, endedAtMs } = facts;
  log.info(
    {
      correlationId,
      traceId: trace.traceId,
      xrayTraceId: trace.xrayTraceId,
      subgraph,
      status,
      durationMs: Math.round((endedAtMs - startedAtMs) * 100) / 100,
      isCallerGone: caller.isCancelled,
      restCalls: restCalls.total,
      cacheHits: restCalls.cacheReads?.hits,
      cacheMisses: restCalls.cacheReads?.misses,
    },
    'subgraph.answered',
  );
}

function readHeaders(request: FastifyRequest): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

function readStatus(error: unknown): number {
  const status =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : 500;
  return typeof status === 'number' && status >= 400 ? status : 500;
}

function answerUnexpected(reply: FastifyReply): FastifyReply {
  const code = 'INTERNAL_SERVER_ERROR';
  return answerError(reply, 500, errorMessages[code], code);
}

function answerError(
  reply: FastifyReply,
  status: number,
  message: string,
  code = 'BAD_REQUEST',
): FastifyReply {
  return reply
    .code(status)
    .type(jsonType)
    .send(JSON.stringify({ errors: [{ message, extensions: { code } }] }));
}
