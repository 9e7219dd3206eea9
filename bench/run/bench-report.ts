// What a run found out, as plain data: what the tables, the plot and the JSON are written from.
import type { MachineNoise } from '../measure/machine-noise.ts';
import type { Spread } from '../measure/statistics.ts';
import type { Cell } from './bench-plan.ts';
import type { Exclusion } from './field.ts';

/** One contestant in one cell, over all rounds. */
export interface CellFigures {
  readonly contestant: string;
  readonly requestsPerSecond: Spread;
  readonly p50Ms: Spread;
  readonly p99Ms: Spread;
  /** `undefined` for what runs elsewhere or where there is no /proc. */
  readonly cpuMsPerRequest: Spread | undefined;
  /** In the order of the rounds, to be compared with those of another contestant one by one. */
  readonly cpuMsByRound: readonly (number | undefined)[];
  readonly residentBytes: Spread | undefined;
  readonly subgraphCallsPerRequest: number;
  /** Of all rounds. */
  readonly faults: number;
}

/** One cell with all contestants. */
export interface CellReport {
  readonly cell: Cell;
  readonly answerBytes: number;
  readonly figures: readonly CellFigures[];
}

/** Something measured once or several times of a contestant, in milliseconds. */
export interface TimeFigures {
  readonly workload: string;
  readonly contestant: string;
  readonly ms: Spread;
}

/** The whole run. */
export interface BenchReport {
  readonly startedAt: string;
  readonly tookSeconds: number;
  readonly machine: string;
  readonly isQuick: boolean;
  readonly rounds: number;
  readonly roundMs: number;
  readonly noise: MachineNoise | undefined;
  /** Names for tables, by id, in their order. */
  readonly names: ReadonlyMap<string, string>;
  readonly cells: readonly CellReport[];
  /** From the start of the process to the first answer. */
  readonly coldStarts: readonly TimeFigures[];
  /** What an operation that was never seen takes longer than one that was. */
  readonly planning: readonly TimeFigures[];
  readonly exclusions: readonly Exclusion[];
  /** What makes figures of this run doubtful. */
  readonly warnings: readonly string[];
}
