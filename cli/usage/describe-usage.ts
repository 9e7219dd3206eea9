// Usage as tables of text.
import { toPrintable } from '../terminal/printable-text.ts';
import type { Paint } from '../terminal/terminal.ts';
import type { UsageRecordings, UsageReport } from './usage-answers.ts';

const shortList = 20;
const maxNameWidth = 60;

/** Describes a day; the first lines of each table unless all are wanted. */
export function describeUsage(report: UsageReport, isAll: boolean, paint: Paint): string {
  const { day, operations, clients, fields } = report;
  const requests = operations.reduce((sum, { requests: own }) => sum + own, 0);
  const tables = [
    createTable(
      ['OPERATIONS', 'requests', 'partial', 'failed', 'mean ms', 'clients'],
      operations.map((row) => [
        `${row.name || '(anonymous)'} ${row.hash}`,
        row.requests,
        row.partial,
        row.failed,
        row.meanMs,
        row.clients.length,
      ]),
    ),
    createTable(
      ['CLIENTS', 'requests', 'partial', 'failed', 'operations'],
      clients.map((row) => [
        nameClient(row),
        row.requests,
        row.partial,
        row.failed,
        row.operations,
      ]),
    ),
    createTable(
      ['FIELDS', 'requests', 'errors', 'nulls', 'of sampled', 'fetch ms'],
      fields.map((row) => [
        row.coordinate,
        row.requests,
        row.errors,
        row.sampledNulls,
        row.sampled,
        row.meanFetchMs ?? '–',
      ]),
    ),
  ];
  const limit = isAll ? Infinity : shortList;
  return [`${day}  ${requests} requests`, ...tables.map((table) => writeTable(table, limit, paint))]
    .join('\n\n')
    .concat('\n');
}

/** Describes who uses one coordinate; undefined if nobody does. */
export function describeUsers(
  report: UsageReport,
  coordinate: string,
  paint: Paint,
): string | undefined {
  const rows = report.operations
    .filter(({ uses }) => uses.includes(coordinate))
    .flatMap(({ name, hash, clients }) =>
      clients.map((client): Row => [
        `${name || '(anonymous)'} ${hash}`,
        nameClient(client),
        client.requests,
      ]),
    );
  if (rows.length === 0) return undefined;
  const table = createTable([`${report.day} ${coordinate}`, 'client', 'requests'], rows);
  return `${writeTable(table, Infinity, paint)}\n`;
}

/** Describes recordings one after the other. */
export function describeRecordings({ recordings }: UsageRecordings, paint: Paint): string {
  return recordings
    .map(({ client, operation, document, variables, count }) => {
      const title = `${operation.name || '(anonymous)'} ${operation.hash}  ${nameClient(client)}  ${count}`;
      const shapes = variables.map(
        ({ name, type, shape }) => `  $${name}: ${type}  ${JSON.stringify(shape)}\n`,
      );
      return `${paint('bold', toPrintable(title))}\n${toPrintable(shapes.join('') + document)}\n`;
    })
    .join('\n');
}

type Row = readonly (string | number)[];

interface Table {
  readonly head: readonly string[];
  readonly rows: readonly Row[];
}

function createTable(head: readonly string[], rows: readonly Row[]): Table {
  return { head, rows };
}

function writeTable({ head, rows }: Table, limit: number, paint: Paint): string {
  const shown = rows.slice(0, limit);
  const cells = [head, ...shown].map((row) =>
    row.map((cell) => toPrintable(String(cell)).replaceAll('\n', ' ').slice(0, maxNameWidth)),
  );
  const widths = head.map((_title, column) =>
    Math.max(...cells.map((row) => (row[column] ?? '').length)),
  );
  const isText = head.map((_title, column) => typeof rows[0]?.[column] === 'string');
  const lines = cells.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return isText[column] || column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
  const more = rows.length - shown.length;
  return [
    paint('bold', lines[0] ?? ''),
    ...lines.slice(1),
    ...(rows.length === 0 ? [paint('dim', '(none)')] : []),
    ...(more > 0 ? [paint('dim', `… and ${more} more; --all shows them`)] : []),
  ].join('\n');
}

function nameClient({
  name,
  version,
}: {
  readonly name: string;
  readonly version: string;
}): string {
  return version === '' ? name : `${name} ${version}`;
}
