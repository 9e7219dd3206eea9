// Starts the maintenance service on the committed catalogue.
import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { RunningPart } from '../../runtime/part.ts';
import { loadTable } from '../catalogue/load-catalogue.ts';
import { startService } from '../server/start-service.ts';
import { type MaintenanceServiceConfig, maintenanceServicePortVariable } from './config.ts';
import { createMaintenanceService } from './create-maintenance-service.ts';
import type { MaintenanceTables } from './workshop-data.ts';

/** Loads the catalogue, seeds the database if need be, and listens. */
export async function startMaintenanceService(
  config: MaintenanceServiceConfig,
  { log, clock }: { readonly log: Log; readonly clock: Clock },
): Promise<RunningPart> {
  const service = await createMaintenanceService({
    config,
    tables: loadMaintenanceTables(),
    log,
    clock,
  });
  return startService({
    name: 'maintenance-api',
    service,
    config,
    portVariable: maintenanceServicePortVariable,
  });
}

/** Reads the tables of the catalogue that this service answers from. */
export function loadMaintenanceTables(): MaintenanceTables {
  return {
    markets: loadTable('markets'),
    engines: loadTable('engines'),
    variants: loadTable('variants'),
    wmis: loadTable('wmis'),
    vatRates: loadTable('vatRates'),
    exchangeRates: loadTable('exchangeRates'),
    maintenanceItems: loadTable('maintenanceItems'),
    intervals: loadTable('intervals'),
    oilNorms: loadTable('oilNorms'),
    fluids: loadTable('fluids'),
    labourOperations: loadTable('labourOperations'),
    parts: loadTable('parts'),
    dealers: loadTable('dealers'),
    contractProducts: loadTable('contractProducts'),
    contracts: loadTable('contracts'),
    recalls: loadTable('recalls'),
    vehicleRecalls: loadTable('vehicleRecalls'),
    registeredVehicles: loadTable('registeredVehicles'),
    serviceRecords: loadTable('serviceRecords'),
  };
}
