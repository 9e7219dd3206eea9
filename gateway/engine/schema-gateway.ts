// What Apollo Server takes for a gateway, around a schema and an executor.
import type { GraphQLSchema } from 'graphql';

import type { EngineServerOptions } from './engine-server.ts';

type Gateway = EngineServerOptions['gateway'];

/** Executes operations that Apollo Server let in. */
export type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;

/** Creates it; the schema never changes. */
export function createSchemaGateway(
  apiSchema: GraphQLSchema,
  coreSupergraphSdl: string,
  executor: Executor,
): Gateway {
  const listeners = new Set<Parameters<Gateway['onSchemaLoadOrUpdate']>[0]>();
  return {
    onSchemaLoadOrUpdate(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async load() {
      for (const listener of listeners) listener({ apiSchema, coreSupergraphSdl });
      return { executor };
    },
    stop: async () => undefined,
  };
}
