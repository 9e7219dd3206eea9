// Starts the vehicle service on the committed catalogue.
import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { RunningPart } from '../../runtime/part.ts';
import { loadTable } from '../catalogue/load-catalogue.ts';
import { startService } from '../server/start-service.ts';
import { type VehicleServiceConfig, vehicleServicePortVariable } from './config.ts';
import { createVehicleService } from './create-vehicle-service.ts';
import type { VehicleTables } from './reference-data.ts';

/** Loads the catalogue, seeds the database if need be, and listens. */
export async function startVehicleService(
  config: VehicleServiceConfig,
  { log, clock }: { readonly log: Log; readonly clock: Clock },
): Promise<RunningPart> {
  const service = await createVehicleService({ config, tables: loadVehicleTables(), log, clock });
  return startService({
    name: 'vehicle-api',
    service,
    config,
    portVariable: vehicleServicePortVariable,
  });
}

/** Reads the tables of the catalogue that this service answers from. */
export function loadVehicleTables(): VehicleTables {
  return {
    markets: loadTable('markets'),
    brands: loadTable('brands'),
    modelSeries: loadTable('modelSeries'),
    engines: loadTable('engines'),
    variants: loadTable('variants'),
    items: loadTable('items'),
    optionFamilies: loadTable('optionFamilies'),
    wmis: loadTable('wmis'),
    vinPatterns: loadTable('vinPatterns'),
    registeredVehicles: loadTable('registeredVehicles'),
  };
}
