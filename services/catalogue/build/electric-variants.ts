// Electric cars for Europe and Japan that ADEME's list does not hold yet, from Open EV Data.
import type { BrandId, MarketId } from '../rows/sourced.ts';
import type { VariantRow } from '../rows/vehicle-rows.ts';
import type { EngineRegister } from './engines.ts';
import { OPEN_EV, realFrom } from './provenance.ts';
import type { ElectricCar } from './read-sources.ts';
import { seriesFacts } from './series.ts';
import { seriesOfEuropeanModel } from './series-of-model.ts';
import { slug } from './slug.ts';

const MARKETS: readonly MarketId[] = ['DE', 'FR', 'AT', 'NL', 'GB', 'JP', 'CH'];

/** An electric variant with the German list price where Open EV Data gives one, whole euros with VAT. */
export interface ElectricVariant {
  readonly variant: VariantRow;
  readonly germanGrossEur: number | null;
}

/** `known` are the ids that other sources gave already. */
export function buildElectricVariants(
  cars: readonly ElectricCar[],
  known: ReadonlySet<string>,
  engines: EngineRegister,
): readonly ElectricVariant[] {
  const latest = new Map<string, ElectricCar>();
  for (const car of cars) {
    const id = idOf(car);
    const earlier = latest.get(id);
    if (earlier === undefined || car.year > earlier.year || germanGross(car) !== null)
      latest.set(id, car);
  }
  return [...latest]
    .filter(([id]) => !known.has(id))
    .map(([id, car]) => variantOf(id, car, engines))
    .toSorted((a, b) => (a.variant.id < b.variant.id ? -1 : 1));
}

function nameOf(car: ElectricCar): string {
  const { name } = car.model;
  const trim = car.variant?.name ?? car.trim.name;
  if (car.make.slug === 'mini')
    return name === 'Cooper SE' ? 'MINI Cooper SE' : `MINI ${name} ${trim}`;
  return trim === name || trim === 'Base' ? name : `${name} ${trim}`;
}

function brandOf(car: ElectricCar): BrandId {
  if (car.make.slug === 'mini') return 'mini';
  return car.make.slug === 'rolls_royce' ? 'rolls-royce' : 'bmw';
}

function seriesOf(car: ElectricCar): string {
  // Until model year 2023 the Cooper SE was the electric F56; then it became a car of its own.
  if (car.make.slug === 'mini' && car.year < 2024) return 'F56';
  return seriesOfEuropeanModel(nameOf(car));
}

function idOf(car: ElectricCar): string {
  const name = nameOf(car)
    .replace(/^MINI | Countryman/g, ' ')
    .replace(/^i4 M50$/, 'i4 M50 xDrive');
  return `${brandOf(car)}-${slug(seriesOf(car))}-${slug(name)}`;
}

function germanGross(car: ElectricCar): number | null {
  return car.pricing?.msrp.find((price) => price.currency === 'EUR')?.amount ?? null;
}

function variantOf(id: string, car: ElectricCar, engines: EngineRegister): ElectricVariant {
  const series = seriesOf(car);
  const powerKw = car.powertrain.system_power_kw ?? null;
  const wltpKm = car.range?.rated.find((rating) => rating.cycle === 'wltp')?.range_km ?? null;
  const variant: VariantRow = {
    id,
    brand: brandOf(car),
    series,
    name: nameOf(car),
    typeKey: null,
    modelYear: car.year,
    markets: MARKETS,
    engine: engines.electric(powerKw ?? series),
    powerKw,
    gearbox: 'SINGLE_SPEED',
    gears: 1,
    drive: driveOf(car),
    massKg: car.weights?.curb_weight_kg ?? null,
    doors: car.body?.doors ?? seriesFacts(series).doors,
    seats: car.body?.seats ?? null,
    wltp: {
      co2GramsPerKmMin: 0,
      co2GramsPerKmMax: 0,
      litresPer100KmMin: null,
      litresPer100KmMax: null,
      kwhPer100KmMin: null,
      kwhPer100KmMax: null,
    },
    epa: null,
    electricRangeKm: wltpKm,
    batteryKwh: car.battery.pack_capacity_kwh_net ?? null,
    validFrom: `${car.year - 1}-07-01`,
    validTo: null,
    ...realFrom(OPEN_EV),
  };
  return { variant, germanGrossEur: germanGross(car) };
}

function driveOf(car: ElectricCar): VariantRow['drive'] {
  switch (car.powertrain.drivetrain) {
    case 'awd':
      return 'AWD';
    case 'rwd':
      return 'RWD';
    case 'fwd':
      return 'FWD';
    case undefined:
      return null;
    default:
      return car.powertrain.drivetrain satisfies never;
  }
}
