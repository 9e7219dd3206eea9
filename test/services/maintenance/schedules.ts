// Maintenance items and intervals for tests of the calculations.
import type {
  IntervalRow,
  MaintenanceItemRow,
} from '../../../services/catalogue/rows/maintenance-rows.ts';
import type { ItemSchedule } from '../../../services/maintenance/calculation/applicable-schedules.ts';

const sourced = { provenance: 'SYNTHETIC', source: 'test' } as const;

/** An item of kind CBS unless `change` says otherwise. */
export function itemRow(id: string, change: Partial<MaintenanceItemRow> = {}): MaintenanceItemRow {
  return {
    id,
    name: { en: id },
    kind: 'CBS',
    coupledWith: null,
    everyNth: null,
    byWear: false,
    ...sourced,
    ...change,
  };
}

/** An interval without limits but those of `change`, for every car. */
export function intervalRow(item: string, change: Partial<IntervalRow>): IntervalRow {
  return {
    item,
    engine: null,
    fuels: null,
    brands: null,
    markets: null,
    option: null,
    intervalKm: null,
    intervalMonths: null,
    firstMonths: null,
    ...sourced,
    ...change,
  };
}

/** Both. */
export function schedule(
  id: string,
  interval: Partial<IntervalRow>,
  item: Partial<MaintenanceItemRow> = {},
): ItemSchedule {
  return { item: itemRow(id, item), interval: intervalRow(id, interval) };
}
