// The tables fit together: every code resolves, every row says where it comes from.
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../services/catalogue/load-catalogue.ts';
import type { Catalogue } from '../../../services/catalogue/rows/catalogue.ts';
import type { Sourced, Validity } from '../../../services/catalogue/rows/sourced.ts';
import { createFaults } from './faults.ts';

let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await loadCatalogue();
});

const allRows = (): readonly (readonly [string, readonly Sourced[]])[] =>
  Object.entries(catalogue) as [string, readonly Sourced[]][];

/** What is named in `names` but not found among `known`. */
function unresolved(names: Iterable<string>, known: Iterable<string>): readonly string[] {
  const knownNames = new Set(known);
  return [...new Set(names)].filter((name) => !knownNames.has(name));
}

// Facts of law and what was made up have no file to check.
const WITHOUT_FILES = new Set(['Public record', 'marque generator']);
const SHA_256 = /^[0-9a-f]{64}$/;

interface SourceEntry {
  readonly name: string;
  readonly files: readonly { readonly sha256: string }[];
}

async function loadSourceEntries(): Promise<ReadonlyMap<string, SourceEntry>> {
  const file = new URL('../../../services/catalogue/sources.json', import.meta.url);
  const entries = JSON.parse(await readFile(file, 'utf8')) as readonly SourceEntry[];
  return new Map(entries.map((entry) => [entry.name, entry]));
}

const citedSources = (row: Sourced): readonly string[] =>
  row.source.replace(/ \(.*\)/, '').split(' + ');

describe('provenance', () => {
  it('stands on every row, and every cited source is listed with its checksum', async () => {
    const entries = await loadSourceEntries();
    const faults = createFaults();

    for (const [table, rows] of allRows()) {
      faults.must(rows.length > 0, `${table} is empty`);
      for (const row of rows) {
        faults.must(['REAL', 'DERIVED', 'SYNTHETIC'].includes(row.provenance), table);
        for (const source of citedSources(row)) faults.must(entries.has(source), source);
      }
    }
    for (const entry of entries.values())
      faults.must(
        WITHOUT_FILES.has(entry.name) || entry.files.some((file) => SHA_256.test(file.sha256)),
        entry.name,
      );

    expect(faults.list).toEqual([]);
  });

  it('never calls real what the generator made up', () => {
    const faulty = allRows().flatMap(([, rows]) =>
      rows.filter(
        (row) => citedSources(row).includes('marque generator') && row.provenance !== 'SYNTHETIC',
      ),
    );

    expect(faulty).toEqual([]);
  });

  it('is explained in NOTICE for each source', async () => {
    const notice = await readFile(new URL('../../../NOTICE', import.meta.url), 'utf8');

    for (const name of ['ADEME – Car Labelling', 'US EPA', 'NHTSA vPIC', 'Open EV Data'])
      expect(notice).toContain(name);
  });

  it('has at least 250 real variants, of every source and kind', () => {
    const real = catalogue.variants.filter((variant) => variant.provenance === 'REAL');
    const fuels = new Map(catalogue.engines.map((engine) => [engine.code, engine.fuel]));

    expect(real.length).toBeGreaterThanOrEqual(500);
    for (const source of [
      'ADEME – Car Labelling',
      'US EPA fueleconomy.gov',
      'Open EV Data',
      'NHTSA vPIC',
    ])
      expect(real.filter((row) => citedSources(row).includes(source)).length).toBeGreaterThan(10);
    expect(new Set(real.map((variant) => fuels.get(variant.engine)))).toEqual(
      new Set(['PETROL', 'DIESEL', 'ELECTRIC', 'PLUG_IN_HYBRID']),
    );
    expect(new Set(real.map((variant) => variant.brand)).size).toBe(4);
  });
});

describe('identifiers', () => {
  it('are unique in their table', () => {
    const { markets, modelSeries, engines, variants, items, rules, dealers } = catalogue;
    const identifiers: Readonly<Record<string, readonly string[]>> = {
      markets: markets.map((row) => row.id),
      modelSeries: modelSeries.map((row) => row.code),
      engines: engines.map((row) => row.code),
      variants: variants.map((row) => row.id),
      items: items.map((row) => row.code),
      rules: rules.map((row) => row.id),
      dealers: dealers.map((row) => row.id),
      families: catalogue.optionFamilies.map((row) => row.id),
      priceLists: catalogue.priceLists.map((row) => row.id),
      variantPrices: catalogue.variantPrices.map((row) => `${row.priceList} ${row.variant}`),
      itemPrices: catalogue.itemPrices.map((row) => `${row.priceList} ${row.code}`),
      standardEquipment: catalogue.standardEquipment.map((row) => `${row.variant} ${row.market}`),
      vinPatterns: catalogue.vinPatterns.map(
        (row) => `${row.wmi} ${row.keys} ${row.yearFrom} ${row.yearTo}`,
      ),
      vehicles: catalogue.registeredVehicles.map((row) => row.vin),
      campaigns: catalogue.campaigns.map((row) => row.id),
      labour: catalogue.labourOperations.map((row) => row.code),
      parts: catalogue.parts.map((row) => row.number),
      contracts: catalogue.contracts.map((row) => row.id),
      recalls: catalogue.recalls.map((row) => row.id),
      records: catalogue.serviceRecords.map((row) => row.id),
    };

    const tablesWithTwins = Object.entries(identifiers)
      .filter(([, ids]) => new Set(ids).size < ids.length)
      .map(([table]) => table);
    expect(tablesWithTwins).toEqual([]);
  });

  it('have the shapes that the rows promise', () => {
    for (const { id } of catalogue.variants) expect(id).toMatch(/^[a-z0-9-]{3,64}$/);
    for (const { code } of catalogue.items) expect(code).toMatch(/^[A-Z0-9]{3,6}$/);
    for (const { id } of catalogue.optionFamilies) expect(id).toMatch(/^[A-Z0-9_]{2,32}$/);
    for (const { number } of catalogue.parts) expect(number).toMatch(/^\d{11}$/);
    for (const { code } of catalogue.labourOperations) expect(code).toMatch(/^\d{7}$/);
    for (const { colour } of catalogue.items.filter((item) => item.kind === 'PAINT'))
      expect(colour).toMatch(/^#[0-9a-f]{6}$/);
  });

  it('resolve wherever a row names one', () => {
    const markets = catalogue.markets.map((row) => row.id);
    const series = catalogue.modelSeries.map((row) => row.code);
    const engines = catalogue.engines.map((row) => row.code);
    const variants = catalogue.variants.map((row) => row.id);
    const families = catalogue.optionFamilies.map((row) => row.id);
    const items = catalogue.items.map((row) => row.code);
    const lists = catalogue.priceLists.map((row) => row.id);
    const vins = catalogue.registeredVehicles.map((row) => row.vin);
    const work = catalogue.maintenanceItems.map((row) => row.id);
    const dealers = catalogue.dealers.map((row) => row.id);
    const products = catalogue.contractProducts.map((row) => row.id);
    const norms = catalogue.oilNorms.map((row) => row.code);
    const labour = catalogue.labourOperations.map((row) => row.code);
    const isText = (value: string | null): value is string => value !== null;
    const reaches = [
      ...catalogue.items,
      ...catalogue.rules,
      ...catalogue.labourOperations,
      ...catalogue.parts,
    ].map((row) => row.applicability);

    const missing = {
      marketOfVariant: unresolved(
        catalogue.variants.flatMap((row) => row.markets),
        markets,
      ),
      marketOfList: unresolved(
        catalogue.priceLists.map((row) => row.market),
        markets,
      ),
      marketOfReach: unresolved(
        reaches.flatMap((reach) => reach.markets ?? []),
        markets,
      ),
      seriesOfVariant: unresolved(
        catalogue.variants.map((row) => row.series),
        series,
      ),
      seriesOfReach: unresolved(
        reaches.flatMap((reach) => reach.series ?? []),
        series,
      ),
      seriesOfCampaign: unresolved(
        catalogue.campaigns.flatMap((row) => row.series ?? []),
        series,
      ),
      seriesOfRecall: unresolved(
        catalogue.recalls.flatMap((row) => row.series),
        series,
      ),
      engineOfVariant: unresolved(
        catalogue.variants.map((row) => row.engine),
        engines,
      ),
      engineOfFluid: unresolved(
        catalogue.fluids.map((row) => row.engine),
        engines,
      ),
      engineOfInterval: unresolved(
        catalogue.intervals.map((row) => row.engine).filter(isText),
        engines,
      ),
      unusedEngine: unresolved(
        engines,
        catalogue.variants.map((row) => row.engine),
      ),
      unusedSeries: unresolved(
        series,
        catalogue.variants.map((row) => row.series),
      ),
      familyOfItem: unresolved(
        catalogue.items.map((row) => row.family),
        families,
      ),
      memberOfItem: unresolved(
        catalogue.items.flatMap((row) => row.members),
        items,
      ),
      itemOfEquipment: unresolved(
        catalogue.standardEquipment.flatMap((row) => [...row.standard, ...row.defaults]),
        items,
      ),
      itemOfPrice: unresolved(
        catalogue.itemPrices.map((row) => row.code),
        items,
      ),
      itemOfVehicle: unresolved(
        catalogue.registeredVehicles.flatMap((row) => [
          ...row.factoryOptionCodes,
          ...(row.colourCode === null ? [] : [row.colourCode]),
        ]),
        items,
      ),
      listOfPrice: unresolved(
        [...catalogue.itemPrices, ...catalogue.variantPrices].map((row) => row.priceList),
        lists,
      ),
      variantOfPrice: unresolved(
        catalogue.variantPrices.map((row) => row.variant),
        variants,
      ),
      variantOfVehicle: unresolved(
        catalogue.registeredVehicles.map((row) => row.variant),
        variants,
      ),
      dealerOfCampaign: unresolved(
        catalogue.campaigns.flatMap((row) => row.dealers ?? []),
        dealers,
      ),
      dealerOfRecord: unresolved(
        catalogue.serviceRecords.map((row) => row.dealer).filter(isText),
        dealers,
      ),
      vinOfContract: unresolved(
        catalogue.contracts.map((row) => row.vin),
        vins,
      ),
      vinOfRecall: unresolved(
        catalogue.vehicleRecalls.map((row) => row.vin),
        vins,
      ),
      vinOfRecord: unresolved(
        catalogue.serviceRecords.map((row) => row.vin),
        vins,
      ),
      productOfContract: unresolved(
        catalogue.contracts.map((row) => row.product),
        products,
      ),
      recallOfVehicle: unresolved(
        catalogue.vehicleRecalls.map((row) => row.recall),
        catalogue.recalls.map((row) => row.id),
      ),
      workOfRows: unresolved(
        [
          ...catalogue.intervals.map((row) => row.item),
          ...catalogue.labourOperations.map((row) => row.item),
          ...catalogue.parts.map((row) => row.item),
          ...catalogue.contractProducts.flatMap((row) => row.coveredItems),
          ...catalogue.serviceRecords.flatMap((row) => row.items),
          ...catalogue.maintenanceItems.map((row) => row.coupledWith).filter(isText),
        ],
        work,
      ),
      containedLabour: unresolved(
        catalogue.labourOperations.flatMap((row) => row.contains),
        labour,
      ),
      normOfFluid: unresolved(
        catalogue.fluids.flatMap((row) => row.oilNorms),
        norms,
      ),
    };

    expect(Object.entries(missing).filter(([, names]) => names.length > 0)).toEqual([]);
  });
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
    const periods = allRows().flatMap(([, rows]) => rows as readonly Partial<Validity>[]);

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
