// What a part of the gateway costs: two contestants that differ by nothing else.
import { guardIds } from '../contestants/guard.ts';
import { telemetryIds } from '../contestants/telemetry.ts';
import { describeSpread } from '../measure/statistics.ts';
import { nameCell } from '../run/bench-plan.ts';
import type { BenchReport } from '../run/bench-report.ts';

/** An aim for such a difference. */
export interface DifferenceTarget {
  readonly id: string;
  readonly cell: string;
  /** Ids of contestants. */
  readonly off: string;
  readonly on: string;
  /** In words, such as `telemetry takes`. */
  readonly what: string;
  readonly most: number;
  /** Of the CPU without the part, or microseconds of CPU a request. */
  readonly unit: 'share' | 'µs';
}

const heavy = 'guild-shape/heavy/distinct/c50';
const tiny = 'guild-shape/tiny/distinct/c50';
const telemetry = { ...telemetryIds, what: 'telemetry takes' };
const guard = { off: guardIds.off, on: guardIds.key, what: 'the guard takes' };
const token = { off: guardIds.key, on: guardIds.token, what: 'a token already seen takes' };

/** All of them. */
export const differenceTargets: readonly DifferenceTarget[] = [
  { ...telemetry, id: 'T1', cell: heavy, most: 0.05, unit: 'share' },
  { ...telemetry, id: 'T2', cell: tiny, most: 15, unit: 'µs' },
  { ...guard, id: 'G1', cell: heavy, most: 0.05, unit: 'share' },
  { ...guard, id: 'G2', cell: tiny, most: 25, unit: 'µs' },
  { ...token, id: 'G3', cell: tiny, most: 10, unit: 'µs' },
];

/** The median of the differences of each round: both had the same minute of the machine. */
export function measureDifference(
  { cell, off, on, unit }: DifferenceTarget,
  report: BenchReport,
): number | undefined {
  const figures = report.cells.find((one) => nameCell(one.cell) === cell)?.figures ?? [];
  const cpuOf = (id: string) =>
    figures.find(({ contestant }) => contestant === id)?.cpuMsByRound ?? [];
  const offByRound = cpuOf(off);
  const differences = cpuOf(on).flatMap((onMs, round) => {
    const offMs = offByRound[round];
    if (onMs === undefined || offMs === undefined) return [];
    return [unit === 'share' ? (onMs - offMs) / offMs : (onMs - offMs) * 1_000];
  });
  return describeSpread(differences)?.median;
}
