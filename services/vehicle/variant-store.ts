// Model variants in the embedded database: by id, and by search.
import type { EngineRow, VariantRow } from '../catalogue/rows/vehicle-rows.ts';
import type { Query, ServiceDatabase, SqlValue } from '../server/database.ts';

/** Filters of a search; what is left out does not restrict. */
export interface VariantFilter {
  readonly market?: string | undefined;
  readonly brand?: string | undefined;
  readonly series?: string | undefined;
  readonly fuel?: string | undefined;
  readonly drive?: string | undefined;
  readonly gearbox?: string | undefined;
  /** Words that must all occur in name, series or brand. */
  readonly text?: string | undefined;
  readonly minPowerKw?: number | undefined;
  readonly maxPowerKw?: number | undefined;
  /** Only what is valid on that day. */
  readonly at?: string | undefined;
}

export type VariantOrder = 'name' | 'powerKw' | 'co2';
export const facetNames = ['brand', 'series', 'fuel', 'drive', 'gearbox'] as const;
export type FacetName = (typeof facetNames)[number];

/** How many of the found variants have each value, were this facet's own filter lifted. */
export interface Facet {
  name: FacetName;
  values: { value: string; count: number }[];
}

export interface VariantStore {
  find(id: string): VariantRow | undefined;
  search(
    filter: VariantFilter,
    page: { readonly order: VariantOrder; readonly offset: number; readonly limit: number },
  ): { readonly rows: VariantRow[]; readonly total: number };
  countFacets(filter: VariantFilter): Facet[];
}

interface DocumentRow {
  readonly document: string;
}

const orderings: Readonly<Record<VariantOrder, string>> = {
  name: 'name, id',
  powerKw: 'powerKw IS NULL, powerKw, id',
  co2: 'co2 IS NULL, co2, id',
};

/** Makes the tables anew and fills them; part of a seed. */
export function seedVariants(
  database: ServiceDatabase,
  variants: readonly VariantRow[],
  engines: readonly EngineRow[],
): void {
  database.execute(`
    DROP TABLE IF EXISTS variants;
    CREATE TABLE variants (
      id TEXT PRIMARY KEY, name TEXT NOT NULL, brand TEXT NOT NULL, series TEXT NOT NULL,
      fuel TEXT NOT NULL, drive TEXT, gearbox TEXT, powerKw INTEGER, co2 INTEGER,
      validFrom TEXT NOT NULL, validTo TEXT, markets TEXT NOT NULL, words TEXT NOT NULL,
      document TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX variants_series ON variants (series);`);
  const fuels = new Map(engines.map((row) => [row.code, row.fuel]));
  const insert = database.command(
    'INSERT INTO variants VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  for (const row of variants) {
    insert.run(
      row.id,
      row.name,
      row.brand,
      row.series,
      fuels.get(row.engine) ?? '',
      row.drive,
      row.gearbox,
      row.powerKw,
      row.wltp?.co2GramsPerKmMin ?? null,
      row.validFrom,
      row.validTo,
      `,${row.markets.join(',')},`,
      `${row.name} ${row.series} ${row.brand} ${row.modelYear ?? ''}`.toLowerCase(),
      JSON.stringify(row),
    );
  }
}

/** Reads the tables that `seedVariants` filled. */
export function createVariantStore(database: ServiceDatabase): VariantStore {
  const byId: Query<DocumentRow> = database.query('SELECT document FROM variants WHERE id = ?');

  return {
    find(id) {
      const row = byId.get(id);
      return row && parseDocument(row);
    },
    search(filter, { order, offset, limit }) {
      const { where, parameters } = whereOf(filter);
      const rows = database
        .query<DocumentRow>(
          `SELECT document FROM variants ${where} ORDER BY ${orderings[order]} LIMIT ? OFFSET ?`,
        )
        .all(...parameters, limit, offset);
      const counted = database
        .query<{ total: number }>(`SELECT COUNT(*) AS total FROM variants ${where}`)
        .get(...parameters);
      return { rows: rows.map(parseDocument), total: counted?.total ?? 0 };
    },
    countFacets: (filter) =>
      facetNames.map((name) => {
        const { [name]: _lifted, ...others } = filter;
        const { where, parameters } = whereOf(others, `${name} IS NOT NULL`);
        const values = database
          .query<{ value: string; count: number }>(
            `SELECT ${name} AS value, COUNT(*) AS count FROM variants ${where}
             GROUP BY ${name} ORDER BY count DESC, value`,
          )
          .all(...parameters);
        return { name, values };
      }),
  };
}

function parseDocument({ document }: DocumentRow): VariantRow {
  return JSON.parse(document) as VariantRow;
}

function whereOf(
  filter: VariantFilter,
  ...always: readonly string[]
): { readonly where: string; readonly parameters: SqlValue[] } {
  const conditions: string[] = [...always];
  const parameters: SqlValue[] = [];
  const restrict = (condition: string, ...values: readonly SqlValue[]): void => {
    conditions.push(condition);
    parameters.push(...values);
  };

  for (const name of facetNames) {
    const value = filter[name];
    if (value !== undefined) restrict(`${name} = ?`, value);
  }
  if (filter.market !== undefined) restrict('instr(markets, ?) > 0', `,${filter.market},`);
  if (filter.minPowerKw !== undefined) restrict('powerKw >= ?', filter.minPowerKw);
  if (filter.maxPowerKw !== undefined) restrict('powerKw <= ?', filter.maxPowerKw);
  if (filter.at !== undefined) {
    restrict('validFrom <= ? AND (validTo IS NULL OR validTo >= ?)', filter.at, filter.at);
  }
  const words = (filter.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  for (const word of words) restrict('instr(words, ?) > 0', word);

  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return { where, parameters };
}
