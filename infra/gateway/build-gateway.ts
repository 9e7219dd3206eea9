// Makes the folder that the gateway runs from in production: scripts, schemas, plans, compile cache.
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { digestPlanner } from '../../gateway/engine/planner/planner-entry.ts';
import { loadSupergraph } from '../../gateway/release/load-supergraph.ts';
import { prepareRelease } from '../../gateway/release/prepare-release.ts';
import {
  formatPreparedRelease,
  preparedReleasePath,
} from '../../gateway/release/prepared-release.ts';
import type { Log } from '../../runtime/log.ts';
import { bundleScripts } from '../bundle/bundle-scripts.ts';
import { measureBytes } from '../bundle/measure-bytes.ts';
import { fillCompileCache } from './fill-compile-cache.ts';

/** What to build from, and where. */
export interface GatewayBuild {
  readonly projectDirectory: string;
  /** Holds `schema/supergraph.graphql` and `subgraphs/<name>/schema.graphql`. */
  readonly graphDirectory: string;
  /** Without it the graph's own `schema/operations`, if there is one. */
  readonly operationsDirectory: string | undefined;
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
  const operationsDirectory =
    build.operationsDirectory ?? join(graphDirectory, 'schema/operations');
  const documents = await readDocuments(
    operationsDirectory,
    build.operationsDirectory !== undefined,
  );
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });

  await bundleScripts({
    projectDirectory,
    directory,
    entries: [
      { entry: 'gateway/main.ts', name: 'gateway' },
      { entry: 'gateway/engine/planner/main.ts', name: 'query-planner' },
    ],
    isSplit: true,
    hasSourceMaps: true,
  });
  await cp(join(import.meta.dirname, 'start-bundle.mjs'), join(directory, 'main.mjs'));
  await copyIfThere(join(projectDirectory, 'web/dist'), join(directory, 'web/dist'));

  const plannerId = digestPlanner(await readFile(join(directory, 'query-planner.mjs')));
  const release = await prepareRelease({ supergraphSdl, documents, plannerId, log });
  const files = new Map([
    ['schema/supergraph.graphql', supergraphSdl],
    [preparedReleasePath, formatPreparedRelease(release)],
    ...subgraphs.map(({ name, sdl }) => [`subgraphs/${name}/schema.graphql`, sdl] as const),
  ]);
  for (const [path, text] of files) {
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

async function readDocuments(
  directory: string,
  isNeeded: boolean,
): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(directory).catch((error: unknown) => {
    if (isNeeded) throw error;
    return [];
  });
  const files = names.filter((name) => name.endsWith('.graphql')).sort();
  return new Map(
    await Promise.all(
      files.map(async (name) => [name, await readFile(join(directory, name), 'utf8')] as const),
    ),
  );
}

async function copyIfThere(from: string, to: string): Promise<void> {
  try {
    await cp(from, to, { recursive: true });
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isAbsent) throw error;
  }
}
