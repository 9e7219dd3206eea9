// What else the machine does: time stolen by its host, time taken by neighbours, load.
import { readFile } from 'node:fs/promises';

/** Counters of all cores, in ticks. */
export interface CpuCounters {
  readonly total: number;
  readonly idle: number;
  readonly stolen: number;
}

/** What disturbed a run. */
export interface MachineNoise {
  /** Share of all cores' time that the host gave to others, 0 to 1. */
  readonly steal: number;
  /** Share of all cores' time that processes of others on this machine took, 0 to 1. */
  readonly neighbours: number;
  /** Mean load of the last minute. */
  readonly load: number;
}

const msPerTick = 10;

/** Parses `/proc/stat`; `undefined` if it says nothing of the CPU. */
export function parseCpuCounters(text: string): CpuCounters | undefined {
  const fields = /^cpu +([\d ]+)$/m.exec(text)?.[1]?.split(' ').map(Number);
  if (!fields) return undefined;
  // user nice system idle iowait irq softirq steal; what follows is counted in user already.
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, soft = 0, stolen = 0] =
    fields;
  const total = user + nice + system + idle + wait + irq + soft + stolen;
  return { total, idle: idle + wait, stolen };
}

/** Reads the counters now; `undefined` where there is no /proc. */
export async function readCpuCounters(): Promise<CpuCounters | undefined> {
  const text = await readFile('/proc/stat', 'utf8').catch(() => '');
  return parseCpuCounters(text);
}

/** The noise between two readings, of which `ownCpuMs` was taken by the bench and its processes. */
export function describeNoise(
  before: CpuCounters,
  after: CpuCounters,
  ownCpuMs: number,
  load: number,
): MachineNoise {
  const total = Math.max(1, after.total - before.total);
  const stolen = after.stolen - before.stolen;
  const busy = total - (after.idle - before.idle) - stolen;
  return {
    steal: stolen / total,
    neighbours: Math.max(0, busy - ownCpuMs / msPerTick) / total,
    load,
  };
}

/** Whether figures of such a run are to be taken with care. */
export function isNoisy({ steal, neighbours }: MachineNoise): boolean {
  return steal > 0.02 || neighbours > 0.05;
}
