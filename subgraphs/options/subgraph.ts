// Wires the options subgraph: REST client, loaders, resolvers.
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
import { createOptionsLoaders } from './loaders.ts';
import { optionsResolvers } from './resolvers.ts';
import { createOptionsApi } from './options-api.ts';

/** Wires the subgraph; it does not listen yet. `close()` ends it. */
export async function createOptionsSubgraph(
  config: SubgraphConfig,
  parts: SubgraphParts,
): Promise<FastifyInstance> {
  const api = createOptionsApi(
    createRestClient({
      ...parts,
      service: 'options',
      baseUrl: config.apiUrl,
      clientId: 'options-subgraph',
    }),
  );
  const definition = {
    name: 'options',
    typeDefs: await readFile(new URL('schema.graphql', import.meta.url), 'utf8'),
    resolvers: optionsResolvers,
    createLoaders: createOptionsLoaders.bind(undefined, api),
  };
  return await createSubgraph(definition, { ...parts, ...config });
}

/** Starts the subgraph with a connection pool and a cache of its own. */
export function startOptionsSubgraph(
  config: SubgraphConfig,
  dependencies: SubgraphDependencies,
): Promise<RunningPart> {
  return startSubgraph('options', createOptionsSubgraph, config, dependencies);
}
