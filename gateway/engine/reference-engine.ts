// The engine that stands on Apollo Server and ApolloGateway as they come.
// oxlint-disable-next-line import/no-unassigned-import -- what it does on import is its purpose
import '../apollo-telemetry-off.ts';

import { createHash } from 'node:crypto';

import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';

import { createSizedStore } from '../../cache/sized-store.ts';
import { CodedError } from '../../runtime/coded-error.ts';
import type { Log } from '../../runtime/log.ts';
import { readProtectedCoordinates } from '../guard/protected-coordinates.ts';
import type { RequestContext } from '../http/request-context.ts';
import type { Engine, EngineSubgraph } from './engine.ts';
import { maskError } from './error-mask.ts';
import { createOperationPlugin } from './operation-plugin.ts';
import { outlinePlan } from './plan-outline.ts';
import {
  createSubgraphDataSource,
  type SubgraphDataSourceOptions,
} from './subgraph-data-source.ts';
import { adaptSupergraph } from './supergraph-features.ts';

// Apollo bounds both stores by the length of JSON: its own bounds mean several hundred MB of heap.
const maxDocumentBytes = 32 * 1_024 ** 2;
const maxPlanMebibytes = 8;

/** What the engine is built from. */
export interface ReferenceEngineOptions extends SubgraphDataSourceOptions {
  readonly supergraphSdl: string;
  /** All subgraphs that the supergraph names; its own routing URLs are not used. */
  readonly subgraphs: readonly EngineSubgraph[];
  readonly isIntrospectionAllowed: boolean;
  /** Whether Apollo Server's check against cross-site requests is left out. */
  readonly isGetWithoutPreflightAllowed: boolean;
}

/**
 * Builds the engine; blocks the event loop for a moment. Sends nothing to the subgraphs yet.
 *
 * @throws CodedError `SUPERGRAPH_UNSUPPORTED`, `SUPERGRAPH_SUBGRAPH_MISSING` or `SUPERGRAPH_INVALID`.
 */
export async function createReferenceEngine(options: ReferenceEngineOptions): Promise<Engine> {
  const { supergraphSdl, subgraphs, isIntrospectionAllowed, log } = options;
  const apolloLog = createApolloLog(log);
  const gateway = new ApolloGateway({
    supergraphSdl: adaptSupergraph(supergraphSdl),
    logger: apolloLog,
    __exposeQueryPlanExperimental: false,
    experimental_didResolveQueryPlan: ({ queryPlan, requestContext }) => {
      const { trace } = (requestContext.context as RequestContext).cost;
      const outline = trace && outlinePlan(queryPlan);
      if (outline) trace.plan(outline);
    },
    experimental_approximateQueryPlanStoreMiB: maxPlanMebibytes,
    buildService: ({ name }) => createSubgraphDataSource(findSubgraph(subgraphs, name), options),
  });
  const server = new ApolloServer<RequestContext>({
    gateway,
    logger: apolloLog,
    introspection: isIntrospectionAllowed,
    csrfPrevention: !options.isGetWithoutPreflightAllowed,
    hideSchemaDetailsFromClientErrors: !isIntrospectionAllowed,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    documentStore: createSizedStore(maxDocumentBytes),
    stopOnTerminationSignals: false,
    // Apollo Server would read APOLLO_KEY and NODE_ENV by itself.
    nodeEnv: 'production',
    formatError: (formatted) => maskError(formatted),
    plugins: [
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      createOperationPlugin(readProtectedCoordinates(supergraphSdl), log),
    ],
  });
  await startServer(server);

  return {
    supergraphId: createHash('sha256').update(supergraphSdl).digest('hex').slice(0, 12),
    answer: (httpGraphQLRequest, context) =>
      server.executeHTTPGraphQLRequest({
        httpGraphQLRequest,
        context: () => Promise.resolve(context),
      }),
    close: () => server.stop(),
  };
}

function findSubgraph(subgraphs: readonly EngineSubgraph[], name: string): EngineSubgraph {
  const subgraph = subgraphs.find((candidate) => candidate.name === name);
  if (subgraph) return subgraph;
  throw new CodedError({
    code: 'SUPERGRAPH_SUBGRAPH_MISSING',
    kind: 'configuration',
    message: `The supergraph needs the subgraph ${name}, which the gateway was not given.`,
  });
}

async function startServer(server: ApolloServer<RequestContext>): Promise<void> {
  try {
    await server.start();
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw new CodedError({
      code: 'SUPERGRAPH_INVALID',
      kind: 'configuration',
      message: 'The supergraph cannot be loaded.',
      cause: error,
    });
  }
}

/** Apollo's lines are for developers of Apollo: kept, but at the level of debugging. */
function createApolloLog(log: Log) {
  return {
    debug: (message?: unknown) => log.debug({ message: String(message) }, 'apollo.debug'),
    info: (message?: unknown) => log.debug({ message: String(message) }, 'apollo.info'),
    warn: (message?: unknown) => log.warn({ message: String(message) }, 'apollo.warning'),
    error: (message?: unknown) => log.error({ message: String(message) }, 'apollo.error'),
  };
}
