// Every code is unique in its table, and resolves wherever a row names it.
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../services/catalogue/load-catalogue.ts';
import type { Catalogue } from '../../../services/catalogue/rows/catalogue.ts';

let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await loadCatalogue();
});

/** What refers, the names that it uses, and those that there are. */
type Reference = readonly [what: string, names: readonly string[], known: readonly string[]];

/** What is named in `names` but not found among `known`. */
function unresolved(names: readonly string[], known: readonly string[]): readonly string[] {
  const knownNames = new Set(known);
  return [...new Set(names)].filter((name) => !knownNames.has(name));
}

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

    const references: readonly Reference[] = [
      ['market of variant', catalogue.variants.flatMap((row) => row.markets), markets],
      ['market of list', catalogue.priceLists.map((row) => row.market), markets],
      ['market of reach', reaches.flatMap((reach) => reach.markets ?? []), markets],
      ['series of variant', catalogue.variants.map((row) => row.series), series],
      ['series of reach', reaches.flatMap((reach) => reach.series ?? []), series],
      ['series of campaign', catalogue.campaigns.flatMap((row) => row.series ?? []), series],
      ['series of recall', catalogue.recalls.flatMap((row) => row.series), series],
      ['engine of variant', catalogue.variants.map((row) => row.engine), engines],
      ['engine of fluid', catalogue.fluids.map((row) => row.engine), engines],
      ['engine of interval', catalogue.intervals.map((row) => row.engine).filter(isText), engines],
      ['option of interval', catalogue.intervals.map((row) => row.option).filter(isText), items],
      ['unused engine', engines, catalogue.variants.map((row) => row.engine)],
      ['unused series', series, catalogue.variants.map((row) => row.series)],
      ['family of item', catalogue.items.map((row) => row.family), families],
      ['member of item', catalogue.items.flatMap((row) => row.members), items],
      [
        'item of equipment',
        catalogue.standardEquipment.flatMap((row) => [...row.standard, ...row.defaults]),
        items,
      ],
      ['item of price', catalogue.itemPrices.map((row) => row.code), items],
      [
        'item of vehicle',
        catalogue.registeredVehicles.flatMap((row) => [
          ...row.factoryOptionCodes,
          ...(row.colourCode === null ? [] : [row.colourCode]),
        ]),
        items,
      ],
      [
        'list of price',
        [...catalogue.itemPrices, ...catalogue.variantPrices].map((row) => row.priceList),
        lists,
      ],
      ['variant of price', catalogue.variantPrices.map((row) => row.variant), variants],
      ['variant of vehicle', catalogue.registeredVehicles.map((row) => row.variant), variants],
      ['dealer of campaign', catalogue.campaigns.flatMap((row) => row.dealers ?? []), dealers],
      [
        'dealer of record',
        catalogue.serviceRecords.map((row) => row.dealer).filter(isText),
        dealers,
      ],
      ['vin of contract', catalogue.contracts.map((row) => row.vin), vins],
      ['vin of recall', catalogue.vehicleRecalls.map((row) => row.vin), vins],
      ['vin of record', catalogue.serviceRecords.map((row) => row.vin), vins],
      ['product of contract', catalogue.contracts.map((row) => row.product), products],
      [
        'recall of vehicle',
        catalogue.vehicleRecalls.map((row) => row.recall),
        catalogue.recalls.map((row) => row.id),
      ],
      [
        'work of rows',
        [
          ...catalogue.intervals.map((row) => row.item),
          ...catalogue.labourOperations.map((row) => row.item),
          ...catalogue.parts.map((row) => row.item),
          ...catalogue.contractProducts.flatMap((row) => row.coveredItems),
          ...catalogue.serviceRecords.flatMap((row) => row.items),
          ...catalogue.maintenanceItems.map((row) => row.coupledWith).filter(isText),
        ],
        work,
      ],
      ['contained labour', catalogue.labourOperations.flatMap((row) => row.contains), labour],
      ['norm of fluid', catalogue.fluids.flatMap((row) => row.oilNorms), norms],
    ];

    const dangling = references
      .map(([what, names, known]) => [what, unresolved(names, known)] as const)
      .filter(([, names]) => names.length > 0);
    expect(dangling).toEqual([]);
  });
});
