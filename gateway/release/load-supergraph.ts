// Loads what a gateway starts with: the composed supergraph, and the subgraphs' own schemas, which
// alone say what @vary declares (composition drops it).
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { CodedError } from '../../runtime/coded-error.ts';
import { listSubgraphNames } from '../engine/supergraph-features.ts';

/** A supergraph with the schemas that it was composed from. */
export interface LoadedSupergraph {
  readonly supergraphSdl: string;
  readonly subgraphs: readonly { readonly name: string; readonly sdl: string }[];
}

/**
 * Reads `schema/supergraph.graphql` and `subgraphs/<name>/schema.graphql` of each subgraph in it.
 * Whether it can be executed shows when an engine is built.
 *
 * @throws CodedError `SUPERGRAPH_UNREADABLE` if a file is absent or is no supergraph.
 */
export async function loadSupergraph(graphDirectory: string): Promise<LoadedSupergraph> {
  const supergraphSdl = await readSchema(join(graphDirectory, 'schema', 'supergraph.graphql'));
  const names = listSubgraphNames(supergraphSdl);
  if (names.length === 0) throw createError('The file is not a composed supergraph.', undefined);

  const subgraphs = await Promise.all(
    names.map(async (name) => ({
      name,
      sdl: await readSchema(join(graphDirectory, 'subgraphs', name, 'schema.graphql')),
    })),
  );
  return { supergraphSdl, subgraphs };
}

async function readSchema(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw createError('A schema cannot be read.', cause);
  }
}

function createError(what: string, cause: unknown): CodedError {
  return new CodedError({
    code: 'SUPERGRAPH_UNREADABLE',
    kind: 'configuration',
    message: `${what} Compose the supergraph with: npm run compose`,
    cause,
  });
}
