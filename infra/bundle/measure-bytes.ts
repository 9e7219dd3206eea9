// How large a folder is.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Sums up all files in it, in its folders too. */
export async function measureBytes(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
