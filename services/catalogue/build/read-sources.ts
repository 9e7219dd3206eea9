// Reads the open sources that the catalogue is made from, laid out in one folder a source.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { z } from 'zod';
import { parseCsv, type CsvRecord } from './parse-csv.ts';
import {
  ADEME,
  EPA,
  GENERATOR,
  MAINTENANCE_FACTS,
  OPEN_EV,
  OPTION_CODES,
  PUBLIC_RECORD,
  TAX_PARAMETERS,
  VPIC,
} from './provenance.ts';

const rated = z.object({ cycle: z.string(), range_km: z.number() });
const electricCar = z.object({
  make: z.object({ slug: z.string() }),
  model: z.object({ name: z.string() }),
  trim: z.object({ name: z.string() }),
  variant: z.object({ name: z.string().optional() }).optional(),
  year: z.number(),
  body: z.object({ doors: z.number().optional(), seats: z.number().optional() }).optional(),
  powertrain: z.object({
    drivetrain: z.enum(['fwd', 'rwd', 'awd']).optional(),
    system_power_kw: z.number().optional(),
  }),
  battery: z.object({ pack_capacity_kwh_net: z.number().optional() }),
  range: z.object({ rated: z.array(rated) }).optional(),
  weights: z.object({ curb_weight_kg: z.number().optional() }).optional(),
  pricing: z
    .object({
      msrp: z.array(
        z.object({
          currency: z.string(),
          amount: z.number(),
          country: z.string(),
          year: z.number(),
        }),
      ),
    })
    .optional(),
});
export type ElectricCar = z.infer<typeof electricCar>;

const optionCode = z.object({ code: z.string(), en: z.string().nullable(), de: z.string() });
export type OptionCode = z.infer<typeof optionCode>;

const novaYear = z.object({
  deduct: z.number(),
  malusLimit: z.number(),
  malusPerGram: z.number(),
  maxRate: z.number(),
  source: z.string(),
});
const taxParameters = z.object({
  AT_NoVA: z.object({ years: z.record(z.string(), novaYear) }),
  FR_malus_CO2_2025: z.object({ table: z.record(z.string(), z.number()) }),
  FR_malus_weight_2025: z.object({
    bands: z.array(z.tuple([z.number(), z.number().nullable(), z.number()])),
  }),
  NL_BPM_2017: z.object({
    fixed: z.number(),
    brackets: z.array(z.tuple([z.number(), z.number().nullable(), z.number()])),
    dieselSurcharge: z.object({ above: z.number(), perGram: z.number() }),
  }),
  NL_BPM_2025: z.object({
    brackets: z.array(z.tuple([z.number(), z.number().nullable(), z.number(), z.number()])),
    dieselSurcharge: z.object({ above: z.number(), perGram: z.number() }),
  }),
  US_gasGuzzler: z.object({ table: z.array(z.tuple([z.number(), z.number()])) }),
  GB_VED_first_year_2025_26: z.object({
    bands: z.array(z.tuple([z.number(), z.number().nullable(), z.number()])),
  }),
});
export type TaxParameters = z.infer<typeof taxParameters>;

const oilNorm = z.object({
  code: z.string(),
  sae: z.array(z.string()),
  acea: z.array(z.string()),
  for: z.string().optional(),
  src: z.string(),
});
const engineOil = z.object({
  engine: z.string(),
  oilLitres: z.number(),
  oilNorm: z.array(z.string()),
  src: z.string(),
});
const maintenanceFacts = z.object({
  oilNorms: z.array(oilNorm),
  fluids: z.array(engineOil),
});
export type MaintenanceFacts = z.infer<typeof maintenanceFacts>;

/** A WMI as vPIC lists it. */
export interface SourceWmi {
  readonly wmi: string;
  readonly manufacturer: string;
  readonly make: string;
  readonly vehicleType: string;
  readonly country: string;
}

/** One element of one VIN pattern; `yearTo: null` is open-ended. */
export interface SourcePattern {
  readonly wmi: string;
  readonly yearFrom: number;
  readonly yearTo: number | null;
  readonly keys: string;
  readonly element: string;
  readonly value: string;
}

/** What sources.json says of a source. Facts of public record are written down in the build itself. */
export interface SourceEntry {
  readonly name: string;
  readonly origin: string;
  readonly licence: string;
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

export interface Sources {
  readonly ademe: readonly CsvRecord[];
  readonly epa: readonly CsvRecord[];
  readonly electricCars: readonly ElectricCar[];
  readonly optionCodes: readonly OptionCode[];
  readonly tax: TaxParameters;
  readonly maintenance: MaintenanceFacts;
  readonly wmis: readonly SourceWmi[];
  readonly vinPatterns: readonly SourcePattern[];
  readonly entries: readonly SourceEntry[];
}

const FILES = [
  [ADEME, 'ademe/bmw-group.csv', 'ADEME, Car Labelling', 'Licence Ouverte 2.0'],
  [EPA, 'epa/bmw-group-2015-2026.csv', 'US EPA, fueleconomy.gov vehicles file', 'public domain'],
  [VPIC, 'vpic/vpic-oem.db', 'NHTSA Product Information Catalog (vPIC)', 'public domain'],
  [
    OPEN_EV,
    'open-ev-data/open-ev-data.compiled.json',
    'Open EV Data, compiled vehicles',
    'CDLA-Permissive-2.0',
  ],
  [OPTION_CODES, 'bmw-options/sa-codes.json', 'Option (SA) codes with names', 'bare facts'],
  [
    TAX_PARAMETERS,
    'tax/vehicle-taxes.json',
    'Parameters of registration and CO2 taxes',
    'facts of law',
  ],
  [
    MAINTENANCE_FACTS,
    'maintenance/cbs-and-fluids.json',
    'Condition-based service items, fluids, oil norms',
    'bare facts',
  ],
] as const;

/** Rejects when a file is missing or not of the expected shape. */
export async function loadSources(directory: string): Promise<Sources> {
  const contents = new Map<string, Buffer>();
  for (const [, path] of FILES) contents.set(path, await readFile(join(directory, path)));
  const bytes = (path: string): Buffer => contents.get(path) ?? Buffer.alloc(0);
  const text = (path: (typeof FILES)[number][1]): string => bytes(path).toString('utf8');
  const json = (path: (typeof FILES)[number][1]): unknown => JSON.parse(text(path));
  const files = FILES.map(([name, path, origin, licence]) => ({
    name,
    origin,
    licence,
    files: [{ path, sha256: createHash('sha256').update(bytes(path)).digest('hex') }],
  }));
  return {
    ademe: parseCsv(text('ademe/bmw-group.csv'), ';'),
    epa: parseCsv(text('epa/bmw-group-2015-2026.csv'), ','),
    electricCars: parseElectricCars(json('open-ev-data/open-ev-data.compiled.json')),
    optionCodes: z.array(optionCode).parse(json('bmw-options/sa-codes.json')),
    tax: taxParameters.parse(json('tax/vehicle-taxes.json')),
    maintenance: maintenanceFacts.parse(json('maintenance/cbs-and-fluids.json')),
    ...readVpic(join(directory, 'vpic/vpic-oem.db')),
    entries: [
      ...files,
      {
        name: PUBLIC_RECORD,
        origin: 'facts of law and of ISO 3166/4217, written down in the build',
        licence: 'facts',
        files: [],
      },
      {
        name: GENERATOR,
        origin: 'made up by the build, plausible',
        licence: 'as the project',
        files: [],
      },
    ],
  };
}

function parseElectricCars(value: unknown): readonly ElectricCar[] {
  const groupMakes = new Set(['bmw', 'mini', 'rolls_royce']);
  const makeOnly = z.looseObject({ make: z.object({ slug: z.string() }) });
  return z
    .array(makeOnly)
    .parse(value)
    .filter((car) => groupMakes.has(car.make.slug))
    .map((car) => electricCar.parse(car));
}

function readVpic(path: string): Pick<Sources, 'wmis' | 'vinPatterns'> {
  const database = new Database(path, { readonly: true });
  try {
    const wmis = database
      .prepare(
        `select wmi, manufacturer, make, vehicle_type as vehicleType, country from wmi
         where make in ('BMW', 'MINI', 'Rolls-Royce') order by wmi`,
      )
      .all() as SourceWmi[];
    const vinPatterns = database
      .prepare(
        `select wmi, year_from as yearFrom, year_to as yearTo, keys, element, value from vin_pattern
         where wmi in (select wmi from wmi where make in ('BMW', 'MINI', 'Rolls-Royce'))
         order by wmi, keys, year_from, element`,
      )
      .all() as SourcePattern[];
    return { wmis, vinPatterns };
  } finally {
    database.close();
  }
}
