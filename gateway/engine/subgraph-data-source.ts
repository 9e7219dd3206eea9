// Fetches from one subgraph: bounded in time and bytes, and telling clients only what they may know.
import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { GraphQLError, Kind, parse } from 'graphql';

import type { Clock } from '../../runtime/clock.ts';
import { isCodedError } from '../../runtime/coded-error.ts';
import type { HttpClient } from '../../runtime/http/http-client.ts';
import type { Log } from '../../runtime/log.ts';
import type { RandomBytes } from '../../runtime/trace-context.ts';
import type { ErrorCode } from '../errors.ts';
import type { RequestContext } from '../http/request-context.ts';
import { createDeclaredDimensions } from './declared-dimensions.ts';
import type { EngineSubgraph } from './engine.ts';
import { createSubgraphHeaders } from './subgraph-headers.ts';
import { createSubgraphError, readSubgraphReply, type SubgraphReply } from './subgraph-reply.ts';

/** What fetching stands on. */
export interface SubgraphDataSourceOptions {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly randomBytes: RandomBytes;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
}

interface Fetch {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName?: string | undefined;
}

// A query is read-only, so that a connection that broke may be tried once more.
const maxAttempts = 2;
const maxErrorPlaces = 100;
// A subgraph that gives up a slow service has to say so while we still listen.
const wayBackMs = 250;
const wayBackShare = 0.1;

const codeByFault = new Map<string, ErrorCode>([
  ['UPSTREAM_TIMEOUT', 'SUBGRAPH_TIMEOUT'],
  ['RESPONSE_TOO_LARGE', 'SUBGRAPH_RESPONSE_TOO_LARGE'],
  ['UPSTREAM_REDIRECT', 'SUBGRAPH_INVALID_RESPONSE'],
]);

/**
 * Creates the data source of one subgraph. `process` never rejects: a fetch that fails is an error
 * at each place that it was to fill, so that the other branches of the plan live.
 */
export function createSubgraphDataSource(
  subgraph: EngineSubgraph,
  options: SubgraphDataSourceOptions,
): GraphQLDataSource {
  const { http, clock, log, randomBytes, timeoutMs, maxResponseBytes } = options;
  const declared = createDeclaredDimensions(subgraph.sdl);

  const send = async (fetch: Fetch, context: RequestContext): Promise<SubgraphReply> => {
    const { dimensions, operationType } = declared.describe(fetch.query);
    const remainingMs = Math.min(timeoutMs, context.deadline.remainingMs());
    const subgraphMs = remainingMs - Math.min(wayBackMs, remainingMs * wayBackShare);
    try {
      const reply = await http.request({
        upstream: `${subgraph.name}-subgraph`,
        method: 'POST',
        url: subgraph.url,
        headers: createSubgraphHeaders(context, dimensions, subgraphMs, randomBytes),
        body: JSON.stringify(fetch),
        deadline: context.deadline,
        signal: context.caller.signal,
        timeoutMs: remainingMs,
        maxResponseBytes,
        idempotent: operationType === 'query',
        maxAttempts,
      });
      const outcome = readSubgraphReply(subgraph.name, reply, countEntities(fetch));
      if (outcome.status === 'read') return outcome.reply;
      return fail(fetch, context, outcome.code, { reason: outcome.reason });
    } catch (error) {
      if (!isCodedError(error)) throw error;
      const code = codeByFault.get(error.code) ?? 'SUBGRAPH_UNAVAILABLE';
      return fail(fetch, context, code, { fault: error.code, ...error.fields });
    }
  };

  const fail = (fetch: Fetch, context: RequestContext, code: ErrorCode, facts: object) => {
    const { correlationId } = context;
    const fields = { subgraph: subgraph.name, code, correlationId, ...facts };
    if (context.caller.signal.aborted) log.debug(fields, 'subgraph.fetch_given_up');
    else log.warn(fields, 'subgraph.fetch_failed');
    return {
      data: null,
      errors: listPlaces(fetch).map((path) => createSubgraphError(subgraph.name, code, path)),
      restCalls: [],
    };
  };

  return {
    async process(request: GraphQLDataSourceProcessOptions) {
      const { query = '', variables = {}, operationName } = request.request;
      const context = request.context as RequestContext;
      const fetch = { query, variables, operationName };
      const startedAtMs = clock.monotonicMs();
      const reply = await send(fetch, context);
      const durationMs = clock.monotonicMs() - startedAtMs;
      context.cost.addFetch(subgraph.name, durationMs);
      context.cost.addRestCalls(reply.restCalls);
      context.cost.trace?.add(
        { subgraph: subgraph.name, path: readPath(request), operation: query },
        { startedAtMs, durationMs, entities: countEntities(fetch), restCalls: reply.restCalls },
      );
      return {
        data: reply.data,
        ...(reply.errors.length > 0 ? { errors: [...reply.errors] } : {}),
      } as Awaited<ReturnType<GraphQLDataSource['process']>>;
    },
  };
}

/** Where in the answer the fetch puts its data; empty for root fields. */
function readPath(request: GraphQLDataSourceProcessOptions): readonly (string | number)[] {
  return 'pathInIncomingRequest' in request ? (request.pathInIncomingRequest ?? []) : [];
}

function countEntities({ variables }: Fetch): number | undefined {
  const representations = variables['representations'];
  return Array.isArray(representations) ? representations.length : undefined;
}

/** Where the fetch was to put data, as paths of its own answer. */
function listPlaces(fetch: Fetch): readonly (string | number)[][] {
  const entityCount = countEntities(fetch);
  if (entityCount !== undefined) {
    return Array.from({ length: Math.min(entityCount, maxErrorPlaces) }, (_, index) => [
      '_entities',
      index,
    ]);
  }
  const operation = parse(fetch.query, { noLocation: true }).definitions.find(
    (node) => node.kind === Kind.OPERATION_DEFINITION,
  );
  const fields =
    operation?.selectionSet.selections.filter((node) => node.kind === Kind.FIELD) ?? [];
  if (fields.length === 0) throw new GraphQLError('A fetch without fields.');
  return fields.slice(0, maxErrorPlaces).map(({ alias, name }) => [(alias ?? name).value]);
}
