// Sees to it that the packages of a folder with a lock file of its own are installed as locked.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

/** Runs npm with the given arguments; whether it succeeded. */
export type RunNpm = (args: readonly string[]) => Promise<boolean>;

const lockType = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), optional: z.boolean().optional() }),
  ),
});

/** Runs `npm ci` for `folder` unless all is there in the locked versions. Answers whether it is now. */
export async function ensurePackages(folder: string, runNpm: RunNpm): Promise<boolean> {
  if (await isInstalled(folder)) return true;
  const isDone = await runNpm(['ci', '--prefix', folder, '--ignore-scripts', '--no-audit']);
  return isDone && (await isInstalled(folder));
}

async function isInstalled(folder: string): Promise<boolean> {
  const locked = await readVersions(join(folder, 'package-lock.json'));
  // What npm writes of what it has installed.
  const installed = await readVersions(join(folder, 'node_modules', '.package-lock.json'));
  return [...locked].every(([path, version]) => installed.get(path) === version);
}

async function readVersions(path: string): Promise<ReadonlyMap<string, string | undefined>> {
  const text = await readFile(path, 'utf8').catch(() => '{"packages":{}}');
  const { packages } = lockType.parse(JSON.parse(text));
  const needed = Object.entries(packages).filter(([at, { optional }]) => at !== '' && !optional);
  return new Map(needed.map(([at, { version }]) => [at, version]));
}
