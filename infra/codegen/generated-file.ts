// What generators hand back: a file's place and text. Only main.ts writes.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A generated file. `path` is relative to the project's root, with `/`. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** Gives the paths of those files that are missing under `root` or differ from what stands there. */
export async function findStaleFiles(
  root: string,
  files: readonly GeneratedFile[],
): Promise<string[]> {
  const texts = await Promise.all(files.map((file) => readText(path.join(root, file.path))));
  return files.filter((file, index) => file.text !== texts[index]).map((file) => file.path);
}

/** Writes the files that changed and gives their paths. */
export async function writeStaleFiles(
  root: string,
  files: readonly GeneratedFile[],
): Promise<string[]> {
  const stale = await findStaleFiles(root, files);
  const toWrite = files.filter((file) => stale.includes(file.path));
  await Promise.all(toWrite.map((file) => writeFile(path.join(root, file.path), file.text)));
  return stale;
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
