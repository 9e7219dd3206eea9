// Wires the maintenance service: tables in memory, records in the database, calculations, routes.
import { randomUUID } from 'node:crypto';

import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { TraceSettings } from '../../runtime/tracing/trace-settings.ts';
import { createService } from '../server/create-service.ts';
import { openDatabase, seedOnce } from '../server/database.ts';
import { createIdempotentWrites } from '../server/idempotency.ts';
import { refuseUnknownMarkets } from '../server/market-parameter.ts';
import { digestSeed } from '../server/seed-version.ts';
import type { Service } from '../server/service.ts';
import { registerDealerRoutes } from './routes/dealer-routes.ts';
import { registerItemRoutes } from './routes/item-routes.ts';
import { registerServiceRoutes } from './routes/service-routes.ts';
import { registerVehicleRoutes } from './routes/vehicle-routes.ts';
import { createServiceRecordStore, seedServiceRecords } from './service-record-store.ts';
import { createWorkshopData, type MaintenanceTables } from './workshop-data.ts';

/** What the maintenance service is made of. */
export interface MaintenanceServiceOptions {
  readonly config: {
    /** A file, or `:memory:`. */
    readonly databaseFile: string;
    /** Absent: nothing is traced. */
    readonly tracing?: TraceSettings | undefined;
  };
  readonly tables: MaintenanceTables;
  readonly log: Log;
  readonly clock: Clock;
  /** Makes the id of a record; random without it. */
  readonly newRecordId?: () => string;
}

// Counts up when the seeded tables change their columns.
const seedShape = 1;

/** Wires the service; it does not listen yet. `close()` also closes the database. */
export async function createMaintenanceService(
  options: MaintenanceServiceOptions,
): Promise<Service> {
  const { config, tables, log, clock } = options;
  const newRecordId = options.newRecordId ?? (() => `S-${randomUUID()}`);
  const data = createWorkshopData(tables);
  const database = openDatabase(config.databaseFile);
  const startMs = clock.monotonicMs();
  const isSeeded = seedOnce(database, digestSeed(seedShape, tables.serviceRecords), () =>
    seedServiceRecords(database, tables.serviceRecords),
  );
  if (isSeeded) log.info({ durationMs: clock.monotonicMs() - startMs }, 'catalogue.seeded');

  const records = createServiceRecordStore(database);
  const writes = createIdempotentWrites(database, clock);
  return createService({
    name: 'maintenance',
    title: 'Maintenance service',
    version: '1.0.0',
    log,
    clock,
    tracing: config.tracing,
    registerRoutes: (routes) => {
      refuseUnknownMarkets(routes, (id) => data.findMarket(id) !== undefined);
      registerItemRoutes(routes, data);
      registerDealerRoutes(routes, data);
      registerVehicleRoutes(routes, { data, records });
      registerServiceRoutes(routes, { data, records, writes, clock, newRecordId });
      routes.addHook('onClose', () => database.close());
    },
  });
}
