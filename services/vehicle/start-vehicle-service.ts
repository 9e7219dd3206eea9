// Starts the vehicle service on the committed catalogue.
import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { RunningPart } from '../../runtime/part.ts';
import { loadTables } from '../server/load-tables.ts';
import { startService } from '../server/start-service.ts';
import { type VehicleServiceConfig, vehicleServicePortVariable } from './config.ts';
import { createVehicleService } from './create-vehicle-service.ts';
import type { VehicleTables } from './reference-data.ts';

/** Loads the catalogue, seeds the database if need be, and listens. */
export async function startVehicleService(
  config: VehicleServiceConfig,
  { log, clock }: { readonly log: Log; readonly clock: Clock },
): Promise<RunningPart> {
  const service = await createVehicleService({
    config,
    tables: await loadVehicleTables(),
    log,
    clock,
  });
  return startService({
    name: 'vehicle-api',
    service,
    config,
    clock,
    portVariable: vehicleServicePortVariable,
  });
}

/** Reads the tables of the catalogue that this service answers from. */
export function loadVehicleTables(): Promise<VehicleTables> {
  return loadTables([
    'markets',
    'brands',
    'modelSeries',
    'engines',
    'variants',
    'items',
    'optionFamilies',
    'wmis',
    'vinPatterns',
    'registeredVehicles',
  ]);
}
