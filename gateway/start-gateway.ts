// Starts a gateway from environment variables and the project's own schemas.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Environment } from '../runtime/configuration.ts';
import type { RunningPart } from '../runtime/part.ts';
import { parseGatewayConfig, parseGraphDirectory } from './config.ts';
import { createGateway, type GatewayDependencies, type GatewayOptions } from './create-gateway.ts';
import { preparedReleasePath } from './release/prepared-release.ts';
import { loadSupergraph } from './release/load-supergraph.ts';

const projectDirectory = fileURLToPath(new URL('..', import.meta.url));

/** What a gateway is told by its environment and the project's files. */
export type GatewaySettings = Omit<GatewayOptions, keyof GatewayDependencies>;

/**
 * Reads the configuration, the supergraph and the subgraphs' schemas; the environment is the
 * process's own unless another is given. The folder that holds `schema/` and `subgraphs/` is the one that the
 * environment names, else the one given here.
 *
 * @throws CodedError `CONFIGURATION_INVALID`, listing every fault, or `SUPERGRAPH_UNREADABLE`.
 */
export async function loadGatewaySettings(
  environment?: Environment,
  directory = projectDirectory,
): Promise<GatewaySettings> {
  const graphDirectory = parseGraphDirectory(environment) ?? directory;
  const { supergraphSdl, subgraphs } = await loadSupergraph(graphDirectory);
  const config = parseGatewayConfig(
    environment,
    subgraphs.map(({ name }) => name),
  );
  return {
    config,
    supergraphSdl,
    explorerDirectory: join(directory, 'web/dist'),
    preparedReleaseFile: join(graphDirectory, preparedReleasePath),
    subgraphs: subgraphs.map(({ name, sdl }) => ({
      name,
      sdl,
      url: config.subgraphUrls.get(name) ?? '',
    })),
  };
}

/**
 * Starts a gateway over the checked-in supergraph or the one of `MARQUE_GRAPH_DIR`. The environment names the subgraphs' URLs.
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
