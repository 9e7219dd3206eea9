// Looks whether changed files can be read at all, before a stack that works is ended for them.
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

import { transform, type Loader, type TransformFailure } from 'esbuild';

/** What is wrong with one file. */
export interface SyntaxFault {
  /** From the project's root. */
  readonly path: string;
  /** Such as `gateway/config.ts:12:3: Expected ";" but found "x"`. */
  readonly description: string;
}

const loaders = new Map<string, Loader>([
  ['.ts', 'ts'],
  ['.json', 'json'],
]);

/** Finds the first fault of each TypeScript and JSON file among `paths`; files that are gone have none. */
export async function findSyntaxFaults(
  rootDirectory: string,
  paths: readonly string[],
): Promise<readonly SyntaxFault[]> {
  const faults = await Promise.all(paths.map((path) => findSyntaxFault(rootDirectory, path)));
  return faults.filter((fault) => fault !== undefined);
}

async function findSyntaxFault(
  rootDirectory: string,
  path: string,
): Promise<SyntaxFault | undefined> {
  const loader = loaders.get(extname(path));
  const source = await readFile(join(rootDirectory, path), 'utf8').catch(() => undefined);
  if (loader === undefined || source === undefined) return undefined;
  try {
    await transform(source, { loader, sourcefile: path, logLevel: 'silent' });
    return undefined;
  } catch (error) {
    const [first] = (error as TransformFailure).errors;
    const { line = 1, column = 0 } = first?.location ?? {};
    const what = first?.text ?? String(error);
    return { path, description: `${path}:${line}:${column + 1}: ${what}` };
  }
}
