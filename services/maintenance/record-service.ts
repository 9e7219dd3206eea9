// Takes in a service that was carried out, and answers the vehicle's status after it.
import type { Static } from 'typebox';

import { invalidParameter, ServiceProblem } from '../server/problem.ts';
import { dayOf } from '../server/validity.ts';
import {
  assessVehicle,
  statusOfVehicle,
  type VehicleSources,
  type VehicleState,
} from './assess-vehicle.ts';
import { addDays } from './calculation/calendar-day.ts';
import { parseVin } from './parse-vin.ts';
import type { serviceRecordInput, serviceRecordResult } from './schemas.ts';
import type { ServiceRecord } from './service-record-store.ts';
import type { KnownVehicle, WorkshopData } from './workshop-data.ts';

type Input = Static<typeof serviceRecordInput>;

/** What recording stands on besides the sources. */
export interface RecordServiceOptions extends VehicleSources {
  readonly nowMs: () => number;
  readonly newRecordId: () => string;
}

/**
 * Checks and stores a record.
 *
 * @throws ServiceProblem 404 `VEHICLE_UNKNOWN`; 422 `ITEM_UNKNOWN`, `ITEM_NOT_APPLICABLE`, `DEALER_UNKNOWN`;
 * 409 `MILEAGE_BELOW_KNOWN`, `MILEAGE_ABOVE_KNOWN`; 400 `VIN_INVALID`, `INVALID_PARAMETER` for a day before
 * first registration or to come.
 */
export function recordService(
  options: RecordServiceOptions,
  input: Input,
  language: string | undefined,
): Static<typeof serviceRecordResult> {
  const { data, records, nowMs, newRecordId } = options;
  const vehicle = requireVehicle(data, input.vin);
  const today = dayOf(nowMs());
  checkDay(input, vehicle, today);
  checkDealer(data, input);
  checkItems(options, input, vehicle);
  checkMileage(input, vehicle, records.listByVin(vehicle.vin));

  const record: ServiceRecord = {
    id: newRecordId(),
    vin: vehicle.vin,
    performedOn: input.performedOn,
    mileageKm: input.mileageKm,
    items: [...new Set(input.items)],
    dealer: input.dealer,
    provenance: 'REAL',
    source: 'recorded service',
  };
  records.add(record);
  const day = input.performedOn > today ? input.performedOn : today;
  return { record, status: statusOfVehicle(options, stateOf(vehicle), { day, language }) };
}

function requireVehicle(data: WorkshopData, text: string): KnownVehicle {
  const vin = parseVin(text);
  if (vin === undefined) {
    throw new ServiceProblem(
      'VIN_INVALID',
      400,
      'A VIN has 17 letters and digits, no I, O or Q.',
      '/vin',
    );
  }
  const vehicle = data.findVehicle(vin);
  if (vehicle) return vehicle;
  throw new ServiceProblem('VEHICLE_UNKNOWN', 404, 'There is no such vehicle.', '/vin');
}

function checkDay({ performedOn }: Input, { firstRegistration }: KnownVehicle, today: string) {
  // A day of grace: it is tomorrow already elsewhere.
  if (performedOn > addDays(today, 1)) {
    throw invalidParameter('/performedOn', 'A service cannot be of a day to come.');
  }
  if (performedOn < firstRegistration) {
    throw invalidParameter('/performedOn', 'The vehicle was not registered yet on that day.');
  }
}

function checkDealer({ dealers }: WorkshopData, { dealer }: Input): void {
  if (dealer === null || dealers.has(dealer)) return;
  throw new ServiceProblem('DEALER_UNKNOWN', 422, 'There is no such dealer.', '/dealer');
}

function checkItems(sources: VehicleSources, { items, performedOn }: Input, vehicle: KnownVehicle) {
  const { schedules } = assessVehicle(sources, stateOf(vehicle), performedOn);
  const applicable = new Set(schedules.map(({ item }) => item.id));
  for (const [index, item] of items.entries()) {
    const parameter = `/items/${index}`;
    if (!sources.data.items.has(item)) {
      throw new ServiceProblem(
        'ITEM_UNKNOWN',
        422,
        `There is no maintenance item ${item}.`,
        parameter,
      );
    }
    if (!applicable.has(item)) {
      throw new ServiceProblem(
        'ITEM_NOT_APPLICABLE',
        422,
        `The vehicle has no maintenance item ${item}.`,
        parameter,
      );
    }
  }
}

/** Mileage never falls: not below what an earlier day has shown, nor above what a later one has. */
function checkMileage(
  { performedOn, mileageKm }: Input,
  vehicle: KnownVehicle,
  services: readonly ServiceRecord[],
): void {
  const known = [
    { on: vehicle.mileageAt, mileageKm: vehicle.mileageKm },
    ...services.map((service) => ({ on: service.performedOn, mileageKm: service.mileageKm })),
  ];
  const isBelow = known.some(({ on, mileageKm: km }) => on < performedOn && km > mileageKm);
  const isAbove = known.some(({ on, mileageKm: km }) => on > performedOn && km < mileageKm);
  if (isBelow || isAbove) {
    throw new ServiceProblem(
      isBelow ? 'MILEAGE_BELOW_KNOWN' : 'MILEAGE_ABOVE_KNOWN',
      409,
      `The mileage contradicts one of ${isBelow ? 'an earlier' : 'a later'} day.`,
      '/mileageKm',
    );
  }
}

function stateOf(vehicle: KnownVehicle): VehicleState {
  const { vin, market, engine, fuel, firstRegistration, mileageKm, mileageAt } = vehicle;
  return { vin, market, engine, fuel, firstRegistration, mileageKm, mileageAt };
}
