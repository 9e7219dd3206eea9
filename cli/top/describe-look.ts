// One look at a gateway as a page of text.
import { toPrintable } from '../terminal/printable-text.ts';
import type { Paint } from '../terminal/terminal.ts';
import type { LiveLook, LiveLookRow } from './live-look.ts';

/** What the table shows. */
export const views = ['operations', 'clients', 'subgraphs', 'services'] as const;
export type View = (typeof views)[number];

/** What the table is sorted by, the highest first. */
export const sortings = ['rate', 'failed', 'mean', 'p99'] as const;
export type Sorting = (typeof sortings)[number];

/** How it is shown. */
export interface LookLayout {
  readonly view: View;
  readonly sorting: Sorting;
  readonly columns: number;
  readonly rows: number;
  readonly paint: Paint;
}

const numberWidth = 10;
const headRows = 7;
const mebibyte = 1_024 ** 2;

/** Describes a look in at most as many lines as there are rows. */
export function describeLook(look: LiveLook, layout: LookLayout): string {
  const { view, sorting, columns, rows, paint } = layout;
  const nameWidth = Math.max(16, Math.min(60, columns - 5 * numberWidth));
  const listed = listRows(look, view)
    .toSorted((one, other) => valueOf(other, sorting) - valueOf(one, sorting))
    .slice(0, Math.max(1, rows - headRows - look.upstreams.length));
  const head = ['req/s', 'failed/s', 'mean ms', 'p50 ms', 'p99 ms']
    .map((title) => title.padStart(numberWidth))
    .join('');
  return [
    ...describeHead(look, paint),
    '',
    paint('bold', `${view.toUpperCase()} by ${sorting}`.padEnd(nameWidth) + head),
    ...listed.map((row) => describeRow(row, nameWidth, paint)),
    ...(listed.length === 0 ? [paint('dim', '(nothing within the last second)')] : []),
    '',
  ].join('\n');
}

function describeHead(look: LiveLook, paint: Paint): readonly string[] {
  const { process, door, total } = look;
  const status = paint(look.status === 'ready' ? 'green' : 'yellow', look.status);
  const p99 = total.p99Ms === undefined ? '–' : `${total.p99Ms} ms`;
  return [
    `marque  ${status}  release ${toPrintable(look.release ?? '–')}  up ${process.uptimeSeconds} s`,
    `${total.perSecond} req/s  ${total.failedPerSecond} failed/s  p99 ${p99}  in flight ${door.running}  at the door ${door.waiting}${door.isShedding ? paint('red', '  shedding') : ''}`,
    `cpu ${Math.round(process.cpuShare * 100)} %  memory ${Math.round(process.residentBytes / mebibyte)} MB  heap ${Math.round(process.heapUsedBytes / mebibyte)} MB  event loop p99 ${process.eventLoopDelayP99Ms} ms`,
    ...look.upstreams.map(({ name, breaker, running, waiting }) => {
      const state = paint(breaker === 'closed' ? 'green' : 'red', breaker);
      return `  ${toPrintable(name)}  ${state}  in flight ${running}  waiting ${waiting}`;
    }),
  ];
}

function describeRow(row: LiveLookRow, nameWidth: number, paint: Paint): string {
  const { perSecond, failedPerSecond, meanMs, p50Ms, p99Ms } = row;
  const name = toPrintable(row.name)
    .replaceAll('\n', ' ')
    .slice(0, nameWidth - 1);
  const numbers = [perSecond, failedPerSecond, meanMs, p50Ms, p99Ms]
    .map((value) => (value === undefined ? '–' : String(value)).padStart(numberWidth))
    .join('');
  const line = name.padEnd(nameWidth) + numbers;
  return failedPerSecond > 0 ? paint('red', line) : line;
}

function listRows(look: LiveLook, view: View): readonly LiveLookRow[] {
  return view === 'services' ? look.restCalls : look[view];
}

function valueOf(row: LiveLookRow, sorting: Sorting): number {
  const { perSecond, failedPerSecond, meanMs = 0, p99Ms = 0 } = row;
  return { rate: perSecond, failed: failedPerSecond, mean: meanMs, p99: p99Ms }[sorting];
}
