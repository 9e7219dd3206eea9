// The first file of the planner's thread: from source, or beside the bundle.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

const isSource = import.meta.url.endsWith('.ts');
const entry = new URL(isSource ? './start-thread.mjs' : './query-planner.mjs', import.meta.url);

/** Where the thread starts. */
export function findPlannerEntry(): URL {
  return entry;
}

/** Tells one planner from another, since their plans differ. No build makes plans for the source. */
export async function identifyPlanner(): Promise<string> {
  return isSource ? 'source' : digestPlanner(await readFile(entry));
}

/** Digests the script of a bundled planner; scripts that it imports have their digest in their name. */
export function digestPlanner(script: Uint8Array): string {
  return createHash('sha256').update(script).digest('hex').slice(0, 12);
}
