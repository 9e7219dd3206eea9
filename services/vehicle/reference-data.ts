// The small tables of the catalogue, held in memory and worded in the language that a request asks for.
import type { Static } from 'typebox';

import type { Catalogue } from '../catalogue/rows/catalogue.ts';
import type { Fuel } from '../catalogue/rows/sourced.ts';
import type {
  EngineRow,
  MarketRow,
  ModelSeriesRow,
  VariantRow,
} from '../catalogue/rows/vehicle-rows.ts';
import { localize } from '../server/localize.ts';
import type { brand, engine, market, modelSeries, modelVariant } from './schemas.ts';

/** The catalogue's tables that this service answers from. */
export type VehicleTables = Pick<
  Catalogue,
  | 'markets'
  | 'brands'
  | 'modelSeries'
  | 'engines'
  | 'variants'
  | 'items'
  | 'optionFamilies'
  | 'wmis'
  | 'vinPatterns'
  | 'registeredVehicles'
>;

/** What decides on a text's wording. */
export interface Wording {
  readonly language?: string | undefined;
  readonly market?: string | undefined;
}

type ModelSeries = Static<typeof modelSeries>;

/** Rows as the contract shows them. */
export interface ReferenceData {
  readonly brands: ReadonlyMap<string, Static<typeof brand>>;
  listMarkets(wording: Wording): Static<typeof market>[];
  /** Of a brand, and with at least one variant that is sold in the market, where these are given. */
  listSeries(filter: Wording & { readonly brand?: string | undefined }): ModelSeries[];
  findSeries(code: string, wording: Wording): ModelSeries | undefined;
  describeVariant(row: VariantRow, wording: Wording): Static<typeof modelVariant>;
  findMarket(id: string): MarketRow | undefined;
  fuelOf(variant: VariantRow): Fuel;
}

/** Indexes the tables. */
export function createReferenceData(tables: VehicleTables): ReferenceData {
  const markets = new Map<string, MarketRow>(tables.markets.map((row) => [row.id, row]));
  const series = new Map(tables.modelSeries.map((row) => [row.code, row]));
  const engines = new Map(tables.engines.map((row) => [row.code, row]));
  const brands = new Map<string, Static<typeof brand>>(
    tables.brands.map(({ id, name, provenance, source }) => [id, { id, name, provenance, source }]),
  );

  const seriesByMarket = new Map(
    tables.markets.map(({ id }) => [
      id as string,
      new Set(tables.variants.filter((row) => row.markets.includes(id)).map((row) => row.series)),
    ]),
  );

  const languagesOf = ({ language, market: marketId }: Wording) => [
    language,
    marketId === undefined ? undefined : markets.get(marketId)?.languages[0],
  ];
  const describeSeries = (row: ModelSeriesRow, wording: Wording): ModelSeries => ({
    code: row.code,
    name: localize(row.name, languagesOf(wording)),
    bodyStyle: row.bodyStyle,
    brand: find(brands, row.brand),
    provenance: row.provenance,
    source: row.source,
  });

  return {
    brands,
    listMarkets: (wording) =>
      tables.markets.map((row) => describeMarket(row, languagesOf(wording))),
    listSeries: (filter) =>
      tables.modelSeries
        .filter((row) => filter.brand === undefined || row.brand === filter.brand)
        .filter(
          ({ code }) =>
            filter.market === undefined || seriesByMarket.get(filter.market)?.has(code) === true,
        )
        .map((row) => describeSeries(row, filter)),
    findSeries(code, wording) {
      const row = series.get(code);
      return row && describeSeries(row, wording);
    },
    describeVariant: (row, wording) => ({
      id: row.id,
      name: row.name,
      brand: find(brands, row.brand),
      series: describeSeries(find(series, row.series), wording),
      engine: describeEngine(find(engines, row.engine)),
      typeKey: row.typeKey,
      modelYear: row.modelYear,
      markets: [...row.markets],
      powerKw: row.powerKw,
      gearbox: row.gearbox,
      gears: row.gears,
      drive: row.drive,
      massKg: row.massKg,
      doors: row.doors,
      seats: row.seats,
      wltp: row.wltp,
      epa: row.epa,
      electricRangeKm: row.electricRangeKm,
      batteryKwh: row.batteryKwh,
      validFrom: row.validFrom,
      validTo: row.validTo,
      provenance: row.provenance,
      source: row.source,
    }),
    findMarket: (id) => markets.get(id),
    fuelOf: (variant) => find(engines, variant.engine).fuel,
  };
}

function describeMarket(
  row: MarketRow,
  languages: readonly (string | undefined)[],
): Static<typeof market> {
  return {
    id: row.id,
    name: localize(row.name, languages),
    languages: [...row.languages],
    pricesIncludeTax: row.pricesIncludeTax,
    vinCheckDigitRequired: row.vinCheckDigitRequired,
    provenance: row.provenance,
    source: row.source,
  };
}

function describeEngine(row: EngineRow): Static<typeof engine> {
  const { code, fuel, cylinders, displacementCc, provenance, source } = row;
  return { code, fuel, cylinders, displacementCc, provenance, source };
}

/** The catalogue's tests prove that each code resolves. */
function find<Row>(rows: ReadonlyMap<string, Row>, key: string): Row {
  const row = rows.get(key);
  if (row === undefined) throw new Error(`The catalogue has no row ${key}.`);
  return row;
}
