// The model series by the maker's development code, and which series a described model belongs to.
import type { BrandId } from '../rows/sourced.ts';
import type { ModelSeriesRow } from '../rows/vehicle-rows.ts';
import { derivedFrom, PUBLIC_RECORD } from './provenance.ts';
import { parseTextTable } from './parse-text-table.ts';

/** What the build knows of a series besides its row. */
export interface SeriesFacts {
  readonly code: string;
  readonly brand: BrandId;
  readonly name: string;
  readonly bodyStyle: string;
  readonly doors: number;
  /** Which wheels fit: small, medium or large cars. */
  readonly wheelClass: 'S' | 'M' | 'L';
  /** What the least car of the series costs in the US, whole dollars; made up, plausible. */
  readonly baseUsd: number;
}

const TABLE = `
F40 | bmw | 1 Series | HATCHBACK | 5 | S | 34000
F44 | bmw | 2 Series Gran Coupé | GRAN_COUPE | 4 | S | 38000
F74 | bmw | 2 Series Gran Coupé | GRAN_COUPE | 4 | S | 39600
U06 | bmw | 2 Series Active Tourer | MPV | 5 | S | 38000
G42 | bmw | 2 Series Coupé | COUPE | 2 | S | 39600
G87 | bmw | M2 Coupé | COUPE | 2 | M | 45500
G20 | bmw | 3 Series Sedan | SEDAN | 4 | M | 46500
G21 | bmw | 3 Series Touring | TOURING | 5 | M | 48500
G80 | bmw | M3 Sedan | SEDAN | 4 | M | 57500
G22 | bmw | 4 Series Coupé | COUPE | 2 | M | 51000
G23 | bmw | 4 Series Convertible | CONVERTIBLE | 2 | M | 60500
G26 | bmw | 4 Series Gran Coupé | GRAN_COUPE | 5 | M | 51500
G82 | bmw | M4 Coupé | COUPE | 2 | M | 60500
G83 | bmw | M4 Convertible | CONVERTIBLE | 2 | M | 70000
G30 | bmw | 5 Series Sedan | SEDAN | 4 | M | 56500
G31 | bmw | 5 Series Touring | TOURING | 5 | M | 59500
G60 | bmw | 5 Series Sedan | SEDAN | 4 | M | 59400
F90 | bmw | M5 Sedan | SEDAN | 4 | M | 90000
G90 | bmw | M5 Sedan | SEDAN | 4 | M | 92000
G99 | bmw | M5 Touring | TOURING | 5 | M | 94000
G70 | bmw | 7 Series Sedan | SEDAN | 4 | L | 91000
G14 | bmw | 8 Series Convertible | CONVERTIBLE | 2 | L | 92000
G15 | bmw | 8 Series Coupé | COUPE | 2 | L | 82000
G16 | bmw | 8 Series Gran Coupé | GRAN_COUPE | 4 | L | 82000
F91 | bmw | M8 Convertible | CONVERTIBLE | 2 | L | 112000
F92 | bmw | M8 Coupé | COUPE | 2 | L | 103000
F93 | bmw | M8 Gran Coupé | GRAN_COUPE | 4 | L | 106000
U11 | bmw | X1 | SUV | 5 | S | 41500
F39 | bmw | X2 | SUV | 5 | S | 38000
U10 | bmw | X2 | SUV | 5 | S | 43000
G01 | bmw | X3 | SUV | 5 | M | 47000
G08 | bmw | iX3 | SUV | 5 | M | 62000
G45 | bmw | X3 | SUV | 5 | M | 50000
F97 | bmw | X3 M | SUV | 5 | M | 58000
G02 | bmw | X4 | SUV | 5 | M | 54500
F98 | bmw | X4 M | SUV | 5 | M | 62000
G05 | bmw | X5 | SUV | 5 | L | 62000
F95 | bmw | X5 M | SUV | 5 | L | 86000
G06 | bmw | X6 | SUV | 5 | L | 71000
F96 | bmw | X6 M | SUV | 5 | L | 92000
G07 | bmw | X7 | SUV | 5 | L | 80000
G09 | bmw | XM | SUV | 5 | L | 120000
G29 | bmw | Z4 Roadster | CONVERTIBLE | 2 | M | 53600
I20 | bmw | iX | SUV | 5 | L | 76000
F54 | mini | MINI Clubman | TOURING | 6 | S | 33000
F55 | mini | MINI Hatch 5-door | HATCHBACK | 5 | S | 27000
F56 | mini | MINI Hatch 3-door | HATCHBACK | 3 | S | 26000
F57 | mini | MINI Convertible | CONVERTIBLE | 2 | S | 32000
F60 | mini | MINI Countryman | SUV | 5 | S | 31500
F65 | mini | MINI Cooper 5-door | HATCHBACK | 5 | S | 29900
F66 | mini | MINI Cooper 3-door | HATCHBACK | 3 | S | 28900
F67 | mini | MINI Cooper Convertible | CONVERTIBLE | 2 | S | 33900
J01 | mini | MINI Cooper Electric | HATCHBACK | 3 | S | 36000
U25 | mini | MINI Countryman | SUV | 5 | S | 38900
RR6 | rolls-royce | Dawn | CONVERTIBLE | 2 | L | 360000
RR11 | rolls-royce | Phantom | SEDAN | 4 | L | 470000
RR12 | rolls-royce | Phantom Extended | SEDAN | 4 | L | 540000
RR21 | rolls-royce | Ghost | SEDAN | 4 | L | 350000
RR22 | rolls-royce | Ghost Extended | SEDAN | 4 | L | 395000
RR25 | rolls-royce | Spectre | COUPE | 2 | L | 422000
RR31 | rolls-royce | Cullinan | SUV | 5 | L | 390000
`;

export const CAR_SERIES: readonly SeriesFacts[] = parseTextTable(
  ['code', 'brand', 'name', 'bodyStyle', 'doors', 'wheelClass', 'baseUsd'],
  TABLE,
).map((row) => ({
  code: row.code,
  brand: row.brand as BrandId,
  name: row.name,
  bodyStyle: row.bodyStyle,
  doors: Number(row.doors),
  wheelClass: row.wheelClass as SeriesFacts['wheelClass'],
  baseUsd: Number(row.baseUsd),
}));

const BY_CODE = new Map(CAR_SERIES.map((series) => [series.code, series]));

/** Throws on a code that the table does not hold. */
export function seriesFacts(code: string): SeriesFacts {
  const series = BY_CODE.get(code);
  if (series === undefined) throw new Error(`no series ${code}: add it to series.ts`);
  return series;
}

export function buildCarSeries(): readonly ModelSeriesRow[] {
  return CAR_SERIES.map((series) => ({
    code: series.code,
    brand: series.brand,
    name: { en: series.name },
    bodyStyle: series.bodyStyle,
    ...derivedFrom(PUBLIC_RECORD),
  }));
}
