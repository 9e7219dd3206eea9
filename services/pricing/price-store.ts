// Variants and their prices in the embedded database, seeded from the catalogue.
import type { Catalogue } from '../catalogue/rows/catalogue.ts';
import type { ItemPriceRow, VariantPriceRow } from '../catalogue/rows/price-rows.ts';
import type { BrandId, Fuel, MarketId } from '../catalogue/rows/sourced.ts';
import type { ServiceDatabase } from '../server/database.ts';
import { expandRowsOfVariants, expandVariants } from '../server/expand-variants.ts';

/** What a price depends on besides the price list. */
export interface PricedVariant {
  readonly id: string;
  readonly name: string;
  readonly brand: BrandId;
  readonly series: string;
  readonly fuel: Fuel;
  /** Listed by the US authorities as subject to the gas guzzler tax. */
  readonly isGasGuzzler: boolean;
  readonly markets: readonly MarketId[];
}

/** Reads by key; undefined is not there. */
export interface PriceStore {
  findVariant(id: string): PricedVariant | undefined;
  findVariantPrice(priceList: string, variant: string): VariantPriceRow | undefined;
  findItemPrice(priceList: string, code: string): ItemPriceRow | undefined;
}

/** What the store is filled from. */
export type PriceTables = Pick<Catalogue, 'variants' | 'engines' | 'variantPrices' | 'itemPrices'>;

/** Makes the tables anew and fills them with at least `minVariants` variants. Part of a seed. */
export function seedPrices(
  database: ServiceDatabase,
  tables: PriceTables,
  minVariants: number,
): void {
  database.execute(`
    DROP TABLE IF EXISTS variants;
    DROP TABLE IF EXISTS variant_prices;
    DROP TABLE IF EXISTS item_prices;
    CREATE TABLE variants (id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE variant_prices (
      variant TEXT NOT NULL, priceList TEXT NOT NULL, netMinor INTEGER, grossMinor INTEGER,
      notPriced TEXT, provenance TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (variant, priceList)
    ) WITHOUT ROWID;
    CREATE TABLE item_prices (
      code TEXT NOT NULL, priceList TEXT NOT NULL, netMinor INTEGER NOT NULL, grossMinor INTEGER NOT NULL,
      provenance TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (code, priceList)
    ) WITHOUT ROWID;`);
  seedVariants(database, tables, minVariants);

  const insertVariantPrice = database.command(
    'INSERT INTO variant_prices VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const variantIds = tables.variants.map(({ id }) => id);
  for (const row of expandRowsOfVariants(tables.variantPrices, variantIds, minVariants)) {
    insertVariantPrice.run(
      row.variant,
      row.priceList,
      row.netMinor,
      row.grossMinor,
      row.notPriced,
      row.provenance,
      row.source,
    );
  }
  const insertItemPrice = database.command('INSERT INTO item_prices VALUES (?, ?, ?, ?, ?, ?)');
  for (const row of tables.itemPrices) {
    const { code, priceList, netMinor, grossMinor, provenance, source } = row;
    insertItemPrice.run(code, priceList, netMinor, grossMinor, provenance, source);
  }
}

/** Reads the tables that `seedPrices` made. */
export function createPriceStore(database: ServiceDatabase): PriceStore {
  const variantById = database.query<{ document: string }>(
    'SELECT document FROM variants WHERE id = ?',
  );
  const variantPrice = database.query<VariantPriceRow>(
    'SELECT * FROM variant_prices WHERE variant = ? AND priceList = ?',
  );
  const itemPrice = database.query<ItemPriceRow>(
    'SELECT * FROM item_prices WHERE code = ? AND priceList = ?',
  );
  return {
    findVariant(id) {
      const row = variantById.get(id);
      return row && (JSON.parse(row.document) as PricedVariant);
    },
    findVariantPrice: (priceList, variant) => variantPrice.get(variant, priceList),
    findItemPrice: (priceList, code) => itemPrice.get(code, priceList),
  };
}

function seedVariants(database: ServiceDatabase, tables: PriceTables, minVariants: number): void {
  const fuels = new Map(tables.engines.map(({ code, fuel }) => [code, fuel]));
  const insert = database.command('INSERT INTO variants VALUES (?, ?)');
  for (const row of expandVariants(tables.variants, minVariants)) {
    const fuel = fuels.get(row.engine);
    if (fuel === undefined) throw new Error(`The catalogue has no engine ${row.engine}.`);
    const { id, name, brand, series, markets } = row;
    const isGasGuzzler = row.epa?.gasGuzzler ?? false;
    const variant: PricedVariant = { id, name, brand, series, fuel, isGasGuzzler, markets };
    insert.run(id, JSON.stringify(variant));
  }
}
