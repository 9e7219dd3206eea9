// Which core does what: the gateway alone on one, everything else on the others.
import { availableParallelism } from 'node:os';

import { runProgram } from './run-program.ts';

/** The split. Both are lists as `taskset` takes them; `undefined` where processes cannot be pinned. */
export type CoreSplit = { readonly gateway: string; readonly others: string } | undefined;

/** Finds how to split the cores; `undefined` without `taskset` or with only one core. */
export async function findCoreSplit(): Promise<CoreSplit> {
  const count = availableParallelism();
  const hasTaskset = await runProgram('taskset', ['--version']).then(
    ({ code }) => code === 0,
    () => false,
  );
  if (!hasTaskset || count < 2) return undefined;
  return { gateway: '0', others: count === 2 ? '1' : `1-${count - 1}` };
}

/** Moves a process and all its threads. */
export async function pinProcess(pid: number, cores: string): Promise<void> {
  await runProgram('taskset', ['-a', '-c', '-p', cores, String(pid)]);
}
