// What is valid when: periods of one thing never overlap.
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../services/catalogue/load-catalogue.ts';
import type { Catalogue } from '../../../services/catalogue/rows/catalogue.ts';
import type { Validity } from '../../../services/catalogue/rows/sourced.ts';
import { listTables } from './list-tables.ts';

let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await loadCatalogue();
});

describe('periods', () => {
  const overlapping = (rows: readonly (Validity & { readonly key: string })[]): readonly string[] =>
    rows
      .toSorted((a, b) => (a.key + a.validFrom < b.key + b.validFrom ? -1 : 1))
      .filter((row, index, sorted) => {
        const next = sorted[index + 1];
        return next?.key === row.key && (row.validTo === null || next.validFrom <= row.validTo);
      })
      .map((row) => `${row.key} ${row.validFrom}`);

  it('of rows for one thing never overlap', () => {
    const keyed = [
      ...catalogue.priceLists.map((row) => ({ ...row, key: `list ${row.market}` })),
      ...catalogue.vatRates.map((row) => ({ ...row, key: `vat ${row.market}` })),
      ...catalogue.vehicleTaxes.map((row) => ({ ...row, key: `tax ${row.market} ${row.kind}` })),
      ...catalogue.exchangeRates.map((row) => ({ ...row, key: `rate ${row.currency}` })),
      ...catalogue.deliveryCharges.map((row) => ({
        ...row,
        key: `delivery ${row.market} ${row.brand}`,
      })),
    ];

    expect(overlapping(keyed)).toEqual([]);
  });

  it('begin before they end', () => {
    const periods = listTables(catalogue).flatMap(
      ([, rows]) => rows as readonly Partial<Validity>[],
    );

    const faulty = periods.filter(
      ({ validFrom, validTo }) =>
        typeof validFrom === 'string' && typeof validTo === 'string' && validTo < validFrom,
    );

    expect(faulty).toEqual([]);
  });

  it('of price lists reach back to the first registration of every vehicle, without a gap in any market', () => {
    const earliest = catalogue.registeredVehicles.map((row) => row.firstRegistration).sort()[0];
    for (const market of catalogue.markets) {
      const lists = catalogue.priceLists.filter((list) => list.market === market.id);

      expect(lists.map((list) => [list.validFrom, list.validTo])).toEqual([
        ['2021-01-01', '2024-12-31'],
        ['2025-01-01', '2025-12-31'],
        ['2026-01-01', null],
      ]);
      expect(lists.map((list) => list.currency)).toEqual(lists.map(() => market.currency));
      expect(earliest?.localeCompare(lists[0]?.validFrom ?? '')).toBe(1);
    }
  });
});
