// Apollo Server as every engine has it in front: HTTP semantics, parsing, validation, masked errors.
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { FormattedExecutionResult } from 'graphql';

import { createSizedStore } from '../../cache/sized-store.ts';
import { CodedError } from '../../runtime/coded-error.ts';
import type { Log } from '../../runtime/log.ts';
import type { SchemaAccess } from '../guard/schema-access.ts';
import type { RequestContext } from '../http/request-context.ts';
import { maskServerError } from './error-mask.ts';

/** What a server is made from. */
export interface EngineServerOptions {
  readonly gateway: NonNullable<
    ConstructorParameters<typeof ApolloServer<RequestContext>>[0]['gateway']
  >;
  readonly plugin: ApolloServerPlugin<RequestContext>;
  readonly log: Log;
  /** The plugin says which callers may, where it is not all or none. */
  readonly schemaAccess: SchemaAccess;
  /** Whether Apollo Server's check against cross-site requests is left out. */
  readonly isGetWithoutPreflightAllowed: boolean;
  /** Writes an answer; without it, as JSON and a line break. */
  readonly stringifyResult?: ((result: FormattedExecutionResult) => string) | undefined;
}

// Apollo bounds its store by the length of JSON: its own bound means several hundred MB of heap.
const maxDocumentBytes = 32 * 1_024 ** 2;

/** Creates a server that is yet to be started. */
export function createEngineServer(options: EngineServerOptions): ApolloServer<RequestContext> {
  const { gateway, plugin, log, schemaAccess, stringifyResult } = options;
  return new ApolloServer<RequestContext>({
    gateway,
    logger: createApolloLog(log),
    introspection: schemaAccess !== 'nobody',
    csrfPrevention: !options.isGetWithoutPreflightAllowed,
    // Takes time in the square of a message's length; the plugin does it.
    hideSchemaDetailsFromClientErrors: false,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    documentStore: createSizedStore(maxDocumentBytes),
    stopOnTerminationSignals: false,
    // Apollo Server would read APOLLO_KEY and NODE_ENV by itself.
    nodeEnv: 'production',
    formatError: maskServerError,
    ...(stringifyResult ? { stringifyResult } : {}),
    plugins: [
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      plugin,
    ],
  });
}

/**
 * Starts a server.
 *
 * @throws CodedError `SUPERGRAPH_INVALID`, or the one that its gateway threw.
 */
export async function startEngineServer(server: ApolloServer<RequestContext>): Promise<void> {
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
export function createApolloLog(log: Log) {
  return {
    debug: (message?: unknown) => log.debug({ message: String(message) }, 'apollo.debug'),
    info: (message?: unknown) => log.debug({ message: String(message) }, 'apollo.info'),
    warn: (message?: unknown) => log.warn({ message: String(message) }, 'apollo.warning'),
    error: (message?: unknown) => log.error({ message: String(message) }, 'apollo.error'),
  };
}
