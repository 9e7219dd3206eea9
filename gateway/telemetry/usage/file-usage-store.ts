// Keeps usage in a folder: a file a day of JSON lines, each a batch, brought together to one line now and then.
import {
  appendFile,
  mkdir,
  readdir,
  readFile,
  rename,
  stat,
  truncate,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';

import type { Clock } from '../../../runtime/clock.ts';
import { withFolderLock } from './folder-lock.ts';
import { createClientMatch } from './usage-keys.ts';
import { dayOf, expiryOf, type UsageStore } from './usage-store.ts';

/** Where, and for how long. */
export interface FileUsageStoreOptions {
  readonly directory: string;
  readonly retentionDays: number;
  readonly clock: Clock;
  readonly lockWaitMs?: number;
}

interface Line {
  readonly v: typeof version;
  readonly counts: readonly (readonly [key: string, amount: number])[];
}

const version = 1;
const fileName = /^usage-(\d{4}-\d{2}-\d{2})\.jsonl$/;
// From then on a file is brought together; it is read and written as a whole.
const compactFromBytes = 1_024 ** 2;
const defaultLockWaitMs = 2_000;
const lockStaleMs = 30_000;

/**
 * Creates the store; the folder is made at the first write. Gateways on one machine may share it. A line that a
 * killed process left unfinished counts nothing, and the ones after it are whole.
 */
export function createFileUsageStore(options: FileUsageStoreOptions): UsageStore {
  const { directory, retentionDays, clock, lockWaitMs = defaultLockWaitMs } = options;
  const pathOf = (day: string): string => join(directory, `usage-${day}.jsonl`);
  const compactAtBytes = new Map<string, number>();
  let cleanedOn: string | undefined;

  const locked = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const limits = { waitMs: lockWaitMs, staleMs: lockStaleMs };
    return await withFolderLock(join(directory, 'lock'), limits, work);
  };

  const isKept = (day: string): boolean => clock.nowMs() < expiryOf(day, retentionDays);

  const listFiles = async (): Promise<readonly string[]> => {
    const names = await readdir(directory).catch(ignoreMissing);
    return (names ?? []).flatMap((name) => fileName.exec(name)?.[1] ?? []).toSorted();
  };

  const readSums = async (day: string): Promise<Map<string, number>> => {
    const text = await readFile(pathOf(day), 'utf8').catch(ignoreMissing);
    const sums = new Map<string, number>();
    for (const line of (text ?? '').split('\n')) {
      for (const [key, amount] of readLine(line)?.counts ?? []) {
        sums.set(key, (sums.get(key) ?? 0) + amount);
      }
    }
    return sums;
  };

  const replace = async (day: string, sums: ReadonlyMap<string, number>): Promise<void> => {
    const path = pathOf(day);
    const text = writeLine(sums);
    await writeFile(`${path}.new`, text, { mode: 0o600, flush: true });
    await rename(`${path}.new`, path);
    compactAtBytes.set(day, Math.max(compactFromBytes, 2 * Buffer.byteLength(text)));
  };

  const forgetOld = async (today: string): Promise<void> => {
    if (cleanedOn === today) return;
    for (const day of await listFiles()) {
      if (isKept(day)) continue;
      await unlink(pathOf(day)).catch(ignoreMissing);
      compactAtBytes.delete(day);
    }
    cleanedOn = today;
  };

  return {
    add: ({ day, counts }) =>
      locked(async () => {
        await forgetOld(dayOf(clock.nowMs()));
        if (!isKept(day)) return;
        const path = pathOf(day);
        const before = (await stat(path).catch(ignoreMissing))?.size ?? 0;
        try {
          await appendFile(path, writeLine(counts), { mode: 0o600 });
        } catch (error) {
          // Half a line would count nothing, but a whole one twice once it is tried again.
          await truncate(path, before).catch(() => undefined);
          throw error;
        }
        const { size } = await stat(path);
        if (size > (compactAtBytes.get(day) ?? compactFromBytes)) {
          await replace(day, await readSums(day));
        }
      }),
    read: async (day) => (isKept(day) ? await readSums(day) : new Map<string, number>()),
    listDays: async () => (await listFiles()).filter(isKept),
    eraseClient: (name) =>
      locked(async () => {
        const isOfClient = createClientMatch(name);
        let erased = 0;
        for (const day of await listFiles()) {
          const sums = await readSums(day);
          const kept = new Map([...sums].filter(([key]) => !isOfClient(key)));
          if (kept.size === sums.size) continue;
          await replace(day, kept);
          erased += sums.size - kept.size;
        }
        return erased;
      }),
    close: () => Promise.resolve(),
  };
}

/** Begins anew whatever was left unfinished before it. */
function writeLine(counts: ReadonlyMap<string, number>): string {
  const line: Line = { v: version, counts: [...counts] };
  return `\n${JSON.stringify(line)}\n`;
}

function readLine(text: string): Line | undefined {
  if (text === '') return undefined;
  try {
    const line = JSON.parse(text) as Partial<Line> | null;
    return line?.v === version && Array.isArray(line.counts) ? (line as Line) : undefined;
  } catch {
    return undefined;
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
