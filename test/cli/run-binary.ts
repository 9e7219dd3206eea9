// Runs the program as a shell would: the real binary, in a process of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** What a run left behind. */
export interface BinaryRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

// A folder without a token: the one of this clone would be that of another stack.
const baseEnv = {
  PATH: process.env['PATH'] ?? '',
  MARQUE_DATA_DIR: join(tmpdir(), 'marque-no-data'),
};
const binary = fileURLToPath(new URL('../../cli/bin.mjs', import.meta.url));

/** Runs `marque <args>` to its end; none of this machine's own settings reach it. */
export async function runBinary(
  args: readonly string[],
  { env = {}, stdin = '' }: { env?: Readonly<Record<string, string>>; stdin?: string } = {},
): Promise<BinaryRun> {
  const child = spawn(process.execPath, [binary, ...args], {
    env: { ...baseEnv, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(stdin);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

/** Closes the reading end at the first bytes, as `head` does. */
export async function runIntoBrokenPipe(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Omit<BinaryRun, 'stdout'>> {
  const child = spawn(process.execPath, [binary, ...args], {
    env: { ...baseEnv, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [stderr, code] = await Promise.all([text(child.stderr), ended]);
  return { code, stderr };
}

/** Runs until the first line of stdout, hands it over, then interrupts as Ctrl-C does. */
export async function runUntilInterrupted(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  use: (line: string) => Promise<void>,
): Promise<number | null> {
  const child = spawn(process.execPath, [binary, ...args], {
    env: { ...baseEnv, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  try {
    const [line = ''] = (await once(createInterface(child.stdout), 'line')) as [string?];
    await use(line);
  } finally {
    child.kill('SIGINT');
  }
  return await ended;
}
