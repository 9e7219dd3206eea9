// The engine that stands on Apollo Server and ApolloGateway as they come.
// oxlint-disable-next-line import/no-unassigned-import -- what it does on import is its purpose
import '../apollo-telemetry-off.ts';

import { ApolloGateway } from '@apollo/gateway';
import { parse } from 'graphql';

import { readAccessNeeds } from '../guard/access-needs.ts';
import { createAuthorizer } from '../guard/authorization.ts';
import type { SchemaAccess } from '../guard/schema-access.ts';
import { toApolloRequest } from '../http/graphql-request.ts';
import type { RequestContext } from '../http/request-context.ts';
import type { UsageRecorder } from '../telemetry/usage/usage-recorder.ts';
import type { ConcurrencyLimiter } from './concurrency-limiter.ts';
import type { Engine, EngineSubgraph } from './engine.ts';
import { findSubgraph } from './find-subgraph.ts';
import { createApolloLog, createEngineServer, startEngineServer } from './engine-server.ts';
import { createOperationHooks } from './operation-hooks.ts';
import { createOperationPlugin } from './operation-plugin.ts';
import type { QueryPlan } from './plan/query-plan.ts';
import { outlinePlan } from './plan-outline.ts';
import { createSubgraphDataSource } from './subgraph-data-source.ts';
import type { SubgraphExchangeOptions } from './subgraph-exchange.ts';
import { adaptSupergraph, digestSupergraph } from './supergraph-features.ts';

// Apollo bounds its store by the length of JSON: its own bound means several hundred MB of heap.
const maxPlanMebibytes = 8;

/** What the engine is built from. */
export interface ReferenceEngineOptions extends SubgraphExchangeOptions {
  readonly supergraphSdl: string;
  /** All subgraphs that the supergraph names; its own routing URLs are not used. */
  readonly subgraphs: readonly EngineSubgraph[];
  readonly limiter: ConcurrencyLimiter;
  readonly schemaAccess: SchemaAccess;
  /** Absent where usage is not counted; of this engine, fields of answers are not. */
  readonly usage?: UsageRecorder | undefined;
  /** Whether Apollo Server's check against cross-site requests is left out. */
  readonly isGetWithoutPreflightAllowed: boolean;
}

/**
 * Builds the engine; blocks the event loop for a moment. Sends nothing to the subgraphs yet.
 *
 * @throws CodedError `SUPERGRAPH_UNSUPPORTED`, `SUPERGRAPH_SUBGRAPH_MISSING` or `SUPERGRAPH_INVALID`.
 */
export async function createReferenceEngine(options: ReferenceEngineOptions): Promise<Engine> {
  const { supergraphSdl, subgraphs, limiter, log } = options;
  const apolloLog = createApolloLog(log);
  const gateway = new ApolloGateway({
    supergraphSdl: adaptSupergraph(supergraphSdl),
    logger: apolloLog,
    __exposeQueryPlanExperimental: false,
    experimental_didResolveQueryPlan: ({ queryPlan, requestContext }) => {
      const { trace } = (requestContext.context as RequestContext).cost;
      const outline = trace && outlinePlan(queryPlan as QueryPlan);
      if (outline) trace.plan(outline);
    },
    experimental_approximateQueryPlanStoreMiB: maxPlanMebibytes,
    buildService: ({ name }) => createSubgraphDataSource(findSubgraph(subgraphs, name), options),
  });
  const needs = readAccessNeeds(parse(supergraphSdl, { noLocation: true }));
  const server = createEngineServer({
    gateway,
    log,
    schemaAccess: options.schemaAccess,
    isGetWithoutPreflightAllowed: options.isGetWithoutPreflightAllowed,
    // It plans what clients send, so it cannot leave parts of it out.
    plugin: createOperationPlugin((apiSchema) =>
      createOperationHooks({
        authorizer: createAuthorizer(apiSchema, needs),
        unauthorized: 'refuse',
        schemaAccess: options.schemaAccess,
        log,
        usage: options.usage?.forSchema(apiSchema),
      }),
    ),
  });
  await startEngineServer(server);

  return {
    supergraphId: digestSupergraph(supergraphSdl),
    answer: (request, context) =>
      limiter.run(() => {
        context.record.begunAtMs = options.clock.monotonicMs();
        return server.executeHTTPGraphQLRequest({
          httpGraphQLRequest: toApolloRequest(request),
          context: () => Promise.resolve(context),
        });
      }, context.deadline),
    readFigures: () => ({ flights: new Map() }),
    close: () => server.stop(),
  };
}
