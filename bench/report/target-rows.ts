// What is aimed at, row by row, against what a run measured.
import { isNoisy } from '../measure/machine-noise.ts';
import { nameCell } from '../run/bench-plan.ts';
import type { BenchReport, CellFigures } from '../run/bench-report.ts';
import { type DifferenceTarget, differenceTargets, measureDifference } from './differences.ts';

/** One aim. `met` is absent where the run did not measure it. */
export interface TargetRow {
  readonly id: string;
  readonly target: string;
  readonly measured: string;
  readonly met?: boolean;
}

interface RatioTarget {
  readonly id: string;
  readonly cell: string;
  readonly ours: string;
  readonly peer: string;
  readonly least: number;
  readonly figure: 'requestsPerSecond' | 'cpuMsPerRequest';
}

const heavy = 'guild-shape/heavy/distinct/c50';
const ours = 'ours-node24';
const rate = 'requestsPerSecond';
const ratios: readonly RatioTarget[] = [
  { id: 'M1', cell: heavy, ours, peer: 'grafbase', least: 1, figure: rate },
  { id: 'M1', cell: heavy, ours, peer: 'stock-node24', least: 20, figure: rate },
  {
    id: 'M2',
    cell: 'guild-shape/heavy/distinct/c1',
    ours,
    peer: 'grafbase',
    least: 1,
    figure: 'cpuMsPerRequest',
  },
  ...[
    { id: 'M3', cell: 'guild-shape/small/distinct/c50', peer: 'grafbase', least: 1.5 },
    { id: 'M3', cell: 'guild-shape/small/distinct/c50', peer: 'stock-node24', least: 30 },
    { id: 'M4', cell: 'guild-shape/tiny/distinct/c50', peer: 'grafbase', least: 1.5 },
  ].map((target) => ({ ...target, ours, figure: rate }) as const),
  {
    id: 'M6',
    cell: 'guild-shape/heavy/one/c50/dedupe',
    ours: 'ours-dedupe-node24',
    peer: 'hive-router-dedupe-node24',
    least: 4,
    figure: rate,
  },
];
const coldStartMs = 250;
const heavyCalls = 7;
const heavyBytes = 300_000_000;
const quickSeconds = 300;

/** All rows, in their order; first what the run itself must be. */
export function writeTargetRows(report: BenchReport): readonly TargetRow[] {
  const differences = differenceTargets.filter(({ on }) => report.names.has(on));
  return [
    ...writeRunRows(report),
    ...(differences.length > 0
      ? differences.map((target) => writeDifferenceRow(target, report))
      : writeGatewayRows(report)),
  ];
}

function writeRunRows(report: BenchReport): readonly TargetRow[] {
  return [
    row('warnings', 'none', report.warnings.length, String, (count) => count === 0),
    row(
      'quiet',
      'steal ≤ 2 %, neighbours ≤ 5 %',
      report.noise,
      ({ steal, neighbours }) =>
        `steal ${(steal * 100).toFixed(1)} %, neighbours ${(neighbours * 100).toFixed(1)} %`,
      (noise) => !isNoisy(noise),
    ),
    ...(report.isQuick
      ? [
          row(
            'quick',
            `≤ ${quickSeconds} s`,
            report.tookSeconds,
            (seconds) => `${seconds.toFixed(0)} s`,
            (seconds) => seconds <= quickSeconds,
          ),
        ]
      : []),
  ];
}

function writeGatewayRows(report: BenchReport): readonly TargetRow[] {
  const find = (cell: string, contestant: string): CellFigures | undefined =>
    report.cells
      .find((one) => nameCell(one.cell) === cell)
      ?.figures.find((one) => one.contestant === contestant);
  const heavyOurs = find(heavy, ours) ?? find(heavy, 'ours');
  const heavyGrafbase = find(heavy, 'grafbase');
  const coldStart = report.coldStarts.find(
    ({ workload, contestant }) => workload === 'guild-shape' && contestant === ours,
  )?.ms.median;

  return [
    ...ratios.map((target) => writeRatioRow(target, find)),
    row(
      'M7',
      `first answer ≤ ${coldStartMs} ms`,
      coldStart,
      (ms) => `${ms.toFixed(0)} ms`,
      (ms) => ms <= coldStartMs,
    ),
    row(
      'M8',
      `subgraph calls on heavy ≤ ${heavyCalls}`,
      heavyOurs?.subgraphCallsPerRequest,
      (calls) => calls.toFixed(1),
      (calls) => calls <= heavyCalls,
    ),
    row(
      'M9',
      'p99 on heavy ≤ that of Grafbase',
      heavyOurs && heavyGrafbase && ([heavyOurs.p99Ms, heavyGrafbase.p99Ms] as const),
      ([own, peer]) => `${own.median.toFixed(0)} ms against ${peer.median.toFixed(0)} ms`,
      ([own, peer]) => own.median <= peer.median,
    ),
    row(
      'M9',
      'RSS on heavy ≤ 300 MB',
      heavyOurs?.residentBytes?.median,
      (bytes) => `${(bytes / 1_000_000).toFixed(0)} MB`,
      (bytes) => bytes <= heavyBytes,
    ),
  ];
}

function writeDifferenceRow(target: DifferenceTarget, report: BenchReport): TargetRow {
  const { id, cell, what, most, unit } = target;
  const write = (value: number): string =>
    unit === 'share' ? `${(value * 100).toFixed(1)} %` : `${value.toFixed(1)} µs`;
  const limit = unit === 'share' ? `${most * 100} % of CPU` : `${most} µs of CPU a request`;
  return row(
    id,
    `${cell}: ${what} ≤ ${limit}`,
    measureDifference(target, report),
    write,
    (value) => value <= most,
  );
}

function writeRatioRow(
  target: RatioTarget,
  find: (cell: string, contestant: string) => CellFigures | undefined,
): TargetRow {
  const own = find(target.cell, target.ours)?.[target.figure]?.median;
  const peer = find(target.cell, target.peer)?.[target.figure]?.median;
  const ratio =
    own === undefined || peer === undefined
      ? undefined
      : target.figure === 'cpuMsPerRequest'
        ? peer / own
        : own / peer;
  const what = target.figure === 'cpuMsPerRequest' ? ' by CPU' : '';
  return row(
    target.id,
    `${target.cell}: ${target.ours} ≥ ${target.least} × ${target.peer}${what}`,
    ratio,
    (value) => `${value.toFixed(2)} ×`,
    (value) => value >= target.least,
  );
}

function row<Value>(
  id: string,
  target: string,
  value: Value | undefined,
  describe: (value: Value) => string,
  isMet: (value: Value) => boolean,
): TargetRow {
  return value === undefined
    ? { id, target, measured: 'not measured' }
    : { id, target, measured: describe(value), met: isMet(value) };
}
