// Wires the pricing subgraph: REST client, loaders, resolvers.
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
import { createPricingLoaders } from './loaders.ts';
import { pricingResolvers } from './resolvers.ts';
import { createPricingApi } from './pricing-api.ts';

/** Wires the subgraph; it does not listen yet. `close()` ends it. */
export async function createPricingSubgraph(
  config: SubgraphConfig,
  parts: SubgraphParts,
): Promise<FastifyInstance> {
  const api = createPricingApi(
    createRestClient({
      ...parts,
      service: 'pricing',
      baseUrl: config.apiUrl,
      clientId: 'pricing-subgraph',
    }),
  );
  const definition = {
    name: 'pricing',
    typeDefs: await readFile(new URL('schema.graphql', import.meta.url), 'utf8'),
    resolvers: pricingResolvers,
    createLoaders: createPricingLoaders.bind(undefined, api),
  };
  return await createSubgraph(definition, { ...parts, ...config });
}

/** Starts the subgraph with a connection pool and a cache of its own. */
export function startPricingSubgraph(
  config: SubgraphConfig,
  dependencies: SubgraphDependencies,
): Promise<RunningPart> {
  return startSubgraph('pricing', createPricingSubgraph, config, dependencies);
}
