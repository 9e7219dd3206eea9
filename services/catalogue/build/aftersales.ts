// Service contracts, recalls and service history of the registered vehicles: made up.
import type {
  ContractProductRow,
  ContractRow,
  DealerRow,
  RecallRow,
  ServiceRecordRow,
  VehicleRecallRow,
} from '../rows/maintenance-rows.ts';
import type { Fuel } from '../rows/sourced.ts';
import type { EngineRow, RegisteredVehicleRow, VariantRow } from '../rows/vehicle-rows.ts';
import { parseTextTable } from './parse-text-table.ts';
import { SYNTHETIC } from './provenance.ts';
import type { SeededRandom } from './seeded-random.ts';

const PRODUCTS = `
SERVICE_INCLUSIVE | OIL MICROFILTER AIR_FILTER FUEL_FILTER SPARK_PLUGS BRAKE_FLUID VEHICLE_CHECK CABIN_FILTER | 60 | 100000 | Service Inclusive | Service Inclusive
SERVICE_INCLUSIVE_PLUS | OIL MICROFILTER AIR_FILTER FUEL_FILTER SPARK_PLUGS BRAKE_FLUID VEHICLE_CHECK CABIN_FILTER BRAKE_PADS_FRONT BRAKE_PADS_REAR | 72 | 120000 | Service Inclusive Plus | Service Inclusive Plus
OIL_INCLUSIVE | OIL MICROFILTER | 36 | 60000 | Oil Service Inclusive | Ölservice Inclusive
`;

export function buildContractProducts(): readonly ContractProductRow[] {
  return parseTextTable(['id', 'items', 'months', 'km', 'en', 'de'], PRODUCTS).map((row) => ({
    id: row.id,
    name: { en: row.en, de: row.de },
    coveredItems: row.items.split(' '),
    termMonths: Number(row.months),
    maxKm: Number(row.km),
    ...SYNTHETIC,
  }));
}

export function buildContracts(
  vehicles: readonly RegisteredVehicleRow[],
  products: readonly ContractProductRow[],
): readonly ContractRow[] {
  // Every other vehicle has one; the products take turns.
  return vehicles
    .filter((_, index) => index % 2 === 0)
    .map((vehicle, index) => {
      const product = products[index % products.length];
      if (product === undefined) throw new Error('no contract product');
      return {
        id: `SC-${String(index + 1).padStart(4, '0')}`,
        vin: vehicle.vin,
        product: product.id,
        maxMileageKm: product.maxKm,
        validFrom: vehicle.firstRegistration,
        validTo: dayBefore(plusMonths(vehicle.firstRegistration, product.termMonths)),
        ...SYNTHETIC,
      };
    });
}

const RECALLS = `
RC-2023-001 | 2023-05-15 | G20 G21 G22 G23 G26 | Synthetic recall: seat belt anchorage | Synthetischer Rückruf: Gurtverankerung | Check the bolt torque of the front belts and correct it.
RC-2024-001 | 2024-02-05 | G01 G02 G05 G06 F97 F98 | Synthetic recall: integrated brake unit | Synthetischer Rückruf: integrierte Bremseinheit | Renew the brake unit and bleed the system.
RC-2024-002 | 2024-09-16 | F54 F55 F56 F57 F60 | Synthetic recall: rear view camera image | Synthetischer Rückruf: Bild der Rückfahrkamera | Program the head unit.
RC-2025-001 | 2025-03-10 | I20 G26 G70 G60 U11 | Synthetic recall: high-voltage battery module | Synthetischer Rückruf: Hochvoltspeichermodul | Read the module data and renew the module if called for.
RC-2025-002 | 2025-11-03 | K50 K51 K52 K53 K54 | Synthetic recall: rear wheel flange bolts | Synthetischer Rückruf: Schrauben am Hinterradflansch | Renew the bolts.
RC-2026-001 | 2026-06-22 | RR21 RR31 RR25 RR11 RR6 | Synthetic recall: coolant pump connector | Synthetischer Rückruf: Stecker der Kühlmittelpumpe | Renew the connector.
`;

export function buildRecalls(): readonly RecallRow[] {
  return parseTextTable(['id', 'publishedOn', 'series', 'en', 'de', 'remedy'], RECALLS).map(
    (row) => ({
      id: row.id,
      title: { en: row.en, de: row.de },
      description: { en: `${row.en}. Made up for this catalogue; no such campaign exists.` },
      publishedOn: row.publishedOn,
      series: row.series.split(' '),
      remedy: { en: row.remedy },
      ...SYNTHETIC,
    }),
  );
}

export function buildVehicleRecalls(
  recalls: readonly RecallRow[],
  vehicles: readonly RegisteredVehicleRow[],
  variants: ReadonlyMap<string, VariantRow>,
  random: SeededRandom,
): readonly VehicleRecallRow[] {
  return recalls.flatMap((recall) =>
    vehicles
      .filter((vehicle) => recall.series.includes(variants.get(vehicle.variant)?.series ?? ''))
      .filter((vehicle) => vehicle.firstRegistration <= recall.publishedOn)
      .map((vehicle) => ({
        recall: recall.id,
        vin: vehicle.vin,
        status: random.integer(1, 3) === 1 ? ('OPEN' as const) : ('DONE' as const),
        ...SYNTHETIC,
      })),
  );
}

const ITEMS_BY_FUEL: Readonly<Record<Fuel, readonly string[]>> = {
  PETROL: ['OIL', 'MICROFILTER'],
  DIESEL: ['OIL', 'MICROFILTER'],
  PLUG_IN_HYBRID: ['OIL', 'MICROFILTER'],
  ELECTRIC: ['CABIN_FILTER', 'BRAKE_FLUID'],
};
const LAST_RECORD = '2026-06-30';

export function buildServiceRecords(
  vehicles: readonly RegisteredVehicleRow[],
  variants: ReadonlyMap<string, VariantRow>,
  engines: ReadonlyMap<string, EngineRow>,
  dealers: readonly DealerRow[],
): readonly ServiceRecordRow[] {
  const records = vehicles.flatMap((vehicle) => {
    const variant = variants.get(vehicle.variant);
    if (variant === undefined) return [];
    const isMotorcycle = variant.brand === 'bmw-motorrad';
    const fuel = engines.get(variant.engine)?.fuel ?? 'PETROL';
    const every = isMotorcycle ? 12 : 24;
    const dealer = dealers.find(
      (row) => row.market === vehicle.market && row.brands.includes(variant.brand),
    );
    const days: string[] = [];
    for (let months = every; ; months += every) {
      const day = plusMonths(vehicle.firstRegistration, months);
      if (day > LAST_RECORD) break;
      days.push(day);
    }
    return days.map((performedOn, index) => ({
      vin: vehicle.vin,
      performedOn,
      mileageKm: Math.round((vehicle.mileageKm * (index + 1)) / (days.length + 1)),
      items: itemsOf(fuel, isMotorcycle, index),
      dealer: dealer?.id ?? null,
    }));
  });
  return records.map((record, index) => ({
    id: `SR-${String(index + 1).padStart(4, '0')}`,
    ...record,
    ...SYNTHETIC,
  }));
}

function itemsOf(fuel: Fuel, isMotorcycle: boolean, index: number): readonly string[] {
  if (isMotorcycle)
    return fuel === 'ELECTRIC' ? ['VEHICLE_CHECK', 'BRAKE_FLUID'] : ['OIL', 'VEHICLE_CHECK'];
  const items = ITEMS_BY_FUEL[fuel];
  return index === 0 || fuel === 'ELECTRIC' ? items : [...items, 'BRAKE_FLUID', 'VEHICLE_CHECK'];
}

/** Days are at most the 28th, so every month has them. */
function plusMonths(day: string, months: number): string {
  const total = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  return `${Math.floor(total / 12)}-${String((total % 12) + 1).padStart(2, '0')}-${day.slice(8)}`;
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
