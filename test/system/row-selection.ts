// Picks from a REST row what an operation selects, so that an answer can be compared with what the services say.

/** A row as the REST services answer it. */
export type Row = Readonly<Record<string, unknown>>;

/** The named fields of a row, missing ones as undefined so that a comparison fails on them. */
export function pick(row: unknown, names: string): Record<string, unknown> {
  const source = row as Row;
  return Object.fromEntries(names.split(' ').map((name) => [name, source[name]]));
}

/** The graph says `validity { from to }` where a row says `validFrom` and `validTo`. */
export function pickValidity(row: unknown): Record<string, unknown> {
  const { validFrom, validTo } = row as Row;
  return { from: validFrom, to: validTo };
}

/** A row's field that is a row itself. */
export function inner(row: unknown, name: string): Row {
  return (row as Row)[name] as Row;
}

/** A row's field that is a list of rows. */
export function innerList(row: unknown, name: string): readonly Row[] {
  return (row as Row)[name] as readonly Row[];
}

/** Rows by what identifies them. */
export function indexBy(rows: readonly Row[], name: string): ReadonlyMap<unknown, Row> {
  return new Map(rows.map((row) => [row[name], row]));
}

/** The row of an id, or a failure that names it. */
export function find(rows: ReadonlyMap<unknown, Row>, id: unknown): Row {
  const row = rows.get(id);
  if (!row) throw new Error(`the services have no row ${String(id)}`);
  return row;
}

const typenames: Readonly<Record<string, string>> = {
  OPTION: 'Option',
  PACKAGE: 'Package',
  LINE: 'Line',
  PAINT: 'Paint',
  UPHOLSTERY: 'Upholstery',
  WHEEL: 'Wheel',
};

/** The graph's type of an item row. */
export function typenameOf(item: Row): string {
  return typenames[String(item['kind'])] ?? 'unknown';
}
