// Runs a program to its end.
import { spawn } from 'node:child_process';

/** What a program said, and how it ended. */
export interface ProgramOutcome {
  readonly code: number;
  /** Both of its outputs, in the order in which they came. */
  readonly output: string;
}

/** Rejects only if the program cannot be started. */
export function runProgram(
  program: string,
  args: readonly string[],
  directory?: string,
  /** That of this process without it. */
  environment?: Readonly<Record<string, string>>,
): Promise<ProgramOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: directory,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (bytes: Buffer): void => {
      output += bytes.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
