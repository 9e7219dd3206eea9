// The example operations with the variables beside them, which is what the fuzz run changes.
import { readdir, readFile } from 'node:fs/promises';

import type { StackUnderTest } from '../stack-under-test.ts';
import type { FuzzMaterial, FuzzOperation } from './fuzz-request.ts';
import { readNames } from './mutate-document.ts';

const folder = new URL('../../../schema/operations/', import.meta.url);

/** Reads all of them, and runs each once as the caller of the stack, who may run them all. */
export async function loadFuzzMaterial(stack: StackUnderTest): Promise<FuzzMaterial> {
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
  const sized: { readonly operation: FuzzOperation; readonly length: number }[] = [];
  for (const operation of operations) {
    const { data } = await stack.query(operation.query, operation.variables);
    sized.push({ operation, length: JSON.stringify(data).length });
  }
  const names = [...new Set(operations.flatMap(({ query }) => readNames(query)))].toSorted();
  return {
    operations: sized.toSorted((a, b) => a.length - b.length).map(({ operation }) => operation),
    names,
    authorization: stack.callerHeaders['authorization'] ?? '',
  };
}

async function read(file: string): Promise<string> {
  return await readFile(new URL(file, folder), 'utf8');
}
