// Makes the folder that the gateway runs from in production: scripts, schemas, plans, compile cache.
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { loadSupergraph } from '../../gateway/release/load-supergraph.ts';
import type { Log } from '../../runtime/log.ts';
import { bundleScripts } from '../bundle/bundle-scripts.ts';
import { measureBytes } from '../bundle/measure-bytes.ts';
import { prepareReleaseFile } from '../bundle/prepare-release-file.ts';
import { fillCompileCache } from './fill-compile-cache.ts';
import { gatewayNodeOptions } from './gateway-node-options.ts';

/** What to build from, and where. */
export interface GatewayBuild {
  readonly projectDirectory: string;
  /** Holds `schema/supergraph.graphql` and `subgraphs/<name>/schema.graphql`. */
  readonly graphDirectory: string;
  /** Holds the operations to plan beforehand. */
  readonly operationsDirectory: string;
  /** Emptied before. */
  readonly directory: string;
  readonly log: Log;
}

/** What was made. */
export interface BuiltGateway {
  readonly supergraphId: string;
  readonly plannedOperations: number;
  readonly bytes: number;
  /** `absent` on a Node.js that has none. */
  readonly compileCache: 'filled' | 'absent';
}

/** Builds. Rejects for code that cannot be bundled, a graph that is none, operations that are not valid. */
export async function buildGateway(build: GatewayBuild): Promise<BuiltGateway> {
  const { projectDirectory, graphDirectory, directory, log } = build;
  const { supergraphSdl, subgraphs } = await loadSupergraph(graphDirectory);
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });

  await bundleScripts({
    projectDirectory,
    directory,
    entries: [
      { entry: 'gateway/main.ts', name: 'gateway' },
      { entry: 'gateway/engine/planner/main.ts', name: 'query-planner' },
    ],
    hasSourceMaps: true,
  });
  await cp(join(import.meta.dirname, 'start-bundle.mjs'), join(directory, 'main.mjs'));
  await writeFile(join(directory, 'package.json'), describePackage());
  await copyIfThere(join(projectDirectory, 'web/dist'), join(directory, 'web/dist'));

  const release = await prepareReleaseFile({
    supergraphSdl,
    operationsDirectory: build.operationsDirectory,
    directory,
    log,
  });
  const schemas = new Map([
    ['schema/supergraph.graphql', supergraphSdl],
    ...subgraphs.map(({ name, sdl }) => [`subgraphs/${name}/schema.graphql`, sdl] as const),
  ]);
  for (const [path, text] of schemas) {
    await mkdir(join(directory, path, '..'), { recursive: true });
    await writeFile(join(directory, path), text);
  }

  const compileCache = await fillCompileCache({
    directory,
    subgraphNames: subgraphs.map(({ name }) => name),
    operations: release.plans,
  });
  const { supergraphId, plans } = release;
  const bytes = await measureBytes(directory);
  return { supergraphId, plannedOperations: plans.length, bytes, compileCache };
}

/** So that `npm start` runs it as it is meant to be, and others find out how. */
function describePackage(): string {
  const nodeOptions = gatewayNodeOptions.join(' ');
  const description = {
    name: 'marque-gateway',
    private: true,
    type: 'module',
    scripts: { start: `exec node ${nodeOptions} main.mjs` },
    config: { nodeOptions },
  };
  return `${JSON.stringify(description, undefined, 2)}\n`;
}

async function copyIfThere(from: string, to: string): Promise<void> {
  try {
    await cp(from, to, { recursive: true });
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isAbsent) throw error;
  }
}
