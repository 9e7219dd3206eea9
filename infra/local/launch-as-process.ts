// Launches a part as a process of its own, and starts it again at the same port when it dies.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import { nameAdminPortVariable } from '../../runtime/admin/admin-config.ts';
import { CodedError } from '../../runtime/coded-error.ts';
import type { Environment } from '../../runtime/configuration.ts';
import type { PartReadyMessage } from '../../runtime/run-part.ts';
import type { LaunchedPart, LaunchPart, PartDefinition } from './part-definition.ts';

/** Where the parts' files lie, and who is told of a part that died. */
export interface ProcessLauncherOptions {
  /** The project's root. */
  readonly rootDirectory: string;
  readonly onRestart: (notice: RestartNotice) => void;
}

/** A part that ended without being asked to. */
export interface RestartNotice {
  readonly name: string;
  /** Such as `exit code 1` or `SIGKILL`. */
  readonly ended: string;
  /** False once it has died too often: it stays down. */
  readonly startsAgain: boolean;
}

const readyTimeoutMs = 30_000;
const stopTimeoutMs = 10_000;
const maxRestarts = 5;
const restartDelayMs = 500;

/** The child stops by itself when this process is gone: it watches the IPC channel. */
export function createProcessLauncher(options: ProcessLauncherOptions): LaunchPart {
  return async (part, environment) => {
    const first = await startChild(part, environment, options.rootDirectory);
    const { url, adminUrl } = first;
    // The parts above know this address, so a second life must have the same port.
    const pinned = {
      ...environment,
      [part.portVariable]: new URL(url).port,
      ...(adminUrl && { [nameAdminPortVariable(part.portVariable)]: new URL(adminUrl).port }),
    };
    let child: ChildProcess | undefined = first.child;
    let isStopping = false;
    let restarts = 0;

    const watch = (watched: ChildProcess): void => {
      watched.once('exit', (code, signal) => {
        child = undefined;
        if (isStopping) return;
        const startsAgain = restarts < maxRestarts;
        options.onRestart({ name: part.name, ended: signal ?? `exit code ${code}`, startsAgain });
        if (startsAgain) setTimeout(restart, restartDelayMs);
      });
    };
    const restart = (): void => {
      if (isStopping) return;
      restarts += 1;
      startChild(part, pinned, options.rootDirectory).then(
        (next) => {
          child = next.child;
          watch(next.child);
          if (isStopping) void stopChild(next.child);
        },
        () => options.onRestart({ name: part.name, ended: 'failed start', startsAgain: false }),
      );
    };
    watch(first.child);

    return {
      name: part.name,
      url,
      adminUrl,
      pid: first.child.pid,
      stop: async () => {
        isStopping = true;
        if (child) await stopChild(child);
      },
    } satisfies LaunchedPart;
  };
}

async function startChild(
  part: PartDefinition,
  environment: Environment,
  rootDirectory: string,
): Promise<{ child: ChildProcess } & Pick<PartReadyMessage, 'url' | 'adminUrl'>> {
  const child = spawn(process.execPath, ['--import', 'tsx', part.entry], {
    cwd: rootDirectory,
    env: { ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const { url, adminUrl } = await new Promise<PartReadyMessage>((resolve, reject) => {
    const timeout = setTimeout(() => {
      child.kill('SIGKILL');
      reject(startFailure(part, `was not ready within ${readyTimeoutMs / 1_000} s`));
    }, readyTimeoutMs);
    child.once('exit', (code) => {
      clearTimeout(timeout);
      reject(startFailure(part, `ended with exit code ${code} before it was ready`));
    });
    child.once('message', (message: PartReadyMessage) => {
      clearTimeout(timeout);
      resolve(message);
    });
  });
  child.removeAllListeners('exit');
  return { child, url, adminUrl };
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const fuse = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  await ended;
  clearTimeout(fuse);
}

function startFailure(part: PartDefinition, what: string): CodedError {
  return new CodedError({
    code: 'PART_NOT_STARTED',
    kind: 'configuration',
    message: `${part.name} ${what}; its own message stands above.`,
  });
}
