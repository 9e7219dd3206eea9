// Starts a process on given cores, and ends exactly that process.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** What to start. */
export interface ProcessCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Whether what it prints goes nowhere, because it is much. */
  readonly discardsOutput?: boolean;
  /** What has to run beside it, on other cores. */
  readonly companion?: ProcessCommand;
}

/** A process that was started. */
export interface StartedProcess {
  readonly pid: number;
  readonly child: ChildProcess;
  /** The last of what it printed. */
  readonly output: () => string;
  readonly hasEnded: () => boolean;
  /** Asks it to end, and ends it after a while. Safe to call twice. */
  stop(): Promise<void>;
}

const keptOutputCharacters = 4_000;
const stopFuseMs = 5_000;

/** The process does not outlive this one. `cores` is a list as `taskset` takes it; `undefined` leaves the process anywhere. */
export function startProcess(command: ProcessCommand, cores: string | undefined): StartedProcess {
  const { program, args, directory, environment } = command;
  // taskset replaces itself by the program, so the pid is the program's own.
  const [file, fileArgs] =
    cores === undefined ? [program, args] : ['taskset', ['-c', cores, program, ...args]];
  const child = spawn(file, fileArgs, {
    cwd: directory,
    env: environment,
    stdio: ['ignore', command.discardsOutput ? 'ignore' : 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  const collect = (bytes: Buffer): void => {
    output = (output + bytes.toString()).slice(-keptOutputCharacters);
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  child.once('error', (error) => {
    output += error.message;
  });
  // Not every peer notices that its parent is gone.
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  const hasEnded = (): boolean =>
    child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

  return {
    pid: child.pid ?? 0,
    child,
    output: () => output,
    hasEnded,
    async stop() {
      if (hasEnded()) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const fuse = setTimeout(() => child.kill('SIGKILL'), stopFuseMs);
      await ended;
      clearTimeout(fuse);
    },
  };
}
