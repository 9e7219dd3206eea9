// The options service's tables in the embedded database: equipment, prices, saved configurations.
import type { Catalogue } from '../catalogue/rows/catalogue.ts';
import type { StandardEquipmentRow } from '../catalogue/rows/option-rows.ts';
import type { ItemPriceRow, PriceListRow } from '../catalogue/rows/price-rows.ts';
import type { VariantRow } from '../catalogue/rows/vehicle-rows.ts';
import type { Command, ServiceDatabase, SqlValue } from '../server/database.ts';
import { formatConfigurationId } from './configuration-id.ts';

/** The catalogue's tables that this service answers from. */
export type OptionsTables = Pick<
  Catalogue,
  | 'markets'
  | 'modelSeries'
  | 'engines'
  | 'variants'
  | 'optionFamilies'
  | 'items'
  | 'standardEquipment'
  | 'rules'
  | 'priceLists'
  | 'itemPrices'
>;

/** Net and gross in minor units of the price list's currency. */
export interface MinorPrice {
  readonly netMinor: number;
  readonly grossMinor: number;
}

/** A configuration that a client saved under a code. */
export interface SavedRow {
  readonly code: string;
  readonly name: string | null;
  readonly savedAt: string;
  readonly configurationId: string;
}

export interface OptionsStore {
  findVariant(id: string): VariantRow | undefined;
  findEquipment(variantId: string, market: string): StandardEquipmentRow | undefined;
  /** The market's list of that day; of several the youngest. */
  findPriceList(market: string, at: string): PriceListRow | undefined;
  findPrice(priceListId: string, code: string): MinorPrice | undefined;
  findSaved(code: string): SavedRow | undefined;
  /** `false` where the code is taken. */
  save(row: SavedRow): boolean;
}

/** There from the start, so that a code can be tried before anything was saved. */
const exampleConfiguration: SavedRow = {
  code: 'MARQUE26',
  name: 'M340i as it comes',
  savedAt: '2026-01-02T09:00:00.000Z',
  configurationId: formatConfigurationId(
    'bmw-g20-m340i-xdrive',
    'DE',
    '1CB 1CC 1CD 1W2 2VB 431 4U2 508 534 544 548 563 6AE 845 8TF 992 P0300 U0AT'.split(' '),
  ),
};

interface DocumentRow {
  readonly document: string;
}

/** Makes the seeded tables anew and fills them; saved configurations stay. */
export function seedOptions(
  database: ServiceDatabase,
  rows: {
    readonly variants: readonly VariantRow[];
    readonly equipment: readonly StandardEquipmentRow[];
    readonly itemPrices: readonly ItemPriceRow[];
  },
): void {
  database.execute(`
    DROP TABLE IF EXISTS variants;
    DROP TABLE IF EXISTS equipment;
    DROP TABLE IF EXISTS itemPrices;
    CREATE TABLE variants (id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE equipment (
      variant TEXT, market TEXT, document TEXT NOT NULL, PRIMARY KEY (variant, market)
    ) WITHOUT ROWID;
    CREATE TABLE itemPrices (
      priceList TEXT, code TEXT, netMinor INTEGER NOT NULL, grossMinor INTEGER NOT NULL,
      PRIMARY KEY (priceList, code)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS savedConfigurations (
      code TEXT PRIMARY KEY, name TEXT, savedAt TEXT NOT NULL, configurationId TEXT NOT NULL
    ) WITHOUT ROWID;`);
  const insertVariant = database.command('INSERT INTO variants VALUES (?, ?)');
  for (const row of rows.variants) insertVariant.run(row.id, JSON.stringify(row));
  const insertEquipment = database.command('INSERT INTO equipment VALUES (?, ?, ?)');
  for (const row of rows.equipment) {
    insertEquipment.run(row.variant, row.market, JSON.stringify(row));
  }
  insertSavedRow(database).run(...savedColumns(exampleConfiguration));
  const insertPrice = database.command('INSERT INTO itemPrices VALUES (?, ?, ?, ?)');
  for (const { priceList, code, netMinor, grossMinor } of rows.itemPrices) {
    insertPrice.run(priceList, code, netMinor, grossMinor);
  }
}

/** Reads and writes the tables that `seedOptions` made. */
export function createOptionsStore(
  database: ServiceDatabase,
  priceLists: readonly PriceListRow[],
): OptionsStore {
  const variantById = database.query<DocumentRow>('SELECT document FROM variants WHERE id = ?');
  const equipmentOf = database.query<DocumentRow>(
    'SELECT document FROM equipment WHERE variant = ? AND market = ?',
  );
  const priceOf = database.query<MinorPrice>(
    'SELECT netMinor, grossMinor FROM itemPrices WHERE priceList = ? AND code = ?',
  );
  const savedByCode = database.query<SavedRow>('SELECT * FROM savedConfigurations WHERE code = ?');
  const insertSaved = insertSavedRow(database);

  return {
    findVariant(id) {
      const row = variantById.get(id);
      return row && (JSON.parse(row.document) as VariantRow);
    },
    findEquipment(variantId, market) {
      const row = equipmentOf.get(variantId, market);
      return row && (JSON.parse(row.document) as StandardEquipmentRow);
    },
    findPriceList: (market, at) =>
      priceLists
        .filter((list) => list.market === market && list.validFrom <= at)
        .filter(({ validTo }) => validTo === null || validTo >= at)
        .toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0],
    findPrice: (priceListId, code) => priceOf.get(priceListId, code),
    findSaved: (code) => savedByCode.get(code),
    save: (row) => insertSaved.run(...savedColumns(row)) === 1,
  };
}

function insertSavedRow(database: ServiceDatabase): Command {
  return database.command(
    'INSERT INTO savedConfigurations VALUES (?, ?, ?, ?) ON CONFLICT (code) DO NOTHING',
  );
}

function savedColumns({ code, name, savedAt, configurationId }: SavedRow): readonly SqlValue[] {
  return [code, name, savedAt, configurationId];
}
