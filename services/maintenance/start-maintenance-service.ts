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
    tables: await loadMaintenanceTables(),
    log,
    clock,
  });
  return startService({
    name: 'maintenance-api',
    service,
    config,
    clock,
    portVariable: maintenanceServicePortVariable,
  });
}

/** Reads the tables of the catalogue that this service answers from. */
export async function loadMaintenanceTables(): Promise<MaintenanceTables> {
  return {
    markets: await loadTable('markets'),
    engines: await loadTable('engines'),
    variants: await loadTable('variants'),
    wmis: await loadTable('wmis'),
    vatRates: await loadTable('vatRates'),
    exchangeRates: await loadTable('exchangeRates'),
    maintenanceItems: await loadTable('maintenanceItems'),
    intervals: await loadTable('intervals'),
    oilNorms: await loadTable('oilNorms'),
    fluids: await loadTable('fluids'),
    labourOperations: await loadTable('labourOperations'),
    parts: await loadTable('parts'),
    dealers: await loadTable('dealers'),
    contractProducts: await loadTable('contractProducts'),
    contracts: await loadTable('contracts'),
    recalls: await loadTable('recalls'),
    vehicleRecalls: await loadTable('vehicleRecalls'),
    registeredVehicles: await loadTable('registeredVehicles'),
    serviceRecords: await loadTable('serviceRecords'),
  };
}
