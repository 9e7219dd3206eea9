// A vehicle's service status: reads its history, computes what is due, words it.
import type { Static } from 'typebox';

import { deriveSource } from '../server/derived-source.ts';
import { ServiceProblem } from '../server/problem.ts';
import type { CarTraits, ItemSchedule } from './calculation/applicable-schedules.ts';
import { dueItems, worstStatus } from './calculation/due-item.ts';
import { historyOf, type ItemHistory } from './calculation/item-history.ts';
import { latestReading, type MileageReading } from './calculation/mileage-forecast.ts';
import { describeDueItem, languagesFor } from './contract-rows.ts';
import { parseVin } from './parse-vin.ts';
import type { serviceStatus, vehicleState } from './schemas.ts';
import type { ServiceRecordStore } from './service-record-store.ts';
import type { WorkshopData } from './workshop-data.ts';

/** A vehicle as a caller describes it. */
export type VehicleState = Static<typeof vehicleState>;

/** What computations over a vehicle read from. */
export interface VehicleSources {
  readonly data: WorkshopData;
  readonly records: ServiceRecordStore;
}

/** A vehicle with its items and history as of a day. */
export interface AssessedVehicle {
  readonly vin: string;
  readonly car: CarTraits;
  readonly schedules: readonly ItemSchedule[];
  readonly history: ItemHistory;
  readonly reading: MileageReading;
}

const maxMileageKm = 5_000_000;

/**
 * Looks a vehicle up. Services recorded after the day are left out; a recorded mileage counts where it is newer
 * than the one given.
 *
 * @throws ServiceProblem `VIN_INVALID`, `MARKET_UNKNOWN`, `ENGINE_UNKNOWN` or `MILEAGE_INVALID`.
 */
export function assessVehicle(
  { data, records }: VehicleSources,
  state: VehicleState,
  day: string,
): AssessedVehicle {
  const vin = parseVin(state.vin);
  if (vin === undefined) {
    throw new ServiceProblem('VIN_INVALID', 400, 'A VIN has 17 letters and digits, no I, O or Q.');
  }
  if (!data.findMarket(state.market)) {
    throw new ServiceProblem('MARKET_UNKNOWN', 400, 'The market is not known.');
  }
  if (data.fuelOf(state.engine) === undefined) {
    throw new ServiceProblem('ENGINE_UNKNOWN', 422, 'The engine is not known.');
  }
  if (state.mileageKm < 0 || state.mileageKm > maxMileageKm) {
    throw new ServiceProblem('MILEAGE_INVALID', 422, `A mileage is 0 to ${maxMileageKm} km.`);
  }

  const services = records.listByVin(vin).filter(({ performedOn }) => performedOn <= day);
  const car = data.traitsOf({ ...state, vin });
  const schedules = data.schedulesOf(car);
  return {
    vin,
    car,
    schedules,
    history: historyOf(schedules, state.firstRegistration, services),
    reading: latestReading(state, services),
  };
}

/** The status on a day. @throws ServiceProblem as `assessVehicle`. */
export function statusOfVehicle(
  sources: VehicleSources,
  state: VehicleState,
  { day, language }: { readonly day: string; readonly language: string | undefined },
): Static<typeof serviceStatus> {
  const { vin, schedules, history, reading } = assessVehicle(sources, state, day);
  const languages = languagesFor(sources.data.findMarket(state.market), language);
  const due = dueItems(schedules, history, reading, day);
  return {
    vin,
    status: worstStatus(due.map(({ status }) => status)),
    asOf: day,
    items: due.map((item) => describeDueItem(item, languages)),
    ...deriveSource(due.flatMap(({ schedule }) => [schedule.item, schedule.interval])),
  };
}
