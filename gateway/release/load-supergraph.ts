// Loads the supergraph that a gateway starts with.
import { readFile } from 'node:fs/promises';

import { CodedError } from '../../runtime/coded-error.ts';

/**
 * Reads a composed supergraph from a file. Whether it can be executed shows when an engine is built.
 *
 * @throws CodedError `SUPERGRAPH_UNREADABLE` if the file is absent or is no supergraph.
 */
export async function loadSupergraph(path: string): Promise<string> {
  const sdl = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw createError('The file of the supergraph cannot be read.', cause);
  });
  if (!sdl.includes('https://specs.apollo.dev/join/')) {
    throw createError('The file is not a composed supergraph.', undefined);
  }
  return sdl;
}

function createError(what: string, cause: unknown): CodedError {
  return new CodedError({
    code: 'SUPERGRAPH_UNREADABLE',
    kind: 'configuration',
    message: `${what} Compose it with: npm run compose`,
    cause,
  });
}
