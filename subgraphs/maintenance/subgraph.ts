// Wires the maintenance subgraph: REST client, loaders, resolvers.
import { readFile } from 'node:fs/promises';

import type { FastifyInstance } from 'fastify';

import type { RunningPart } from '../../runtime/part.ts';
import { createSubgraph } from '../server/create-subgraph.ts';
import { createRestClient } from '../server/rest-client.ts';
import {
  startSubgraph,
  type SubgraphDependencies,
  type SubgraphParts,
} from '../server/start-subgraph.ts';
import type { SubgraphConfig } from '../server/subgraph-config.ts';
import { createMaintenanceLoaders } from './loaders.ts';
import { maintenanceResolvers } from './resolvers.ts';
import { createMaintenanceApi } from './maintenance-api.ts';

/** Wires the subgraph; it does not listen yet. `close()` ends it. */
export async function createMaintenanceSubgraph(
  config: SubgraphConfig,
  parts: SubgraphParts,
): Promise<FastifyInstance> {
  const api = createMaintenanceApi(
    createRestClient({
      ...parts,
      service: 'maintenance',
      baseUrl: config.apiUrl,
      clientId: 'maintenance-subgraph',
    }),
  );
  const definition = {
    name: 'maintenance',
    typeDefs: await readFile(new URL('schema.graphql', import.meta.url), 'utf8'),
    resolvers: maintenanceResolvers,
    createLoaders: createMaintenanceLoaders.bind(undefined, api),
  };
  return await createSubgraph(definition, { ...parts, ...config });
}

/** Starts the subgraph with a connection pool and a cache of its own. */
export function startMaintenanceSubgraph(
  config: SubgraphConfig,
  dependencies: SubgraphDependencies,
): Promise<RunningPart> {
  return startSubgraph('maintenance', createMaintenanceSubgraph, config, dependencies);
}
