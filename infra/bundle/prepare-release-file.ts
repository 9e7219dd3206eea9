// Writes what a bundled gateway starts fast with: plans of its own planner, beside its schemas.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { digestPlanner } from '../../gateway/engine/planner/planner-entry.ts';
import { prepareRelease } from '../../gateway/release/prepare-release.ts';
import {
  formatPreparedRelease,
  type PreparedRelease,
  preparedReleasePath,
} from '../../gateway/release/prepared-release.ts';
import type { Log } from '../../runtime/log.ts';

/** For which bundle, from what. */
export interface ReleaseFileOptions {
  readonly supergraphSdl: string;
  /** Of the operations to plan, one `.graphql` file for each. */
  readonly operationsDirectory: string;
  /** The bundle's own; holds `query-planner.mjs`. */
  readonly directory: string;
  readonly log: Log;
}

/** Writes the file. Rejects for operations that are not there, not valid or cannot be planned. */
export async function prepareReleaseFile(options: ReleaseFileOptions): Promise<PreparedRelease> {
  const { supergraphSdl, operationsDirectory, directory, log } = options;
  const release = await prepareRelease({
    supergraphSdl,
    documents: await readDocuments(operationsDirectory),
    plannerId: digestPlanner(await readFile(join(directory, 'query-planner.mjs'))),
    log,
  });
  const file = join(directory, preparedReleasePath);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, formatPreparedRelease(release));
  return release;
}

async function readDocuments(directory: string): Promise<ReadonlyMap<string, string>> {
  const files = (await readdir(directory)).filter((name) => name.endsWith('.graphql')).sort();
  return new Map(
    await Promise.all(
      files.map(async (name) => [name, await readFile(join(directory, name), 'utf8')] as const),
    ),
  );
}
