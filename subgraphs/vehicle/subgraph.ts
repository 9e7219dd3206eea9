// Wires the vehicle subgraph: REST client, loaders, resolvers.
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
import { createVehicleLoaders } from './loaders.ts';
import { vehicleResolvers } from './resolvers.ts';
import { createVehicleApi } from './vehicle-api.ts';

/** Wires the subgraph; it does not listen yet. `close()` ends it. */
export async function createVehicleSubgraph(
  config: SubgraphConfig,
  parts: SubgraphParts,
): Promise<FastifyInstance> {
  const api = createVehicleApi(
    createRestClient({
      ...parts,
      service: 'vehicle',
      baseUrl: config.apiUrl,
      clientId: 'vehicle-subgraph',
    }),
  );
  const definition = {
    name: 'vehicle',
    typeDefs: await readFile(new URL('schema.graphql', import.meta.url), 'utf8'),
    resolvers: vehicleResolvers,
    createLoaders: createVehicleLoaders.bind(undefined, api),
  };
  return await createSubgraph(definition, { ...parts, ...config });
}

/** Starts the subgraph with a connection pool and a cache of its own. */
export function startVehicleSubgraph(
  config: SubgraphConfig,
  dependencies: SubgraphDependencies,
): Promise<RunningPart> {
  return startSubgraph('vehicle', createVehicleSubgraph, config, dependencies);
}
