// US variants from the EPA: one a model year, model and gearbox; wheel sizes of electric cars are joined.
import type { BrandId, Fuel } from '../rows/sourced.ts';
import type { VariantRow } from '../rows/vehicle-rows.ts';
import type { EngineRegister } from './engines.ts';
import { parseDecimal, type CsvRecord } from './parse-csv.ts';
import { EPA, OPEN_EV, realFrom } from './provenance.ts';
import type { ElectricCar } from './read-sources.ts';
import { seriesFacts } from './series.ts';
import { seriesOfUsModel } from './series-of-model.ts';
import { slug } from './slug.ts';

const FIRST_MODEL_YEAR = 2024;
const LAST_MODEL_YEAR = 2026;
const KM_PER_MILE = 1.609344;

/** A US variant with the price that Open EV Data gives for its model year, whole dollars. */
export interface UsVariant {
  readonly variant: VariantRow;
  readonly msrpUsd: number | null;
}

export function buildUsVariants(
  records: readonly CsvRecord[],
  electricCars: readonly ElectricCar[],
  engines: EngineRegister,
): readonly UsVariant[] {
  const groups = new Map<string, CsvRecord[]>();
  for (const record of records) {
    const year = Number(record['year']);
    if (year < FIRST_MODEL_YEAR || year > LAST_MODEL_YEAR) continue;
    const manual = record['trany']?.startsWith('Manual') === true ? ' manual' : '';
    const key = `${year} ${record['make']} ${modelOf(record)}${manual}`;
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return [...groups.values()]
    .map((group) => variantOf(group, electricCars, engines))
    .toSorted((a, b) => (a.variant.id < b.variant.id ? -1 : 1));
}

function variantOf(
  group: readonly CsvRecord[],
  electricCars: readonly ElectricCar[],
  engines: EngineRegister,
): UsVariant {
  const [first] = group;
  if (first === undefined) throw new Error('an empty group of EPA rows');
  const modelYear = Number(first['year']);
  const model = modelOf(first);
  const brand = brandOf(first['make'] ?? '');
  const series = seriesOfUsModel(modelYear, model);
  const fuel = fuelOf(first['fuelType'] ?? '');
  const twin = fuel === 'ELECTRIC' ? electricTwin(model, modelYear, electricCars) : undefined;
  const powerKw = twin?.powertrain.system_power_kw ?? singleMotorKw(first, fuel);
  const [gearbox, gears] = gearboxOf(first['trany'] ?? '');
  const manual = gearbox === 'MANUAL' ? '-manual' : '';
  const variant: VariantRow = {
    id: `${brand}-us-${modelYear}-${slug(model.replace(/ (Sedan|Coupe CS)$/, (_, body: string) => (body === 'Sedan' ? '' : ' cs')))}${manual}`,
    brand,
    series,
    name: brand === 'mini' && !model.startsWith('MINI') ? `MINI ${model}` : model,
    typeKey: null,
    modelYear,
    markets: ['US'],
    engine: engineOf(fuel, first, model, powerKw ?? series, engines),
    powerKw,
    gearbox,
    gears,
    drive: driveOf(first['drive'] ?? ''),
    massKg: twin?.weights?.curb_weight_kg ?? null,
    doors: seriesFacts(series).doors,
    seats: twin?.body?.seats ?? null,
    wltp: null,
    epa: {
      combinedMpg: Math.min(...numbers(group, 'comb08')),
      co2GramsPerMile: Math.max(...numbers(group, 'co2TailpipeGpm')),
      gasGuzzler: group.some((record) => /[GT]/.test(record['guzzler'] ?? '')),
    },
    electricRangeKm: rangeKm(group, fuel),
    batteryKwh: twin?.battery.pack_capacity_kwh_net ?? null,
    validFrom: `${modelYear - 1}-07-01`,
    validTo: modelYear === LAST_MODEL_YEAR ? null : `${modelYear}-12-31`,
    ...(twin === undefined ? realFrom(EPA) : realFrom(EPA, OPEN_EV)),
  };
  const msrp = twin?.pricing?.msrp.find((price) => price.currency === 'USD');
  return { variant, msrpUsd: msrp?.amount ?? null };
}

function modelOf(record: CsvRecord): string {
  return (record['model'] ?? '').replace(/\s*\(.*?\)/g, '').trim();
}

function brandOf(make: string): BrandId {
  if (make === 'MINI') return 'mini';
  return make === 'Rolls-Royce' ? 'rolls-royce' : 'bmw';
}

function fuelOf(fuelType: string): Fuel {
  if (fuelType === 'Electricity') return 'ELECTRIC';
  return fuelType.includes('Electricity') ? 'PLUG_IN_HYBRID' : 'PETROL';
}

function electricTwin(
  model: string,
  modelYear: number,
  cars: readonly ElectricCar[],
): ElectricCar | undefined {
  const wanted = slug(
    model
      .replace(/ (Gran Coupe|Sedan|xDrive Sedan|ALL4)$/, '')
      .replace(/^(i7 M70|i5 M60) xDrive$/, '$1'),
  );
  const matches = cars.filter((car) => {
    const trim = car.variant?.name ?? car.trim.name;
    const name = trim === 'Base' ? car.model.name : `${car.model.name} ${trim}`;
    return slug(name).replace(/-all4$/, '') === wanted && car.year <= modelYear;
  });
  return matches.toSorted((a, b) => b.year - a.year)[0];
}

function singleMotorKw(record: CsvRecord, fuel: Fuel): number | null {
  const match = /^(\d+) kW/.exec(record['evMotor'] ?? '');
  const isAllWheel = /All|4-W/.test(record['drive'] ?? '');
  return fuel === 'ELECTRIC' && !isAllWheel && match !== null ? Number(match[1]) : null;
}

function engineOf(
  fuel: Fuel,
  record: CsvRecord,
  model: string,
  power: number | string,
  engines: EngineRegister,
): string {
  if (fuel === 'ELECTRIC') return engines.electric(power);
  const hasBattery = /Mild Hybrid|PHEV/.test(record['eng_dscr'] ?? '');
  return engines.combustion({
    fuel,
    displacementCc: Math.round((parseDecimal(record['displ']) ?? 0) * 1000),
    isMModel: /^(M\d|X\d M)( |$)/.test(model),
    isS68: hasBattery,
    isS63: model.startsWith('M8 '),
  });
}

function gearboxOf(trany: string): [VariantRow['gearbox'], number | null] {
  if (trany.includes('(A1)')) return ['SINGLE_SPEED', 1];
  const gears = /(\d+)/.exec(trany.replace('AM-S', ''));
  return [
    trany.startsWith('Manual') ? 'MANUAL' : 'AUTOMATIC',
    gears === null ? null : Number(gears[1]),
  ];
}

function driveOf(drive: string): VariantRow['drive'] {
  if (['All', '4', 'Part'].some((start) => drive.startsWith(start))) return 'AWD';
  return drive.startsWith('Front') ? 'FWD' : 'RWD';
}

function rangeKm(group: readonly CsvRecord[], fuel: Fuel): number | null {
  if (fuel === 'PETROL' || fuel === 'DIESEL') return null;
  const miles = numbers(group, fuel === 'ELECTRIC' ? 'range' : 'rangeA');
  return miles.length === 0 ? null : Math.round(Math.max(...miles) * KM_PER_MILE);
}

function numbers(group: readonly CsvRecord[], column: string): readonly number[] {
  return group.map((record) => parseDecimal(record[column])).filter((value) => value !== null);
}
