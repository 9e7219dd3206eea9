// Lets one process at a time write in a folder. Node has no file locks, so a file that only one can create is one.
import { randomUUID } from 'node:crypto';
import { link, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';

/** How patient it is. */
export interface FolderLockOptions {
  /** After so long the lock is given up. */
  readonly waitMs: number;
  /** Nobody holds the lock so long: then it is what a process has left that was killed. */
  readonly staleMs: number;
}

const retryMs = 15;

/**
 * Runs the work while no other process runs its own.
 *
 * @throws Error if the lock is not to be had in time, or the folder cannot be written to.
 */
export async function withFolderLock<Result>(
  path: string,
  { waitMs, staleMs }: FolderLockOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  const triesLeft = Math.ceil(waitMs / retryMs);
  await take(path, staleMs, triesLeft);
  try {
    return await work();
  } finally {
    await unlink(path).catch(() => undefined);
  }
}

async function take(path: string, staleMs: number, triesLeft: number): Promise<void> {
  // Linked when it says whose it is: a holder that is killed leaves no lock of nobody.
  const own = `${path}.${randomUUID()}`;
  await writeFile(own, `${hostname()} ${process.pid} ${own}`, { mode: 0o600 });
  try {
    await linkInTurn(own, path, staleMs, triesLeft);
  } finally {
    await unlink(own).catch(() => undefined);
  }
}

async function linkInTurn(
  own: string,
  path: string,
  staleMs: number,
  triesLeft: number,
): Promise<void> {
  try {
    await link(own, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (triesLeft <= 0) throw new Error(`The lock ${path} was not to be had.`, { cause: error });
    if (!(await takeAway(path, staleMs))) await wait(retryMs);
    await linkInTurn(own, path, staleMs, triesLeft - 1);
  }
}

/** Removes a lock that its holder has left behind; false if it holds. */
async function takeAway(path: string, staleMs: number): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(path);
    const holder = await readFile(path, 'utf8');
    const [host, pid] = holder.split(' ');
    const isGone = host === hostname() && pid !== undefined && !isRunning(Number(pid));
    // The file system's own time, whatever clock the process goes by.
    if (!isGone && Date.now() - mtimeMs <= staleMs) return false;
    const aside = `${path}.${randomUUID()}`;
    await rename(path, aside);
    const taken = await readFile(aside, 'utf8');
    // Another one was quicker, and this is its lock already.
    if (taken !== holder) await link(aside, path).catch(() => undefined);
    await unlink(aside);
    return taken === holder;
  } catch {
    // It was given back or taken away meanwhile.
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
