// Maintenance items and their intervals, oil norms, and the fluids of every engine.
import type {
  FluidRow,
  IntervalRow,
  MaintenanceItemRow,
  OilNormRow,
} from '../rows/maintenance-rows.ts';
import type { Sourced } from '../rows/sourced.ts';
import type { EngineRow } from '../rows/vehicle-rows.ts';
import { namesOrNull, parseTextTable } from './parse-text-table.ts';
import {
  MAINTENANCE_FACTS,
  PUBLIC_RECORD,
  realFrom,
  SYNTHETIC,
  syntheticFrom,
} from './provenance.ts';
import type { MaintenanceFacts } from './read-sources.ts';
import { BRAND_IDS, FUELS, MARKET_IDS } from './vocabulary.ts';

const ITEMS = `
OIL | CBS | | | no | real | Engine oil and filter | Motoröl und Filter
BRAKE_FLUID | CBS | | | no | real | Brake fluid | Bremsflüssigkeit
VEHICLE_CHECK | CBS | | | no | real | Vehicle check | Fahrzeug-Check
VEHICLE_TUV | LEGAL | | | no | real | Legal inspection | Gesetzliche Hauptuntersuchung
BRAKE_PADS_FRONT | CBS | | | yes | real | Brake pads, front | Bremsbeläge vorn
BRAKE_PADS_REAR | CBS | | | yes | real | Brake pads, rear | Bremsbeläge hinten
TIRE_WEAR_FRONT | CBS | | | yes | real | Tyres, front | Reifen vorn
TIRE_WEAR_REAR | CBS | | | yes | real | Tyres, rear | Reifen hinten
MICROFILTER | COUPLED | OIL | 1 | no | real | Microfilter | Mikrofilter
AIR_FILTER | COUPLED | OIL | 2 | no | real | Air filter | Luftfilter
FUEL_FILTER | COUPLED | OIL | 2 | no | real | Fuel filter | Kraftstofffilter
SPARK_PLUGS | COUPLED | OIL | 2 | no | real | Spark plugs | Zündkerzen
CABIN_FILTER | CBS | | | no | made-up | Cabin filter, electric cars | Innenraumfilter, Elektrofahrzeuge
COOLANT | CBS | | | no | made-up | High-voltage coolant | Kühlmittel Hochvoltsystem
BONNET_GAS_STRUTS | CBS | | | no | real | Bonnet gas struts, active bonnet | Gasdruckfedern der aktiven Motorhaube
TYRE_MOBILITY_SEALANT | CBS | | | no | real | Tyre sealant | Reifendichtmittel
VALVE_CLEARANCE | CBS | | | no | made-up | Valve clearance | Ventilspiel
`;

export function buildMaintenanceItems(): readonly MaintenanceItemRow[] {
  return parseTextTable(
    ['id', 'kind', 'coupledWith', 'everyNth', 'byWear', 'state', 'en', 'de'],
    ITEMS,
  ).map((row) => ({
    id: row.id,
    name: { en: row.en, de: row.de },
    kind: row.kind as MaintenanceItemRow['kind'],
    coupledWith: row.coupledWith === '' ? null : row.coupledWith,
    everyNth: row.everyNth === '' ? null : Number(row.everyNth),
    byWear: row.byWear === 'yes',
    ...(row.state === 'real' ? realFrom(MAINTENANCE_FACTS) : SYNTHETIC),
  }));
}

// The most specific row wins: option, then engine, then brand, then market, then fuel.
const INTERVALS = `
OIL | | PETROL DIESEL PLUG_IN_HYBRID | bmw mini rolls-royce | | | 30000 | 24 | | real
OIL | | PETROL | bmw-motorrad | | | 10000 | 12 | | made-up
OIL | S58 | | | | | 15000 | 12 | | made-up
OIL | S63 | | | | | 15000 | 12 | | made-up
OIL | S68 | | | | | 15000 | 12 | | made-up
BRAKE_FLUID | | | bmw mini rolls-royce | | | | 24 | 36 | real
BRAKE_FLUID | | | bmw-motorrad | | | | 24 | 24 | made-up
VEHICLE_CHECK | | | bmw mini rolls-royce | | | 60000 | 48 | | real
VEHICLE_CHECK | | | bmw-motorrad | | | 10000 | 12 | | made-up
VEHICLE_TUV | | | | DE | | | 24 | 36 | law
VEHICLE_TUV | | | | FR | | | 24 | 48 | law
VEHICLE_TUV | | | | AT | | | 12 | 36 | made-up
VEHICLE_TUV | | | | NL | | | 24 | 48 | made-up
VEHICLE_TUV | | | | GB | | | 12 | 36 | law
VEHICLE_TUV | | | | JP | | | 24 | 36 | law
VEHICLE_TUV | | | | CH | | | 24 | 60 | made-up
BRAKE_PADS_FRONT | | PETROL DIESEL PLUG_IN_HYBRID | bmw mini rolls-royce | | | 55000 | | | made-up
BRAKE_PADS_FRONT | | ELECTRIC | bmw mini rolls-royce | | | 90000 | | | made-up
BRAKE_PADS_FRONT | | | bmw-motorrad | | | 20000 | | | made-up
BRAKE_PADS_REAR | | PETROL DIESEL PLUG_IN_HYBRID | bmw mini rolls-royce | | | 65000 | | | made-up
BRAKE_PADS_REAR | | ELECTRIC | bmw mini rolls-royce | | | 100000 | | | made-up
BRAKE_PADS_REAR | | | bmw-motorrad | | | 25000 | | | made-up
TIRE_WEAR_FRONT | | | bmw mini rolls-royce | | | 45000 | | | made-up
TIRE_WEAR_FRONT | | | bmw-motorrad | | | 15000 | | | made-up
TIRE_WEAR_REAR | | | bmw mini rolls-royce | | | 40000 | | | made-up
TIRE_WEAR_REAR | | | bmw-motorrad | | | 10000 | | | made-up
MICROFILTER | | PETROL DIESEL PLUG_IN_HYBRID | bmw mini rolls-royce | | | 30000 | 24 | | real
AIR_FILTER | | PETROL DIESEL PLUG_IN_HYBRID | bmw mini rolls-royce | | | 60000 | 48 | | real
AIR_FILTER | | PETROL | bmw-motorrad | | | 20000 | 24 | | made-up
FUEL_FILTER | | DIESEL | bmw mini | | | 60000 | 48 | | real
SPARK_PLUGS | | PETROL PLUG_IN_HYBRID | bmw mini rolls-royce | | | 60000 | | | made-up
SPARK_PLUGS | | PETROL | bmw-motorrad | | | 20000 | | | made-up
CABIN_FILTER | | ELECTRIC | bmw mini rolls-royce | | | | 24 | | made-up
COOLANT | | ELECTRIC | bmw mini rolls-royce | | | | 120 | | made-up
BONNET_GAS_STRUTS | | | bmw mini | | 8TF | | 60 | | real
TYRE_MOBILITY_SEALANT | | | bmw mini rolls-royce | | | | 60 | | made-up
VALVE_CLEARANCE | | PETROL | bmw-motorrad | | | 20000 | | | made-up
`;

export function buildIntervals(engines: ReadonlyMap<string, EngineRow>): readonly IntervalRow[] {
  const number = (cell: string): number | null => (cell === '' ? null : Number(cell));
  return parseTextTable(
    ['item', 'engine', 'fuels', 'brands', 'markets', 'option', 'km', 'months', 'first', 'state'],
    INTERVALS,
  )
    .filter((row) => row.engine === '' || engines.has(row.engine))
    .map((row) => ({
      item: row.item,
      engine: row.engine === '' ? null : row.engine,
      fuels: namesOrNull(row.fuels, FUELS),
      brands: namesOrNull(row.brands, BRAND_IDS),
      markets: namesOrNull(row.markets, MARKET_IDS),
      option: row.option === '' ? null : row.option,
      intervalKm: number(row.km),
      intervalMonths: number(row.months),
      firstMonths: number(row.first),
      ...surenessOf(row.state),
    }));
}

function surenessOf(state: string): Sourced {
  if (state === 'law') return realFrom(PUBLIC_RECORD);
  return state === 'real' ? realFrom(MAINTENANCE_FACTS) : SYNTHETIC;
}

export function buildOilNorms(facts: MaintenanceFacts): readonly OilNormRow[] {
  return facts.oilNorms
    .filter((norm) => norm.code.startsWith('BMW '))
    .map((norm) => ({
      code: normCode(norm.code.replace('BMW ', '')),
      saeGrades: norm.sae,
      acea: norm.acea,
      note: norm.for ?? null,
      ...(norm.src === 'web' ? realFrom(MAINTENANCE_FACTS) : syntheticFrom(MAINTENANCE_FACTS)),
    }));
}

/** Engines whose oil the facts do not hold share that of their nearest relative. */
const OIL_OF_RELATIVE: Readonly<Record<string, string>> = {
  S68: 'S63',
  'N74-66': 'N74',
  'N74-67': 'N74',
};

export function buildFluids(
  engines: readonly EngineRow[],
  facts: MaintenanceFacts,
): readonly FluidRow[] {
  return engines.flatMap((engine) => {
    if (engine.code.startsWith('MC-')) return motorcycleFluids(engine);
    return engine.fuel === 'ELECTRIC' ? electricFluids(engine) : combustionFluids(engine, facts);
  });
}

function combustionFluids(engine: EngineRow, facts: MaintenanceFacts): readonly FluidRow[] {
  const code = engine.code.replace('-PHEV', '');
  const oil = facts.fluids.find((row) => row.engine === (OIL_OF_RELATIVE[code] ?? code));
  if (oil === undefined) throw new Error(`no oil for engine ${engine.code}`);
  const cylinders = engine.cylinders ?? 4;
  return [
    {
      engine: engine.code,
      kind: 'ENGINE_OIL',
      litres: oil.oilLitres.toFixed(2),
      oilNorms: oil.oilNorm.map(normCode),
      specification: null,
      ...syntheticFrom(MAINTENANCE_FACTS),
    },
    fluid(engine, 'COOLANT', (4 + cylinders * 0.8).toFixed(1), 'HT-12, premixed 50:50'),
    fluid(engine, 'BRAKE_FLUID', '1.0', 'DOT 4 LV'),
    fluid(engine, 'GEARBOX_OIL', cylinders >= 6 ? '8.8' : '7.5', 'ATF, lifetime fill'),
    fluid(engine, 'AXLE_OIL', '0.8', 'SAE 75W-85, hypoid'),
  ];
}

function electricFluids(engine: EngineRow): readonly FluidRow[] {
  return [
    fluid(engine, 'COOLANT', '14.0', 'HT-12, low conductivity'),
    fluid(engine, 'BRAKE_FLUID', '1.0', 'DOT 4 LV'),
    fluid(engine, 'AXLE_OIL', '1.3', 'e-axle oil, lifetime fill'),
  ];
}

function motorcycleFluids(engine: EngineRow): readonly FluidRow[] {
  const brakeFluid = fluid(engine, 'BRAKE_FLUID', '0.4', 'DOT 4');
  if (engine.fuel === 'ELECTRIC') return [brakeFluid, fluid(engine, 'COOLANT', '1.6', 'HT-12')];
  const litres = (1.2 + (engine.displacementCc ?? 500) / 500).toFixed(1);
  return [
    fluid(engine, 'ENGINE_OIL', litres, 'SAE 5W-40, API SL, JASO MA2'),
    fluid(engine, 'COOLANT', '1.8', 'HT-12'),
    brakeFluid,
  ];
}

function fluid(
  engine: EngineRow,
  kind: FluidRow['kind'],
  litres: string,
  specification: string,
): FluidRow {
  return { engine: engine.code, kind, litres, oilNorms: [], specification, ...SYNTHETIC };
}

const normCode = (code: string): string =>
  code
    .replace('LL-', 'Longlife-')
    .replace(/\(.*\)/, '')
    .trim();
