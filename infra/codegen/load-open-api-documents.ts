// Asks the services themselves for their OpenAPI documents: wired in memory, nothing listens.
import { randomBytes } from 'node:crypto';

import { systemClock } from '../../runtime/clock.ts';
import { silentLog } from '../../runtime/log.ts';
import { createMaintenanceService } from '../../services/maintenance/create-maintenance-service.ts';
import { loadMaintenanceTables } from '../../services/maintenance/start-maintenance-service.ts';
import { createOptionsService } from '../../services/options/create-options-service.ts';
import { loadOptionsTables } from '../../services/options/start-options-service.ts';
import { createPricingService } from '../../services/pricing/create-pricing-service.ts';
import { loadPricingTables } from '../../services/pricing/start-pricing-service.ts';
import { buildOpenApi } from '../../services/server/open-api.ts';
import type { Service } from '../../services/server/service.ts';
import { createVehicleService } from '../../services/vehicle/create-vehicle-service.ts';
import { loadVehicleTables } from '../../services/vehicle/start-vehicle-service.ts';
import type { OpenApiDocument } from './open-api-document.ts';

const config = { databaseFile: ':memory:', minVariants: 0, financeDelayMs: 0 };
const parts = { config, log: silentLog, clock: systemClock };

/** Service → its document, in the order in which the files are generated. */
export async function loadOpenApiDocuments(): Promise<ReadonlyMap<string, OpenApiDocument>> {
  const services: readonly [name: string, service: Service][] = [
    ['vehicle', await createVehicleService({ ...parts, tables: await loadVehicleTables() })],
    [
      'options',
      await createOptionsService({ ...parts, tables: await loadOptionsTables(), randomBytes }),
    ],
    ['pricing', await createPricingService({ ...parts, tables: await loadPricingTables() })],
    [
      'maintenance',
      await createMaintenanceService({ ...parts, tables: await loadMaintenanceTables() }),
    ],
  ];
  const documents = new Map<string, OpenApiDocument>();
  for (const [name, service] of services) {
    await service.ready();
    documents.set(name, buildOpenApi(service) as unknown as OpenApiDocument);
    await service.close();
  }
  return documents;
}
