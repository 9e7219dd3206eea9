// A small report with a bit of everything in it.
import type { BenchReport, CellFigures } from '../../../bench/run/bench-report.ts';

/** Three contestants in one cell; ours twice as fast as stock, half as fast as Grafbase. */
export function createReport(): BenchReport {
  return {
    startedAt: '2026-01-01T00:00:00.000Z',
    tookSeconds: 200,
    machine: '2 cores',
    isQuick: true,
    rounds: 3,
    roundMs: 1_000,
    noise: { steal: 0.01, neighbours: 0.2, load: 3 },
    names: new Map([
      ['ours', 'marque'],
      ['stock', '<stock>'],
      ['grafbase', 'Grafbase'],
    ]),
    cells: [
      {
        cell: {
          workload: 'guild-shape',
          operation: 'heavy',
          variables: 'distinct',
          connections: 50,
          dedupe: false,
        },
        answerBytes: 87_000,
        figures: [
          createFigures('ours', 200),
          createFigures('stock', 100),
          createFigures('grafbase', 400),
        ],
      },
    ],
    coldStarts: [],
    planning: [],
    exclusions: [
      {
        contestant: 'mercurius',
        workload: 'vehicle',
        operation: undefined,
        reason: 'cannot compose',
      },
    ],
    warnings: ['The machine was not quiet.'],
  };
}

function createFigures(contestant: string, rate: number): CellFigures {
  const ms = { min: 1, median: 2, max: 3 };
  return {
    contestant,
    requestsPerSecond: { min: rate - 10, median: rate, max: rate + 10 },
    p50Ms: ms,
    p99Ms: ms,
    cpuMsPerRequest: ms,
    cpuMsByRound: [1, 2, 3],
    residentBytes: { min: 1e8, median: 1e8, max: 1e8 },
    subgraphCallsPerRequest: 16,
    faults: 0,
  };
}
