// European variants from ADEME: rows of one model that differ only in equipment become one variant.
import type { BrandId, Fuel, MarketId } from '../rows/sourced.ts';
import type { VariantRow, WltpRange } from '../rows/vehicle-rows.ts';
import type { EngineRegister } from './engines.ts';
import { parseDecimal, type CsvRecord } from './parse-csv.ts';
import { ADEME, OPEN_EV, realFrom } from './provenance.ts';
import type { ElectricCar } from './read-sources.ts';
import { seriesFacts } from './series.ts';
import { seriesOfEuropeanModel } from './series-of-model.ts';
import { slug } from './slug.ts';

/** ADEME's list was published while these were on sale; the day is ours. */
const VALID_FROM = '2022-01-01';
const MARKETS: readonly MarketId[] = ['DE', 'FR', 'AT', 'NL', 'GB', 'JP', 'CH'];
/** Markets where diesel cars of these lines were not offered. */
const DIESEL_MARKETS: readonly MarketId[] = ['DE', 'FR', 'AT', 'NL', 'GB', 'CH'];

/** A variant with the French list price that ADEME gives, whole euros including VAT. */
export interface EuropeanVariant {
  readonly variant: VariantRow;
  readonly grossEur: number;
}

// The series says the body already.
const BODY_WORDS =
  /-(berline|touring|gran-coupe|coupe|cabriolet|cabrio|active-tourer|clubman|countryman|hatch-[35]p|48v|f5\d|f60)(?=-|$)/g;

export function buildEuropeanVariants(
  records: readonly CsvRecord[],
  electricCars: readonly ElectricCar[],
  engines: EngineRegister,
): readonly EuropeanVariant[] {
  const groups = new Map<string, CsvRecord[]>();
  for (const record of records) {
    const key = [
      'Description Commerciale',
      'Cylindrée',
      'Puissance maximale',
      'Type de boite',
      'Carrosserie',
    ]
      .map((column) => cell(record, column))
      .join('|');
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  const drafts = [...groups.values()].map((group) => draftOf(group, electricCars, engines));
  return withUniqueIds(mergeSameModel(drafts));
}

function draftOf(
  group: readonly CsvRecord[],
  electricCars: readonly ElectricCar[],
  engines: EngineRegister,
): EuropeanVariant {
  const [first] = group;
  if (first === undefined) throw new Error('an empty group of ADEME rows');
  const brand = brandOf(cell(first, 'Marque'));
  const description = descriptionOf(first);
  const fuel = fuelOf(cell(first, 'Energie'));
  const series = seriesOfEuropeanModel(description);
  const electric = fuel === 'ELECTRIC' ? electricTwin(description, electricCars) : undefined;
  const powerKw =
    fuel === 'ELECTRIC'
      ? (electric?.powertrain.system_power_kw ?? null)
      : parseDecimal(first['Puissance maximale']);
  const facts = seriesFacts(series);
  const variant: VariantRow = {
    id: `${brand}-${slug(series)}-${slug(description.replace(/^MINI /, '')).replace(BODY_WORDS, '')}`,
    brand,
    series,
    // The graph's texts are English; the source is French.
    name: description.replace(/\s*\(F\d\d\)/, '').replace(/ Berline$/, ' Sedan'),
    typeKey: null,
    modelYear: null,
    markets: fuel === 'DIESEL' ? DIESEL_MARKETS : MARKETS,
    engine: engineOf(fuel, first, description, powerKw ?? series, engines),
    powerKw,
    gearbox: gearboxOf(cell(first, 'Type de boite')),
    gears: fuel === 'ELECTRIC' ? 1 : parseDecimal(first['Nombre rapports']),
    drive: driveOf(description, series),
    massKg: least(group, 'Masse OM Min'),
    doors: facts.doors,
    seats: electric?.body?.seats ?? null,
    wltp: wltpOf(group, fuel),
    epa: null,
    electricRangeKm: greatest(group, 'Autonomie elec Max'),
    batteryKwh: electric?.battery.pack_capacity_kwh_net ?? null,
    validFrom: VALID_FROM,
    validTo: null,
    ...(electric === undefined ? realFrom(ADEME) : realFrom(ADEME, OPEN_EV)),
  };
  return { variant, grossEur: least(group, 'Prix véhicule') ?? 0 };
}

// ADEME lists some models in two body classes: the same car, so one variant with the wider ranges.
function mergeSameModel(drafts: readonly EuropeanVariant[]): readonly EuropeanVariant[] {
  const byModel = new Map<string, EuropeanVariant>();
  for (const draft of drafts) {
    const { id, powerKw, gearbox } = draft.variant;
    const key = [id, powerKw, gearbox].join(' ');
    const known = byModel.get(key);
    byModel.set(key, known !== undefined && known.grossEur <= draft.grossEur ? known : draft);
  }
  return [...byModel.values()];
}

function withUniqueIds(drafts: readonly EuropeanVariant[]): readonly EuropeanVariant[] {
  const powers = new Map<string, Set<number | null>>();
  for (const { variant } of drafts)
    powers.set(variant.id, (powers.get(variant.id) ?? new Set()).add(variant.powerKw));
  return drafts
    .map((draft) => {
      const { id, powerKw, gearbox } = draft.variant;
      const power = (powers.get(id)?.size ?? 0) > 1 ? `-${powerKw ?? 0}kw` : '';
      const manual = gearbox === 'MANUAL' ? '-manual' : '';
      return { ...draft, variant: { ...draft.variant, id: `${id}${power}${manual}` } };
    })
    .toSorted((a, b) => (a.variant.id < b.variant.id ? -1 : 1));
}

function descriptionOf(record: CsvRecord): string {
  const text = cell(record, 'Description Commerciale').replace('Compétition', 'Competition');
  if (/^(CULLINAN|DAWN)$/.test(text)) return text.charAt(0) + text.slice(1).toLowerCase();
  // The one `Coupe` of the 4 Series that ADEME files under saloons is the Gran Coupé.
  return cell(record, 'Carrosserie') === 'BERLINE' &&
    /^M?4\d\d.* Coupe$/.test(text) &&
    !text.includes('Gran')
    ? text.replace(' Coupe', ' Gran Coupe')
    : text;
}

function electricTwin(description: string, cars: readonly ElectricCar[]): ElectricCar | undefined {
  const wanted = slug(
    description.replace(/^MINI | Hatch 3P| \(F56\)/g, '').replace('M50 xDrive', 'M50'),
  );
  const year = description.includes('(F56)') ? 2023 : 2024;
  return cars.find((car) => {
    const trim = car.variant?.name ?? car.trim.name;
    const names = [slug(`${car.model.name} ${trim}`), slug(car.model.name)];
    return (
      car.year === year &&
      (trim === car.model.name || trim === 'SE' ? names.includes(wanted) : names[0] === wanted)
    );
  });
}

function engineOf(
  fuel: Fuel,
  record: CsvRecord,
  description: string,
  power: number | string,
  engines: EngineRegister,
): string {
  if (fuel === 'ELECTRIC') return engines.electric(power);
  return engines.combustion({
    fuel,
    displacementCc: parseDecimal(record['Cylindrée']) ?? 0,
    isMModel: /^(M\d|X\d M)( |$)/.test(description),
    isS68: false,
    isS63: /^M[58] /.test(description),
  });
}

function brandOf(make: string): BrandId {
  if (make === 'MINI') return 'mini';
  return make.startsWith('ROLLS') ? 'rolls-royce' : 'bmw';
}

function fuelOf(energy: string): Fuel {
  switch (energy) {
    case 'ESSENCE':
    case 'ESS+ELEC HNR':
      return 'PETROL';
    case 'GAZOLE':
    case 'GAZ+ELEC HNR':
      return 'DIESEL';
    case 'ELEC+ESSENC HR':
      return 'PLUG_IN_HYBRID';
    case 'ELECTRIC':
      return 'ELECTRIC';
    default:
      throw new Error(`unknown energy in ADEME: ${energy}`);
  }
}

function gearboxOf(type: string): VariantRow['gearbox'] {
  if (type === 'MECANIQUE') return 'MANUAL';
  return type === 'AUTOMATIQUE' ? 'AUTOMATIC' : 'SINGLE_SPEED';
}

const FRONT_DRIVEN = /^(F40|F44|U06|U11|F39|F5[4567]|F60)$/;

function driveOf(description: string, series: string): VariantRow['drive'] {
  if (
    /xDrive|ALL4|M50|M60|^M[58] |X[2-7] M|Clubman.*Works|Works.*Clubman|Cullinan/.test(description)
  )
    return 'AWD';
  return FRONT_DRIVEN.test(series) ? 'FWD' : 'RWD';
}

function wltpOf(group: readonly CsvRecord[], fuel: Fuel): WltpRange {
  const isElectric = fuel === 'ELECTRIC';
  const kwh = (wattHours: number | null): number | null =>
    wattHours === null ? null : Math.round(wattHours) / 10;
  return {
    co2GramsPerKmMin: isElectric ? 0 : (tenth(least(group, 'CO2 vitesse mixte Min')) ?? 0),
    co2GramsPerKmMax: isElectric ? 0 : (tenth(greatest(group, 'CO2 vitesse mixte Max')) ?? 0),
    litresPer100KmMin: tenth(least(group, 'Conso vitesse mixte Min')),
    litresPer100KmMax: tenth(greatest(group, 'Conso vitesse mixte Max')),
    kwhPer100KmMin: kwh(least(group, 'Conso elec Min')),
    kwhPer100KmMax: kwh(greatest(group, 'Conso elec Max')),
  };
}

const tenth = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 10) / 10;

function numbers(group: readonly CsvRecord[], column: string): readonly number[] {
  return group.map((record) => parseDecimal(record[column])).filter((value) => value !== null);
}

function least(group: readonly CsvRecord[], column: string): number | null {
  const values = numbers(group, column);
  return values.length === 0 ? null : Math.min(...values);
}

function greatest(group: readonly CsvRecord[], column: string): number | null {
  const values = numbers(group, column);
  return values.length === 0 ? null : Math.max(...values);
}

function cell(record: CsvRecord, column: string): string {
  const value = record[column];
  if (value === undefined) throw new Error(`ADEME: no column ${column}`);
  return value.trim();
}
