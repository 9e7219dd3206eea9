// Installs what a peer needs in its own folder, from its own lock file, at first use.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { runProgram } from './run-program.ts';

/** Whether a peer can be used. */
export type InstallOutcome =
  | { readonly status: 'installed' | 'unchanged' }
  | { readonly status: 'failed'; readonly reason: string };

const stampFile = 'node_modules/.marque-lock-sha256';

/** Runs `npm ci` in the folder unless its lock file was installed before. No package runs scripts. */
export async function installPeer(
  directory: string,
  print: (line: string) => void,
): Promise<InstallOutcome> {
  const lock = await readFile(join(directory, 'package-lock.json'));
  const digest = createHash('sha256').update(lock).digest('hex');
  const stamp = join(directory, stampFile);
  if ((await readFile(stamp, 'utf8').catch(() => '')) === digest) return { status: 'unchanged' };

  print(`Installing ${directory}`);
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { code, output } = await runProgram('npm', args, directory).catch((error: unknown) => ({
    code: 1,
    output: String(error),
  }));
  if (code !== 0) {
    return { status: 'failed', reason: `npm ci failed: ${output.trim().slice(-300)}` };
  }
  await writeFile(stamp, digest);
  return { status: 'installed' };
}
