// The maintenance service on a free port over the committed catalogue, at noon of a fixed day.
import { type Clock, systemClock } from '../../../runtime/clock.ts';
import { silentLog } from '../../../runtime/log.ts';
import { createMaintenanceService } from '../../../services/maintenance/create-maintenance-service.ts';
import { loadMaintenanceTables } from '../../../services/maintenance/start-maintenance-service.ts';
import {
  createWorkshopData,
  type MaintenanceTables,
  type WorkshopData,
} from '../../../services/maintenance/workshop-data.ts';
import { startService } from '../../../services/server/start-service.ts';
import { type JsonAnswer, readJson, sendJson } from '../read-json.ts';

const benchClock: Clock = { ...systemClock, nowMs: () => Date.UTC(2026, 10, 21, 12) };

/** The running service, and the data that it serves. */
export interface MaintenanceBench {
  readonly tables: MaintenanceTables;
  readonly data: WorkshopData;
  /** GETs a path, or POSTs a body to it. */
  send(path: string, body?: object, headers?: Record<string, string>): Promise<JsonAnswer>;
  /** A vehicle as the vehicle service knows it. */
  stateOf(vin: string): object;
  /** The VIN of a registered BMW with a petrol engine in a market, the n-th. */
  petrolCar(market: string, index?: number): string;
  stop(): Promise<void>;
}

/** Starts the service, its database in memory. */
export async function startMaintenanceBench(): Promise<MaintenanceBench> {
  const tables = await loadMaintenanceTables();
  const data = createWorkshopData(tables);
  let recordNumber = 0;
  const service = await createMaintenanceService({
    config: { databaseFile: ':memory:' },
    tables,
    log: silentLog,
    clock: benchClock,
    newRecordId: () => `S-${(recordNumber += 1)}`,
  });
  const part = await startService({
    clock: systemClock,
    name: 'maintenance-api',
    service,
    config: { host: '127.0.0.1', port: 0 },
    portVariable: 'MARQUE_MAINTENANCE_API_PORT',
  });

  return {
    tables,
    data,
    send: (path, body, headers = {}) =>
      body === undefined
        ? readJson(`${part.url}${path}`, { headers })
        : sendJson(`${part.url}${path}`, body, { headers }),
    stateOf: (vin) => {
      const vehicle = data.findVehicle(vin);
      if (!vehicle) throw new Error('The catalogue has no such vehicle.');
      const { market, engine, fuel, firstRegistration, mileageKm, mileageAt } = vehicle;
      return { vin, market, engine, fuel, firstRegistration, mileageKm, mileageAt };
    },
    petrolCar: (market, index = 0) => {
      const cars = tables.registeredVehicles.filter((row) => {
        const vehicle = data.findVehicle(row.vin);
        return row.market === market && vehicle?.brand === 'bmw' && vehicle.fuel === 'PETROL';
      });
      return cars[index]?.vin ?? '';
    },
    stop: () => part.stop(),
  };
}
