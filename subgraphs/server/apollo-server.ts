// Apollo Server as a subgraph needs it: federated, silent to the outside, its cost in every reply.
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { OperationTypeNode, parse } from 'graphql';

import { createSizedStore } from '../../cache/sized-store.ts';
import type { Log } from '../../runtime/log.ts';
import { createErrorFormatter, type ErrorFormatter } from './format-error.ts';
import type { SubgraphContext, SubgraphRequest } from './request-context.ts';
import { dateScalar, decimalScalar } from './scalars.ts';

// Apollo's own bound counts the length of JSON, which is a fourth of the heap that a document takes.
const maxDocumentBytes = 16 * 1_024 ** 2;

/** What a team brings: its schema, its resolvers, and loaders for each request. */
export interface SubgraphDefinition<Loaders> {
  /** As in the registry, such as `pricing`. */
  readonly name: string;
  /** Text of schema.graphql. */
  readonly typeDefs: string;
  /** Type → field → resolver, held to the generated types by the team. */
  readonly resolvers: object;
  createLoaders(request: SubgraphRequest): Loaders;
}

/** Creates and starts the server; `stop()` ends it. */
export async function createApolloServer<Loaders>(
  { typeDefs, resolvers }: SubgraphDefinition<Loaders>,
  log: Log,
): Promise<ApolloServer<SubgraphContext<Loaders>>> {
  const scalars = { Date: dateScalar, Decimal: decimalScalar };
  const document = parse(typeDefs);
  const declared = new Set(
    document.definitions.map((definition) =>
      'name' in definition ? definition.name?.value : undefined,
    ),
  );
  const schema = buildSubgraphSchema({
    typeDefs: document,
    resolvers: {
      ...Object.fromEntries(Object.entries(scalars).filter(([name]) => declared.has(name))),
      ...resolvers,
    },
  });

  const formatter = createErrorFormatter(log);
  const server = new ApolloServer<SubgraphContext<Loaders>>({
    schema,
    introspection: false,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    persistedQueries: false,
    documentStore: createSizedStore(maxDocumentBytes),
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    formatError: formatter.format,
    logger: {
      debug: () => undefined,
      info: () => undefined,
      warn: (message: unknown) => log.warn({ reason: String(message) }, 'subgraph.apollo'),
      error: (message: unknown) => log.error({ reason: String(message) }, 'subgraph.apollo'),
    },
    plugins: [
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      createRequestPlugin<Loaders>(formatter),
    ],
  });
  await server.start();
  return server;
}

/** Lets mutations finish for nobody, logs what is unexpected, and puts the cost into `extensions.rest` of a reply. */
function createRequestPlugin<Loaders>(
  formatter: ErrorFormatter,
): ApolloServerPlugin<SubgraphContext<Loaders>> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation({ operation, contextValue }) {
          if (operation?.operation === OperationTypeNode.MUTATION) contextValue.caller.disregard();
          return Promise.resolve();
        },
        didEncounterErrors({ errors, contextValue }) {
          const { correlationId, trace } = contextValue;
          formatter.reportUnexpected(errors, { correlationId, traceId: trace.traceId });
          return Promise.resolve();
        },
        willSendResponse({ response, contextValue }) {
          if (response.body.kind === 'single') {
            const { restCalls, wantsCostDetail, answer } = contextValue;
            const result = response.body.singleResult;
            answer.errors = result.errors?.length ?? 0;
            const cache = restCalls.cacheReads;
            const rest = { calls: restCalls.summarize(wantsCostDetail), ...(cache && { cache }) };
            result.extensions = { ...result.extensions, rest };
          }
          return Promise.resolve();
        },
      }),
  };
}
