// A run as JSON, for scripts.
import { nameCell } from '../run/bench-plan.ts';
import type { BenchReport } from '../run/bench-report.ts';
import type { TargetRow } from './target-rows.ts';

/** Writes `rows`, the aims, first; then everything that was measured. */
export function writeJson(report: BenchReport, rows: readonly TargetRow[]): string {
  const { cells, names, ...rest } = report;
  const written = {
    rows,
    ...rest,
    contestants: Object.fromEntries(names),
    cells: cells.map(({ cell, ...figures }) => ({ id: nameCell(cell), ...cell, ...figures })),
  };
  return `${JSON.stringify(written, null, 2)}\n`;
}
