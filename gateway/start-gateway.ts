// Starts a gateway from environment variables and the project's own schemas.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Environment } from '../runtime/configuration.ts';
import type { RunningPart } from '../runtime/part.ts';
import { parseGatewayConfig } from './config.ts';
import { createGateway, type GatewayDependencies, type GatewayOptions } from './create-gateway.ts';
import { loadSupergraph } from './release/load-supergraph.ts';

const projectDirectory = fileURLToPath(new URL('..', import.meta.url));

/** What a gateway is told by its environment and the project's files. */
export type GatewaySettings = Omit<GatewayOptions, keyof GatewayDependencies>;

/**
 * Reads the configuration, the supergraph and the subgraphs' schemas; the environment is the
 * process's own unless another is given, and so is the folder that holds `schema/` and `subgraphs/`.
 *
 * @throws CodedError `CONFIGURATION_INVALID`, listing every fault, or `SUPERGRAPH_UNREADABLE`.
 */
export async function loadGatewaySettings(
  environment?: Environment,
  directory = projectDirectory,
): Promise<GatewaySettings> {
  const { supergraphSdl, subgraphs } = await loadSupergraph(directory);
  const config = parseGatewayConfig(
    environment,
    subgraphs.map(({ name }) => name),
  );
  return {
    config,
    supergraphSdl,
    explorerDirectory: join(directory, 'web/dist'),
    subgraphs: subgraphs.map(({ name, sdl }) => ({
      name,
      sdl,
      url: config.subgraphUrls.get(name) ?? '',
    })),
  };
}

/**
 * Starts a gateway over the checked-in supergraph. The environment names the subgraphs' URLs.
 *
 * @throws CodedError as `loadGatewaySettings` and `Gateway.start` do.
 */
export async function startGateway(
  environment: Environment,
  dependencies: GatewayDependencies,
): Promise<RunningPart> {
  const settings = await loadGatewaySettings(environment);
  return createGateway({ ...settings, ...dependencies }).start();
}
