// Launches parts as processes that a test can kill -9, and that stay dead until the test starts them again.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { LaunchedPart, LaunchPart } from '../../infra/local/part-definition.ts';
import type { PartReadyMessage } from '../../runtime/run-part.ts';

/** A launcher, and the end of what it launched. */
export interface KillableLauncher {
  readonly launch: LaunchPart;
  /** Ends the part's process as it stands; resolves when it is gone. */
  kill(name: string): Promise<void>;
}

const rootDirectory = fileURLToPath(new URL('../..', import.meta.url));
const stopFuseMs = 10_000;

/** The named parts run in processes of their own, the others are left to `otherwise`. */
export function createKillableLauncher(
  names: ReadonlySet<string>,
  otherwise: LaunchPart,
): KillableLauncher {
  const children = new Map<string, ChildProcess>();

  return {
    async launch(part, environment) {
      if (!names.has(part.name)) return await otherwise(part, environment);
      const child = fork(part.entry, {
        cwd: rootDirectory,
        execArgv: ['--import', 'tsx'],
        env: { ...process.env, ...environment, MARQUE_LOG_LEVEL: 'silent' },
      });
      children.set(part.name, child);
      const { url, adminUrl } = await readReady(child, part.name);
      return {
        name: part.name,
        url,
        adminUrl,
        pid: child.pid,
        stop: () => end(child, 'SIGTERM'),
      } satisfies LaunchedPart;
    },
    async kill(name) {
      const child = children.get(name);
      if (!child) throw new Error(`${name} has no process of its own`);
      await end(child, 'SIGKILL');
    },
  };
}

async function readReady(child: ChildProcess, name: string): Promise<PartReadyMessage> {
  return await new Promise((resolve, reject) => {
    child.once('message', (message: PartReadyMessage) => resolve(message));
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code} before it ran`)));
  });
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  const fuse = setTimeout(() => child.kill('SIGKILL'), stopFuseMs);
  await exited;
  clearTimeout(fuse);
}
