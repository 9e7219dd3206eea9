// Reads the tables of the catalogue that one service answers from.
import { loadTable, type TableName } from '../catalogue/load-catalogue.ts';
import type { Catalogue } from '../catalogue/rows/catalogue.ts';

/** Reads the named tables side by side; rejects where one is missing. */
export async function loadTables<Name extends TableName>(
  names: readonly Name[],
): Promise<Pick<Catalogue, Name>> {
  const tables = await Promise.all(
    names.map(async (name) => [name, await loadTable(name)] as const),
  );
  return Object.fromEntries(tables) as Pick<Catalogue, Name>;
}
