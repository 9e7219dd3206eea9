// All rows of all tables, for what must hold for each.
import type { Catalogue } from '../../../services/catalogue/rows/catalogue.ts';
import type { Sourced } from '../../../services/catalogue/rows/sourced.ts';

/** Each table's name with its rows. */
export function listTables(
  catalogue: Catalogue,
): readonly (readonly [name: string, rows: readonly Sourced[]])[] {
  return Object.entries(catalogue) as [string, readonly Sourced[]][];
}
