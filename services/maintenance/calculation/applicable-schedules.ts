// Which maintenance items a car has, and the interval of each: the most specific row wins.
import type { IntervalRow, MaintenanceItemRow } from '../../catalogue/rows/maintenance-rows.ts';
import type { Applicability, BrandId, Fuel } from '../../catalogue/rows/sourced.ts';

/** What rows are restricted by; null or empty is not known and meets no restriction. */
export interface CarTraits {
  readonly engine: string;
  readonly fuel: Fuel | null;
  /** More than one where the engine alone is known. */
  readonly brands: readonly BrandId[];
  readonly series: string | null;
  readonly market: string | null;
  /** What it was built with, so far as that is known. */
  readonly optionCodes: readonly string[];
}

/** One item with its interval for a car. */
export interface ItemSchedule {
  readonly item: MaintenanceItemRow;
  readonly interval: IntervalRow;
}

/** The schedules of a car, in the order of the items. An item without an interval row does not apply. */
export function applicableSchedules(
  car: CarTraits,
  items: readonly MaintenanceItemRow[],
  intervals: readonly IntervalRow[],
): readonly ItemSchedule[] {
  const best = new Map<string, IntervalRow>();
  for (const row of intervals) {
    if (!appliesTo(row, car)) continue;
    const known = best.get(row.item);
    if (known === undefined || specificity(row) > specificity(known)) best.set(row.item, row);
  }
  return items.flatMap((item) => {
    const interval = best.get(item.id);
    return interval === undefined ? [] : [{ item, interval }];
  });
}

/** Tests an operation's or part's applicability; a restriction on what is not known is not met. */
export function isApplicableToCar(applicability: Applicability, car: CarTraits): boolean {
  const { brands, series, fuels, markets } = applicability;
  return (
    (brands === null || car.brands.some((brand) => brands.includes(brand))) &&
    includesKnown(series, car.series) &&
    includesKnown(fuels, car.fuel) &&
    includesKnown(markets, car.market)
  );
}

function appliesTo(row: IntervalRow, car: CarTraits): boolean {
  if (row.engine !== null && row.engine !== car.engine) return false;
  if (row.option !== null && !car.optionCodes.includes(row.option)) return false;
  return isApplicableToCar({ ...row, series: null }, car);
}

/** Option before engine before brand before market before fuel. */
function specificity(row: IntervalRow): number {
  return (
    (row.option === null ? 0 : 16) +
    (row.engine === null ? 0 : 8) +
    (row.brands === null ? 0 : 4) +
    (row.markets === null ? 0 : 2) +
    (row.fuels === null ? 0 : 1)
  );
}

function includesKnown(allowed: readonly string[] | null, value: string | null): boolean {
  return allowed === null || (value !== null && allowed.includes(value));
}
