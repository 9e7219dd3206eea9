// The maintenance tables in memory, by key: what a car needs, what a workshop charges, what a contract covers.
import type { Catalogue } from '../catalogue/rows/catalogue.ts';
import type {
  ContractProductRow,
  ContractRow,
  DealerRow,
  MaintenanceItemRow,
  VehicleRecallRow,
} from '../catalogue/rows/maintenance-rows.ts';
import type { BrandId, Fuel } from '../catalogue/rows/sourced.ts';
import type { MarketRow, RegisteredVehicleRow } from '../catalogue/rows/vehicle-rows.ts';
import { isValidOn, latestOn } from '../server/validity.ts';
import {
  applicableSchedules,
  type CarTraits,
  type ItemSchedule,
} from './calculation/applicable-schedules.ts';
import type { WorkshopCatalogue } from './calculation/expand-event.ts';
import type { Coverage } from './calculation/service-plan.ts';

/** The catalogue's tables that the maintenance service answers from. */
export type MaintenanceTables = Pick<
  Catalogue,
  | 'markets'
  | 'engines'
  | 'variants'
  | 'wmis'
  | 'vatRates'
  | 'exchangeRates'
  | 'maintenanceItems'
  | 'intervals'
  | 'oilNorms'
  | 'fluids'
  | 'labourOperations'
  | 'parts'
  | 'dealers'
  | 'contractProducts'
  | 'contracts'
  | 'recalls'
  | 'vehicleRecalls'
  | 'registeredVehicles'
  | 'serviceRecords'
>;

/** A registered vehicle with what its variant says of it. */
export interface KnownVehicle extends RegisteredVehicleRow {
  readonly engine: string;
  readonly fuel: Fuel;
  readonly brand: BrandId;
  readonly series: string;
}

/** Reads by key. */
export interface WorkshopData extends WorkshopCatalogue {
  readonly tables: MaintenanceTables;
  readonly items: ReadonlyMap<string, MaintenanceItemRow>;
  readonly dealers: ReadonlyMap<string, DealerRow>;
  readonly products: ReadonlyMap<string, ContractProductRow>;
  readonly contracts: ReadonlyMap<string, ContractRow>;
  findMarket(id: string): MarketRow | undefined;
  /** Undefined for an engine that the catalogue does not have. */
  fuelOf(engine: string): Fuel | undefined;
  findVehicle(vin: string): KnownVehicle | undefined;
  /** What is known of a car by its VIN and its engine. */
  traitsOf(car: { vin: string; engine: string; fuel: Fuel; market: string }): CarTraits;
  /** The maintenance items of a car, or of all cars with an engine. */
  schedulesOf(car: CarTraits): readonly ItemSchedule[];
  /** For an engine alone: its fuel, and the brands that build it in. */
  traitsOfEngine(engine: string, market: string | null): CarTraits | undefined;
  contractsOf(vin: string): readonly ContractRow[];
  coveragesOf(vin: string): readonly Coverage[];
  recallsOf(vin: string): readonly VehicleRecallRow[];
  vatBasisPoints(market: string, day: string): number;
  /** Units of the currency for one euro, as a decimal string; undefined where none is known. */
  euroRate(currency: string, day: string): string | undefined;
}

/** Indexes the tables. */
export function createWorkshopData(tables: MaintenanceTables): WorkshopData {
  const { maintenanceItems, intervals } = tables;
  const markets = new Map<string, MarketRow>(tables.markets.map((row) => [row.id, row]));
  const fuels = new Map(tables.engines.map(({ code, fuel }) => [code, fuel]));
  const brandByWmi = new Map(tables.wmis.map(({ wmi, brand }) => [wmi, brand]));
  const brandsByEngine = collectBrands(tables);
  const vehicles = joinVehicles(tables, fuels);
  const products = new Map(tables.contractProducts.map((row) => [row.id, row]));
  const recallsByVin = groupBy(tables.vehicleRecalls, ({ vin }) => vin);
  const contractsByVin = groupBy(tables.contracts, ({ vin }) => vin);

  const contractsOf = (vin: string) => contractsByVin.get(vin) ?? [];
  return {
    tables,
    items: new Map(maintenanceItems.map((row) => [row.id, row])),
    dealers: new Map(tables.dealers.map((row) => [row.id, row])),
    products,
    contracts: new Map(tables.contracts.map((row) => [row.id, row])),
    operations: new Map(tables.labourOperations.map((row) => [row.code, row])),
    operationsByItem: groupBy(tables.labourOperations, ({ item }) => item),
    partsByItem: groupBy(tables.parts, ({ item }) => item),
    fluidsByEngine: groupBy(tables.fluids, ({ engine }) => engine),
    oilNorms: new Map(tables.oilNorms.map((row) => [row.code, row])),
    findMarket: (id) => markets.get(id),
    fuelOf: (engine) => fuels.get(engine),
    findVehicle: (vin) => vehicles.get(vin),
    traitsOf({ vin, engine, fuel, market }) {
      const vehicle = vehicles.get(vin);
      const brand = vehicle?.brand ?? brandByWmi.get(vin.slice(0, 3));
      const brands = brand === undefined ? [] : [brand];
      const optionCodes = vehicle?.factoryOptionCodes ?? [];
      return { engine, fuel, market, brands, series: vehicle?.series ?? null, optionCodes };
    },
    schedulesOf: (car) => applicableSchedules(car, maintenanceItems, intervals),
    traitsOfEngine(engine, market) {
      const fuel = fuels.get(engine);
      if (fuel === undefined) return undefined;
      const brands = brandsByEngine.get(engine) ?? [];
      return { engine, fuel, market, brands, series: null, optionCodes: [] };
    },
    contractsOf,
    coveragesOf: (vin) =>
      contractsOf(vin).map(({ product, validFrom, validTo, maxMileageKm }) => ({
        validFrom,
        validTo,
        maxMileageKm,
        coveredItems: products.get(product)?.coveredItems ?? [],
      })),
    recallsOf: (vin) => recallsByVin.get(vin) ?? [],
    vatBasisPoints: (market, day) =>
      latestOn(
        tables.vatRates.filter((row) => row.market === market),
        day,
      )?.rateBasisPoints ?? 0,
    euroRate: (currency, day) =>
      currency === 'EUR'
        ? '1'
        : tables.exchangeRates.find((row) => row.currency === currency && isValidOn(row, day))
            ?.rate,
  };
}

function collectBrands({ variants }: MaintenanceTables): Map<string, BrandId[]> {
  const brands = new Map<string, BrandId[]>();
  for (const { engine, brand } of variants) {
    const known = brands.get(engine) ?? [];
    if (!known.includes(brand)) brands.set(engine, [...known, brand]);
  }
  return brands;
}

function joinVehicles(
  { registeredVehicles, variants }: MaintenanceTables,
  fuels: ReadonlyMap<string, Fuel>,
): Map<string, KnownVehicle> {
  const variantById = new Map(variants.map((row) => [row.id, row]));
  return new Map(
    registeredVehicles.map((row) => {
      const variant = variantById.get(row.variant);
      const fuel = variant && fuels.get(variant.engine);
      if (!variant || !fuel) throw new Error(`The catalogue has no variant ${row.variant}.`);
      const { engine, brand, series } = variant;
      return [row.vin, { ...row, engine, fuel, brand, series }];
    }),
  );
}

function groupBy<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
