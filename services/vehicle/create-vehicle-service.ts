// Wires the vehicle service: tables into the database, stores, calculations, routes.
import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { TraceSettings } from '../../runtime/tracing/trace-settings.ts';
import { createService } from '../server/create-service.ts';
import { openDatabase, seedOnce } from '../server/database.ts';
import { expandVariants } from '../server/expand-variants.ts';
import { createIdempotentWrites } from '../server/idempotency.ts';
import { refuseUnknownMarkets } from '../server/market-parameter.ts';
import { digestSeed } from '../server/seed-version.ts';
import type { Service } from '../server/service.ts';
import { createWltpCalculation } from './calculate-wltp.ts';
import { createReferenceData, type VehicleTables } from './reference-data.ts';
import { registerReferenceRoutes } from './routes/reference-routes.ts';
import { registerVariantRoutes } from './routes/variant-routes.ts';
import { registerVehicleRoutes } from './routes/vehicle-routes.ts';
import { registerVinRoutes } from './routes/vin-routes.ts';
import { registerWltpRoutes } from './routes/wltp-routes.ts';
import { createVariantStore, seedVariants } from './variant-store.ts';
import { createVehicleStore, seedVehicles } from './vehicle-store.ts';
import { createVinDecoder } from './vin/decode-vin.ts';

/** What the vehicle service is made of. */
export interface VehicleServiceOptions {
  readonly config: {
    /** A file, or `:memory:`. */
    readonly databaseFile: string;
    /** Absent: nothing is traced. */
    readonly tracing?: TraceSettings | undefined;
    /** At least so many variants, filled up with copies. */
    readonly minVariants: number;
  };
  readonly tables: VehicleTables;
  readonly log: Log;
  readonly clock: Clock;
}

// Counts up when the seeded tables change their columns.
const seedShape = 1;

/** Wires the service; it does not listen yet. `close()` also closes the database. */
export async function createVehicleService(options: VehicleServiceOptions): Promise<Service> {
  const { config, tables, log, clock } = options;
  const database = openDatabase(config.databaseFile);
  const startMs = clock.monotonicMs();
  const { variants: realVariants, engines, registeredVehicles } = tables;
  const version = digestSeed(
    seedShape,
    config.minVariants,
    realVariants,
    engines,
    registeredVehicles,
  );
  const isSeeded = seedOnce(database, version, () => {
    seedVariants(database, expandVariants(realVariants, config.minVariants), engines);
    seedVehicles(database, registeredVehicles);
  });
  if (isSeeded) log.info({ durationMs: clock.monotonicMs() - startMs }, 'catalogue.seeded');

  const data = createReferenceData(tables);
  const variants = createVariantStore(database);
  const vehicles = createVehicleStore(database);
  const writes = createIdempotentWrites(database, clock);
  const decodeVin = createVinDecoder({ ...tables, brands: data.brands });
  const isMarket = (id: string): boolean => data.findMarket(id) !== undefined;
  const calculateWltp = createWltpCalculation({
    items: tables.items,
    families: tables.optionFamilies,
    findVariant: (id) => variants.find(id),
    fuelOf: (variant) => data.fuelOf(variant),
    isMarket,
  });

  const service = await createService({
    name: 'vehicle',
    title: 'Vehicle service',
    version: '1.0.0',
    log,
    clock,
    tracing: config.tracing,
    registerRoutes: (routes) => {
      refuseUnknownMarkets(routes, isMarket);
      registerReferenceRoutes(routes, data);
      registerVariantRoutes(routes, { data, variants });
      registerVinRoutes(routes, { data, decodeVin });
      registerVehicleRoutes(routes, { vehicles, writes, clock });
      registerWltpRoutes(routes, calculateWltp);
      routes.addHook('onClose', () => database.close());
    },
  });
  return service;
}
