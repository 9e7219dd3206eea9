// One round of load on one contestant, and what it took.
import { setTimeout as wait } from 'node:timers/promises';

import type { RunningContestant } from '../contestants/start-contestant.ts';
import { readProcessUsage } from '../measure/process-usage.ts';
import type { BenchTools } from './bench-tools.ts';

/** What a round measured. CPU and memory are `undefined` for what runs elsewhere. */
export interface Sample {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuMsPerRequest: number | undefined;
  readonly residentBytes: number | undefined;
  readonly subgraphCallsPerRequest: number;
  /** Share of the time that the subgraphs and the load generator were busy, of one core. */
  readonly helpersBusy: number;
  /** Subgraph calls that memory could not answer. */
  readonly misses: number;
  /** Answers that were no success or not the bytes expected. */
  readonly faults: number;
}

/** The load of a round. */
export interface RoundOrder {
  readonly bodies: readonly string[];
  readonly connections: number;
  readonly durationMs: number;
}

const settleMs = 30;

/** Runs one round; every request that it begins is waited for and counted. */
export async function takeSample(
  running: RunningContestant,
  order: RoundOrder,
  tools: BenchTools,
): Promise<Sample> {
  await wait(settleMs);
  await tools.resetCounts();
  const before = await readUsages(running, tools);
  const startedAtMs = performance.now();
  const { url, requestHeaders } = running;
  const result = await tools.runLoad({ url, requestHeaders, ...order });
  const tookMs = performance.now() - startedAtMs;
  const after = await readUsages(running, tools);
  const { calls, misses } = await tools.counts();
  const spent = (name: keyof typeof after): number | undefined =>
    after[name] && before[name] && after[name].cpuMs - before[name].cpuMs;
  const cpuMs = spent('contestant');

  return {
    requestsPerSecond: result.answered / (result.tookMs / 1_000),
    p50Ms: result.p50Ms,
    p99Ms: result.p99Ms,
    cpuMsPerRequest: cpuMs === undefined ? undefined : cpuMs / result.answered,
    residentBytes: after.contestant?.residentBytes,
    subgraphCallsPerRequest: calls / result.answered,
    helpersBusy: ((spent('responder') ?? 0) + (spent('generator') ?? 0)) / tookMs,
    misses,
    faults: result.failures + result.oddLengths,
  };
}

async function readUsages(running: RunningContestant, tools: BenchTools) {
  const [contestant, responder, generator] = await Promise.all([
    running.pid > 0 ? readProcessUsage(running.pid) : undefined,
    readProcessUsage(tools.responderPid),
    readProcessUsage(tools.generatorPid),
  ]);
  return { contestant, responder, generator };
}
