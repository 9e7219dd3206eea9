// What a process and its children have used, from /proc: the figure that neighbours disturb least.
import { readdir, readFile } from 'node:fs/promises';

/** CPU time since the start, and memory now, of a process with all its descendants. */
export interface ProcessUsage {
  readonly cpuMs: number;
  readonly residentBytes: number;
}

/** One process as `/proc/<pid>/stat` tells it. */
export interface ProcessStat {
  readonly pid: number;
  readonly parentPid: number;
  /** Of its own and of children that are gone. */
  readonly cpuMs: number;
  readonly residentBytes: number;
}

// Linux counts in 1/100 s on every machine that Node runs on, and x64 and arm64 have pages of 4 KiB.
const msPerTick = 10;
const pageBytes = 4_096;

/** `undefined` where there is no /proc, or no such process. */
export async function readProcessUsage(pid: number): Promise<ProcessUsage | undefined> {
  const stats = await readProcessTree(pid);
  if (stats.length === 0) return undefined;
  return {
    cpuMs: stats.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    residentBytes: stats.reduce((sum, { residentBytes }) => sum + residentBytes, 0),
  };
}

/** The process and its descendants. */
export async function readProcessTree(pid: number): Promise<readonly ProcessStat[]> {
  const names = await readdir('/proc').catch(() => []);
  const stats = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map(readStat));
  const all = stats.filter((stat) => stat !== undefined);
  const family = new Set([pid]);
  for (;;) {
    const before = family.size;
    for (const stat of all) if (family.has(stat.parentPid)) family.add(stat.pid);
    if (family.size === before) return all.filter((stat) => family.has(stat.pid));
  }
}

async function readStat(pid: string): Promise<ProcessStat | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : parseProcessStat(text);
}

/** Parses `/proc/<pid>/stat`; the name in it may hold blanks and brackets. */
export function parseProcessStat(text: string): ProcessStat | undefined {
  const nameEnd = text.lastIndexOf(')');
  const fields = text
    .slice(nameEnd + 2)
    .trim()
    .split(' ');
  const pid = Number.parseInt(text, 10);
  // Counted from the state: parent, then times of its own and of children that are gone, then pages.
  const [parentPid, pages] = [1, 21].map((at) => Number(fields[at]));
  const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0);
  if (nameEnd < 0 || parentPid === undefined || pages === undefined || Number.isNaN(pages)) {
    return undefined;
  }
  return {
    pid,
    parentPid,
    cpuMs: ticks * msPerTick,
    residentBytes: pages * pageBytes,
  };
}
