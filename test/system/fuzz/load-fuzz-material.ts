// The example operations with the variables beside them, which is what the fuzz run changes.
import { readdir, readFile } from 'node:fs/promises';

import type { FuzzMaterial, FuzzOperation } from './fuzz-request.ts';
import { readNames } from './mutate-document.ts';

const folder = new URL('../../../schema/operations/', import.meta.url);

/** Reads all of them; `authorization` is that of a caller who may run them. */
export async function loadFuzzMaterial(authorization: string): Promise<FuzzMaterial> {
  const files = await readdir(folder);
  const operations = await Promise.all(
    files
      .filter((file) => file.endsWith('.graphql'))
      .map(async (file): Promise<FuzzOperation> => {
        const variables = file.replace('.graphql', '.variables.json');
        return {
          // Changes of a comment would try nothing.
          query: (await read(file)).replaceAll(/^#.*\n/gm, ''),
          variables: files.includes(variables) ? JSON.parse(await read(variables)) : {},
        };
      }),
  );
  const names = [...new Set(operations.flatMap(({ query }) => readNames(query)))].toSorted();
  return { operations, names, authorization };
}

async function read(file: string): Promise<string> {
  return await readFile(new URL(file, folder), 'utf8');
}
