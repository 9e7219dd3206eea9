// Wires the command line to this process: arguments, streams, clock, exit code.
import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { systemClock } from '../runtime/clock.ts';
import { runCommandLine } from './run-command-line.ts';
import { createTerminal } from './terminal/terminal.ts';

process.exitCode = await runCommandLine(process.argv.slice(2), {
  terminal: createTerminal({
    stdout: process.stdout,
    stderr: process.stderr,
    exit: (code) => process.exit(code),
  }),
  clock: systemClock,
  randomBytes,
  rootDirectory: fileURLToPath(new URL('..', import.meta.url)),
  readStdin: () => text(process.stdin),
  watchKeys: process.stdin.isTTY ? watchKeys : undefined,
});

function watchKeys(onKey: (key: string) => void): () => void {
  const { stdin } = process;
  const listen = (bytes: Buffer): void => onKey(bytes.toString());
  stdin.setRawMode(true).on('data', listen).resume();
  return () => void stdin.off('data', listen).setRawMode(false).pause();
}
