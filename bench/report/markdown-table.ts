// The tables of a run, for people.
import { nameCell } from '../run/bench-plan.ts';
import type { BenchReport, CellFigures, CellReport, TimeFigures } from '../run/bench-report.ts';
import type { Spread } from '../measure/statistics.ts';

/** Writes all of a report as Markdown. */
export function writeMarkdown(report: BenchReport): string {
  const parts = [
    describeRun(report),
    ...report.cells.map((cell) => writeCell(cell, report.names)),
    writeTimes('Cold start: process start to first answer', report.coldStarts, report.names),
    writeTimes('Planning: what a fresh operation takes longer', report.planning, report.names),
    writeList(
      'Not taking part',
      report.exclusions.map(
        ({ contestant, workload, operation, reason }) =>
          `${contestant}, ${operation === undefined ? workload : `${workload}/${operation}`}: ${reason}`,
      ),
    ),
    writeList('To be taken with care', report.warnings),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Writes a table whose columns are as wide as their widest cell; all but the first are right-aligned. */
export function writeTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const widths = header.map((_title, column) =>
    Math.max(3, ...[header, ...rows].map((row) => (row[column] ?? '').length)),
  );
  const pad = (text: string, column: number): string =>
    column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  const write = (row: readonly string[]): string =>
    `| ${header.map((_title, column) => pad(row[column] ?? '', column)).join(' | ')} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [write(header), `| ${rule.join(' | ')} |`, ...rows.map(write)].join('\n');
}

function describeRun(report: BenchReport): string {
  const { noise } = report;
  const share = (value: number): string => `${(value * 100).toFixed(1)} %`;
  const disturbed = noise
    ? `Steal ${share(noise.steal)}, neighbours on this machine ${share(noise.neighbours)} of its CPU, load ${noise.load.toFixed(1)}.`
    : 'How much the machine was disturbed is not known here.';
  const kind = report.isQuick ? 'A quick run' : 'A run';
  return `${kind} of ${report.startedAt}, ${Math.round(report.tookSeconds)} s, ${report.rounds} rounds of ${report.roundMs / 1_000} s in turn. ${report.machine}. ${disturbed}`;
}

function writeCell(
  { cell, answerBytes, figures }: CellReport,
  names: ReadonlyMap<string, string>,
): string {
  const header = [
    'contestant',
    'requests/s',
    'p50 ms',
    'p99 ms',
    'CPU ms',
    'RSS MB',
    'subgraph calls',
    '× stock',
    '× Grafbase',
  ];
  const rows = figures.map((one) => [
    names.get(one.contestant) ?? one.contestant,
    writeSpread(one.requestsPerSecond, 0),
    writeSpread(one.p50Ms, 1),
    writeSpread(one.p99Ms, 1),
    writeSpread(one.cpuMsPerRequest, 2),
    one.residentBytes ? (one.residentBytes.median / 1_000_000).toFixed(0) : '–',
    one.subgraphCallsPerRequest.toFixed(1),
    writeRatio(one, figures, 'stock'),
    writeRatio(one, figures, 'grafbase'),
  ]);
  return `### ${nameCell(cell)} (${(answerBytes / 1_000).toFixed(1)} KB)\n\n${writeTable(header, rows)}`;
}

function writeTimes(
  title: string,
  times: readonly TimeFigures[],
  names: ReadonlyMap<string, string>,
): string {
  if (times.length === 0) return '';
  const rows = times.map(({ workload, contestant, ms }) => [
    names.get(contestant) ?? contestant,
    workload,
    writeSpread(ms, 0),
  ]);
  return `### ${title}\n\n${writeTable(['contestant', 'workload', 'ms'], rows)}`;
}

function writeList(title: string, lines: readonly string[]): string {
  return lines.length === 0
    ? ''
    : `### ${title}\n\n${lines.map((line) => `- ${line.replaceAll('|', String.raw`\|`)}`).join('\n')}`;
}

/** `min–median–max`, or one figure where all are the same. */
function writeSpread(spread: Spread | undefined, digits: number): string {
  if (!spread) return '–';
  const texts = [spread.min, spread.median, spread.max].map((value) => value.toFixed(digits));
  return new Set(texts).size === 1 ? (texts[0] ?? '') : texts.join('–');
}

function writeRatio(one: CellFigures, all: readonly CellFigures[], id: string): string {
  const base = all.find(({ contestant }) => contestant === id);
  if (!base) return '–';
  return (one.requestsPerSecond.median / base.requestsPerSecond.median).toFixed(2);
}
