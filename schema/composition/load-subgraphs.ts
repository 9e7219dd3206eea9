// Reads the subgraphs' schemas from disk. They are data here: no code of a subgraph is imported.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { SubgraphDefinition } from './compose.ts';

const schemaFile = 'schema.graphql';

/**
 * Loads every `<directory>/<name>/schema.graphql`, sorted by name. The URLs are neutral ones that
 * resolve nowhere (RFC 6761, `.invalid`): where a subgraph runs is configuration.
 *
 * @throws the file system's error if the directory cannot be read.
 */
export async function loadSubgraphs(directory: string): Promise<readonly SubgraphDefinition[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);

  const loaded = await Promise.all(
    names.sort().map(async (name): Promise<SubgraphDefinition | undefined> => {
      const sdl = await readIfPresent(join(directory, name, schemaFile));
      return sdl === undefined ? undefined : { name, url: neutralUrl(name), sdl };
    }),
  );
  return loaded.filter((subgraph) => subgraph !== undefined);
}

/** A subgraph's URL where none is known; it resolves nowhere (RFC 6761). */
export function neutralUrl(name: string): string {
  return `http://${name}.subgraph.invalid/graphql`;
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
