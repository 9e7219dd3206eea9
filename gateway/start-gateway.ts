// Starts a gateway from environment variables and the project's own schemas.
import { fileURLToPath } from 'node:url';

import type { Environment } from '../runtime/configuration.ts';
import type { RunningPart } from '../runtime/part.ts';
import { parseGatewayConfig } from './config.ts';
import { createGateway, type GatewayDependencies } from './create-gateway.ts';
import { loadSupergraph } from './release/load-supergraph.ts';

const projectDirectory = fileURLToPath(new URL('..', import.meta.url));

/**
 * Starts a gateway over the checked-in supergraph. The environment names the subgraphs' URLs.
 *
 * @throws CodedError `CONFIGURATION_INVALID`, `SUPERGRAPH_UNREADABLE`, or one of `Gateway.start`.
 */
export async function startGateway(
  environment: Environment,
  dependencies: GatewayDependencies,
): Promise<RunningPart> {
  const { supergraphSdl, subgraphs } = await loadSupergraph(projectDirectory);
  const config = parseGatewayConfig(
    environment,
    subgraphs.map(({ name }) => name),
  );
  const gateway = createGateway({
    ...dependencies,
    config,
    supergraphSdl,
    subgraphs: subgraphs.map(({ name, sdl }) => ({
      name,
      sdl,
      url: config.subgraphUrls.get(name) ?? '',
    })),
  });
  return gateway.start();
}
