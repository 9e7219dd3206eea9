// Aims against what a run measured.
import { describe, expect, it } from 'vitest';

import { writeTargetRows } from '../../../bench/report/target-rows.ts';
import type { BenchReport } from '../../../bench/run/bench-report.ts';
import { createReport } from './sample-report.ts';

const idsOf = (report: BenchReport) => writeTargetRows(report).map(({ id }) => id);

/** A run of both in two cells, of which the second is tiny. */
function createTelemetryReport(heavyOn: readonly number[], tinyOn: readonly number[]): BenchReport {
  const report = createReport();
  const [cell] = report.cells;
  const [figures] = cell?.figures ?? [];
  if (!cell || !figures) throw new Error('the sample has no cell');
  const of = (operation: string, off: readonly number[], on: readonly number[]) => ({
    ...cell,
    cell: { ...cell.cell, operation },
    figures: [
      { ...figures, contestant: 'telemetry-off', cpuMsByRound: off },
      { ...figures, contestant: 'telemetry-on', cpuMsByRound: on },
    ],
  });
  return {
    ...report,
    names: new Map([
      ['telemetry-off', 'off'],
      ['telemetry-on', 'on'],
    ]),
    cells: [of('heavy', [2, 4, 3], heavyOn), of('tiny', [0.15, 0.3, 0.2], tinyOn)],
  };
}

describe('the rows of a run', () => {
  it('are those of the gateways where several are compared', () => {
    const ids = idsOf(createReport());

    expect(ids).toEqual(expect.arrayContaining(['warnings', 'quiet', 'M1', 'M7', 'M8', 'M9']));
    expect(ids).not.toContain('T1');
  });

  it('are those of telemetry where that is switched on and off', () => {
    const rows = writeTargetRows(createTelemetryReport([2.06, 4.16, 3], [0.16, 0.4, 0.21]));

    expect(rows.map(({ id }) => id)).toEqual(['warnings', 'quiet', 'quick', 'T1', 'T2']);
    expect(rows.find(({ id }) => id === 'T1')).toMatchObject({ measured: '3.0 %', met: true });
    expect(rows.find(({ id }) => id === 'T2')).toMatchObject({ measured: '10.0 µs', met: true });
  });

  it('say what is missed, round by round and not by how busy the machine was', () => {
    const rows = writeTargetRows(createTelemetryReport([2.2, 4.4, 3.3], [0.17, 0.32, 0.22]));

    expect(rows.filter(({ id }) => id.startsWith('T'))).toMatchObject([
      { measured: '10.0 %', met: false },
      { measured: '20.0 µs', met: false },
    ]);
  });

  it('say what was not measured', () => {
    const rows = writeTargetRows(createTelemetryReport([], []));

    expect(rows.filter(({ id }) => id.startsWith('T'))).toMatchObject([
      { measured: 'not measured' },
      { measured: 'not measured' },
    ]);
  });
});
