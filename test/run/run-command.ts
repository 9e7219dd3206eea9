// Runs one command in a process group of its own, with a fuse, and leaves none of it behind.
import { spawn } from 'node:child_process';

/** How a command ended. */
export type CommandOutcome = 'passed' | 'failed' | 'hung' | 'interrupted';

/** A command and its bounds. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** After so long the whole group is ended. */
  readonly fuseMs: number;
}

const lastWordsMs = 5_000;

/**
 * Runs a command without input, its output going to ours. `passed` is exit code 0; a program that
 * cannot be started has `failed`. SIGINT and SIGTERM to us end it, and it was `interrupted`.
 */
export async function runCommand(command: Command): Promise<CommandOutcome> {
  const child = spawn(command.program, command.args, {
    cwd: command.cwd,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  const end = (signal: NodeJS.Signals): void => endGroup(child.pid, signal);
  let isInterrupted = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    isInterrupted = true;
    end(signal);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);

  let isHung = false;
  let lastWords: NodeJS.Timeout | undefined;
  const fuse = setTimeout(() => {
    isHung = true;
    end('SIGTERM');
    lastWords = setTimeout(() => end('SIGKILL'), lastWordsMs);
  }, command.fuseMs);

  const exitCode = await new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      console.error(error.message);
      resolve(null);
    });
    child.once('exit', resolve);
  });
  clearTimeout(fuse);
  clearTimeout(lastWords);
  // What the command itself may have left running.
  end('SIGKILL');
  process.off('SIGINT', onSignal);
  process.off('SIGTERM', onSignal);

  if (isInterrupted) return 'interrupted';
  if (isHung) return 'hung';
  return exitCode === 0 ? 'passed' : 'failed';
}

function endGroup(groupId: number | undefined, signal: NodeJS.Signals): void {
  if (groupId === undefined) return;
  try {
    process.kill(-groupId, signal);
  } catch {
    // The group is gone already.
  }
}
