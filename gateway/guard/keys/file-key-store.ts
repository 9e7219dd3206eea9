// The driver that keeps keys in a file: replaced as a whole, read again when it has changed.
import { mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import type { Clock } from '../../../runtime/clock.ts';
import { type KeyRecord, parseKeyRecord } from './key-record.ts';
import { createStoreFault, type KeyStore, sortKeys } from './key-store.ts';

/** Where the file is. */
export interface FileKeyStoreOptions {
  readonly path: string;
  readonly clock: Clock;
}

interface ReadFile {
  readonly records: ReadonlyMap<string, KeyRecord>;
  /** Tells one state of the file from the next; absent while there is none. */
  readonly mark: string | undefined;
  readonly checkedAtMs: number;
}

const recheckAfterMs = 500;
const lockRetryMs = 20;
const lockTimeoutMs = 3_000;
/** Nobody takes so long to write: who held the lock is dead. */
const staleLockMs = 10_000;

/** Creates the store. A file that is not there yet holds no keys; one that is gone is an outage. */
export function createFileKeyStore({ path, clock }: FileKeyStoreOptions): KeyStore {
  let kept: ReadFile | undefined;
  let reading: Promise<ReadFile> | undefined;

  const read = async (): Promise<ReadFile> => {
    const mark = await readMark(path);
    const checkedAtMs = clock.monotonicMs();
    if (kept && kept.mark === mark) return { ...kept, checkedAtMs };
    if (mark !== undefined) return { records: await readRecords(path), mark, checkedAtMs };
    if (kept) throw createStoreFault(`The file of the API keys is gone: ${path}.`);
    return { records: new Map(), mark, checkedAtMs };
  };
  const current = async (): Promise<ReadonlyMap<string, KeyRecord>> => {
    if (!kept || clock.monotonicMs() - kept.checkedAtMs >= recheckAfterMs) {
      reading ??= read().finally(() => (reading = undefined));
      kept = await reading;
    }
    return kept.records;
  };
  const change = async <Result>(
    edit: (records: Map<string, KeyRecord>) => Result,
  ): Promise<Result> => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const unlock = await lock(path, clock);
    try {
      const mark = await readMark(path);
      const records = new Map(mark === undefined ? [] : await readRecords(path));
      const result = edit(records);
      await replace(path, sortKeys(records.values()));
      kept = undefined;
      return result;
    } finally {
      await unlock();
    }
  };

  return {
    find: async (id) => (await current()).get(id),
    list: async () => sortKeys((await current()).values()),
    add: (record) =>
      change((records) => {
        if (records.has(record.id)) throw createStoreFault(`The id ${record.id} is taken.`);
        records.set(record.id, record);
      }),
    update: (id, edit) =>
      change((records) => {
        const known = records.get(id);
        const next = known && edit(known);
        if (next) records.set(id, next);
        return next;
      }),
    close: () => Promise.resolve(),
  };
}

async function readMark(path: string): Promise<string | undefined> {
  try {
    const { ino, size, mtimeNs } = await stat(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw createStoreFault(`The file of the API keys cannot be read: ${path}.`, error);
  }
}

async function readRecords(path: string): Promise<ReadonlyMap<string, KeyRecord>> {
  try {
    const { keys } = JSON.parse(await readFile(path, 'utf8')) as { keys: readonly unknown[] };
    return new Map(
      keys.map((value) => {
        const record = parseKeyRecord(value);
        if (!record) throw new Error('One of its entries is no key.');
        return [record.id, record];
      }),
    );
  } catch (error) {
    throw createStoreFault(`The file of the API keys is not readable as one: ${path}.`, error);
  }
}

/** Written beside and renamed: a reader sees the file as it was or as it will be. */
async function replace(path: string, keys: readonly KeyRecord[]): Promise<void> {
  const draft = `${path}.draft`;
  try {
    const file = await open(draft, 'w', 0o600);
    try {
      await file.chmod(0o600);
      await file.writeFile(`${JSON.stringify({ version: 1, keys }, undefined, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
    // The new name has to outlive a power cut as well.
    const folder = await open(dirname(path), 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    throw createStoreFault(`The file of the API keys cannot be written: ${path}.`, error);
  }
}

async function lock(path: string, clock: Clock): Promise<() => Promise<void>> {
  const lockPath = `${path}.lock`;
  const giveUpAtMs = clock.monotonicMs() + lockTimeoutMs;
  for (;;) {
    try {
      await (await open(lockPath, 'wx', 0o600)).close();
      return () => unlink(lockPath);
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) {
        throw createStoreFault(`The file of the API keys cannot be locked: ${lockPath}.`, error);
      }
    }
    await removeStaleLock(lockPath, clock);
    if (clock.monotonicMs() >= giveUpAtMs) {
      throw createStoreFault(
        `Another process writes the API keys; if none does, remove ${lockPath}.`,
      );
    }
    await wait(lockRetryMs);
  }
}

async function removeStaleLock(lockPath: string, clock: Clock): Promise<void> {
  try {
    const { mtimeMs } = await stat(lockPath);
    if (clock.nowMs() - mtimeMs > staleLockMs) await unlink(lockPath);
  } catch {
    // Gone meanwhile: the next attempt will tell.
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
