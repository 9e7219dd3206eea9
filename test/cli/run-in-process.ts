// Runs a command line in this process, with what it writes kept.
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';

import { runCommandLine } from '../../cli/run-command-line.ts';
import { systemClock } from '../../runtime/clock.ts';
import type { BinaryRun } from './run-binary.ts';

/** Runs `marque <args>` without colours. */
export async function runInProcess(args: readonly string[], stdin = ''): Promise<BinaryRun> {
  let stdout = '';
  let stderr = '';
  const code = await runCommandLine(args, {
    terminal: {
      out: (text) => void (stdout += text),
      note: (text) => void (stderr += text),
      paintOut: (_colour, text) => text,
      paintNote: (_colour, text) => text,
    },
    clock: systemClock,
    randomBytes,
    rootDirectory: fileURLToPath(new URL('../..', import.meta.url)),
    readStdin: () => Promise.resolve(stdin),
  });
  return { code, stdout, stderr };
}
