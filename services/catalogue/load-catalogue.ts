// Reads the catalogue's tables: all of them, or one at a time for a service that needs few.
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Catalogue } from './rows/catalogue.ts';

/** Name of a table: its file under tables/ without `.json`. */
export type TableName = keyof Catalogue;

const TABLES = [
  'markets',
  'brands',
  'modelSeries',
  'engines',
  'variants',
  'optionFamilies',
  'items',
  'standardEquipment',
  'rules',
  'priceLists',
  'variantPrices',
  'itemPrices',
  'vatRates',
  'vehicleTaxes',
  'exchangeRates',
  'campaigns',
  'deliveryCharges',
  'financeProducts',
  'wmis',
  'vinPatterns',
  'registeredVehicles',
  'maintenanceItems',
  'intervals',
  'oilNorms',
  'fluids',
  'labourOperations',
  'parts',
  'dealers',
  'contractProducts',
  'contracts',
  'recalls',
  'vehicleRecalls',
  'serviceRecords',
] as const satisfies readonly TableName[];

/**
 * Reads one table. `directory` is a folder of tables other than the project's own.
 * Rejects when the file is missing or holds no JSON array. The rows are deeply frozen.
 */
export async function loadTable<N extends TableName>(
  name: N,
  directory?: string,
): Promise<Catalogue[N]> {
  const folder =
    directory === undefined
      ? new URL('tables/', import.meta.url)
      : new URL(`${pathToFileURL(directory).href}/`);
  const file = new URL(`${name}.json`, folder);
  const rows: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (!Array.isArray(rows)) throw new Error(`${file.pathname} holds no array of rows`);
  return deepFreeze(rows);
}

/** Reads all tables; see {@link loadTable}. */
export async function loadCatalogue(directory?: string): Promise<Catalogue> {
  const tables = await Promise.all(
    TABLES.map(async (name) => [name, await loadTable(name, directory)] as const),
  );
  return Object.freeze(Object.fromEntries(tables)) as unknown as Catalogue;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    for (const part of Object.values(value)) deepFreeze(part);
    Object.freeze(value);
  }
  return value;
}
