// Runs `npm start` as a person or a script would, and watches what it prints.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const rootDirectory = fileURLToPath(new URL('../..', import.meta.url));
const readyTimeoutMs = 40_000;
const stopTimeoutMs = 20_000;

/** A started command, with a data directory of its own. */
export class StartCommand {
  readonly child: ChildProcess;
  readonly dataDirectory: string;
  output = '';
  readonly #exit: Promise<number | null>;

  constructor(child: ChildProcess, dataDirectory: string) {
    this.child = child;
    this.dataDirectory = dataDirectory;
    const collect = (chunk: Buffer): void => {
      this.output += chunk.toString();
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    this.#exit = once(child, 'close').then(([code]) => code as number | null);
  }

  /** Waits until the output matches, or fails with what was printed. */
  async waitFor(pattern: RegExp): Promise<RegExpExecArray> {
    const giveUpAtMs = Date.now() + readyTimeoutMs;
    for (;;) {
      const match = pattern.exec(this.output);
      if (match) return match;
      if (Date.now() > giveUpAtMs || this.child.exitCode !== null) {
        throw new Error(`${String(pattern)} was never printed:\n${this.output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /** The gateway's base URL, once it is ready. */
  async url(): Promise<string> {
    const match = await this.waitFor(/GraphQL: (http:\/\/[^\s]+)\/graphql/);
    return match[1] ?? '';
  }

  /** As Ctrl-C in a terminal: every process of the group gets it. */
  interrupt(): void {
    if (this.child.pid !== undefined) process.kill(-this.child.pid, 'SIGINT');
  }

  /** The exit code; kills the whole group when it takes too long. */
  async exitCode(): Promise<number | null> {
    const fuse = setTimeout(() => this.kill(), stopTimeoutMs);
    const code = await this.#exit;
    clearTimeout(fuse);
    return code;
  }

  kill(): void {
    try {
      if (this.child.pid !== undefined) process.kill(-this.child.pid, 'SIGKILL');
    } catch {
      // Gone already.
    }
  }

  async cleanUp(): Promise<void> {
    this.kill();
    await this.#exit;
    await rm(this.dataDirectory, { recursive: true, force: true });
  }
}

/** Spawns `npm start -- <args>` at the head of a process group. */
export async function spawnStartCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<StartCommand> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'marque-start-'));
  const child = spawn('npm', ['start', '--', ...args], {
    cwd: rootDirectory,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, MARQUE_DATA_DIR: dataDirectory, ...environment },
  });
  return new StartCommand(child, dataDirectory);
}

/** Whether nothing listens there any more. */
export async function isGone(url: string): Promise<boolean> {
  return await fetch(`${url}/health/live`).then(
    () => false,
    () => true,
  );
}
