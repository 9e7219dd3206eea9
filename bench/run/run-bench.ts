// The whole run: both workloads, one after the other, and how quiet the machine was.
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Clock } from '../../runtime/clock.ts';
import type { Contestant } from '../contestants/contestant.ts';
import { type CoreSplit, findCoreSplit, pinProcess } from '../machine/cores.ts';
import {
  describeNoise,
  isNoisy,
  type MachineNoise,
  readCpuCounters,
} from '../measure/machine-noise.ts';
import { readProcessUsage } from '../measure/process-usage.ts';
import { startGuildShape } from '../workloads/guild-shape.ts';
import { startVehicle } from '../workloads/vehicle.ts';
import type { Workload } from '../workloads/workload.ts';
import type { BenchPlan } from './bench-plan.ts';
import type { BenchReport } from './bench-report.ts';
import { runWorkload, type WorkloadReport } from './run-workload.ts';

/** What a run stands on. */
export interface BenchRunOptions {
  readonly plan: BenchPlan;
  readonly contestants: readonly Contestant[];
  readonly rootDirectory: string;
  readonly clock: Clock;
  readonly print: (line: string) => void;
}

/** Runs all. Leaves no process and no file behind, also when it rejects. */
export async function runBench(options: BenchRunOptions): Promise<BenchReport> {
  const { plan, contestants, clock, print } = options;
  const startedAt = new Date(clock.nowMs()).toISOString();
  const startedAtMs = clock.monotonicMs();
  const cores = await findCoreSplit();
  if (cores) await pinProcess(process.pid, cores.others);
  const before = await readCpuCounters();
  const reports: WorkloadReport[] = [];
  for (const id of ['guild-shape', 'vehicle'] as const) {
    if (!plan.cells.some(({ workload }) => workload === id)) continue;
    print(`\n${id}`);
    reports.push(await runOne(id, options, cores));
  }
  const noise = await readNoise(before);
  const warnings = reports.flatMap((report) => report.warnings);

  return {
    startedAt,
    tookSeconds: (clock.monotonicMs() - startedAtMs) / 1_000,
    machine: describeMachine(cores),
    isQuick: plan.isQuick,
    rounds: plan.rounds,
    roundMs: plan.roundMs,
    noise,
    names: new Map(contestants.map(({ id, name }) => [id, name])),
    cells: reports.flatMap(({ cells }) => cells),
    coldStarts: reports.flatMap(({ coldStarts }) => coldStarts),
    planning: reports.flatMap(({ planning }) => planning),
    exclusions: reports.flatMap(({ exclusions }) => exclusions),
    warnings:
      noise && isNoisy(noise)
        ? ['The machine was not quiet: compare ratios and CPU rather than requests/s.', ...warnings]
        : warnings,
  };
}

async function runOne(
  id: Workload['id'],
  { plan, contestants, rootDirectory, clock, print }: BenchRunOptions,
  cores: CoreSplit,
): Promise<WorkloadReport> {
  const workload = await startWorkload(id, plan.distinctVariables, rootDirectory, clock);
  const workDirectory = await mkdtemp(join(tmpdir(), 'marque-bench-'));
  try {
    return await runWorkload(plan, {
      workload,
      contestants,
      rootDirectory,
      workDirectory,
      cores,
      print,
    });
  } finally {
    await workload.close();
    await rm(workDirectory, { recursive: true });
  }
}

/** Starts a workload by its id. */
export function startWorkload(
  id: Workload['id'],
  distinctVariables: number,
  rootDirectory: string,
  clock: Clock,
): Promise<Workload> {
  return id === 'vehicle'
    ? startVehicle({ distinctVariables, rootDirectory, clock })
    : startGuildShape({ distinctVariables });
}

async function readNoise(
  before: Awaited<ReturnType<typeof readCpuCounters>>,
): Promise<MachineNoise | undefined> {
  const after = await readCpuCounters();
  const own = await readProcessUsage(process.pid);
  if (!before || !after || !own) return undefined;
  return describeNoise(before, after, own.cpuMs, loadavg()[0] ?? 0);
}

function describeMachine(cores: CoreSplit): string {
  const pinned = cores
    ? `the gateway on core ${cores.gateway}, all else on ${cores.others}`
    : 'no process pinned to a core';
  return `${availableParallelism()} cores of ${cpus()[0]?.model ?? 'an unknown kind'}, Node ${process.version}, ${pinned}`;
}
