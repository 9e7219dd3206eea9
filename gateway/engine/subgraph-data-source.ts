// Fetches from one subgraph: bounded in time and bytes, and telling clients only what they may know.
import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { GraphQLError, Kind, parse } from 'graphql';

import { createChildTrace, type TraceContext } from '../../runtime/trace-context.ts';
import type { ErrorCode } from '../errors.ts';
import type { RequestContext } from '../http/request-context.ts';
import { openFetchSpan } from '../telemetry/request-spans.ts';
import { createDeclaredDimensions } from './declared-dimensions.ts';
import type { EngineSubgraph } from './engine.ts';
import {
  createSubgraphExchange,
  type SubgraphExchangeOptions,
  type SubgraphExchangeOutcome,
} from './subgraph-exchange.ts';
import { createSubgraphError, type SubgraphReply } from './subgraph-reply.ts';

interface Fetch {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName?: string | undefined;
}

const maxErrorPlaces = 100;
/**
 * Creates the data source of one subgraph. `process` never rejects: a fetch that fails is an error
 * at each place that it was to fill, so that the other branches of the plan live.
 */
export function createSubgraphDataSource(
  subgraph: EngineSubgraph,
  options: SubgraphExchangeOptions,
): GraphQLDataSource {
  const { clock, timeoutMs, randomBytes } = options;
  const declared = createDeclaredDimensions(subgraph.sdl);

  const exchange = createSubgraphExchange(subgraph, options);

  const send = async (
    fetch: Fetch,
    context: RequestContext,
    trace: TraceContext,
  ): Promise<SubgraphExchangeOutcome> => {
    const { dimensions, operationType } = declared.describe(fetch.query);
    return await exchange({
      context,
      trace,
      dimensions,
      isRepeatable: operationType === 'query',
      bodyText: JSON.stringify(fetch),
      entityCount: countEntities(fetch),
      timeoutMs: Math.min(timeoutMs, context.deadline.remainingMs()),
      wanted: context.deadline,
    });
  };

  const fail = (fetch: Fetch, code: ErrorCode): SubgraphReply => ({
    data: null,
    errors: listPlaces(fetch).map((path) => createSubgraphError(subgraph.name, code, path)),
    restCalls: [],
  });

  return {
    async process(request: GraphQLDataSourceProcessOptions) {
      const { query = '', variables = {}, operationName } = request.request;
      const context = request.context as RequestContext;
      const fetch = { query, variables, operationName };
      const startedAtMs = clock.monotonicMs();
      const span = openFetchSpan(context.spans, subgraph.name, startedAtMs, 1);
      const trace = createChildTrace(context.trace, randomBytes);
      if (span) span.sent = trace;
      const outcome = await send(fetch, context, trace);
      const durationMs = clock.monotonicMs() - startedAtMs;
      const failure = outcome.status === 'failed' ? outcome.code : undefined;
      if (span) {
        span.durationMs = durationMs;
        span.failure = failure;
      }
      const reply = outcome.status === 'read' ? outcome.reply : fail(fetch, outcome.code);
      context.cost.addFetch(subgraph.name, startedAtMs, durationMs, failure);
      context.cost.addRestCalls(reply.restCalls);
      if (reply.cacheReads) context.cost.addCacheReads(subgraph.name, reply.cacheReads);
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
