// Wires the options service: tables into the database, models, configurator, routes.
import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { TraceSettings } from '../../runtime/tracing/trace-settings.ts';
import { createService } from '../server/create-service.ts';
import { openDatabase, seedOnce } from '../server/database.ts';
import { expandRowsOfVariants, expandVariants } from '../server/expand-variants.ts';
import { createIdempotentWrites } from '../server/idempotency.ts';
import { refuseUnknownMarkets } from '../server/market-parameter.ts';
import { digestSeed } from '../server/seed-version.ts';
import type { Service } from '../server/service.ts';
import { createConfigurations } from './configurations.ts';
import { createOptionsStore, type OptionsTables, seedOptions } from './options-store.ts';
import { registerConfigurationRoutes } from './routes/configuration-routes.ts';
import { registerItemRoutes } from './routes/item-routes.ts';
import { registerSavedConfigurationRoutes } from './routes/saved-configuration-routes.ts';
import type { RandomBytes } from './saved-code.ts';
import { createVariantModels } from './variant-models.ts';

/** What the options service is made of. */
export interface OptionsServiceOptions {
  readonly config: {
    /** A file, or `:memory:`. */
    readonly databaseFile: string;
    /** Absent: nothing is traced. */
    readonly tracing?: TraceSettings | undefined;
    /** At least so many variants, filled up with copies. */
    readonly minVariants: number;
  };
  readonly tables: OptionsTables;
  readonly log: Log;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
}

// Counts up when the seeded tables change their columns.
const seedShape = 2;

/** Wires the service; it does not listen yet. `close()` also closes the database. */
export async function createOptionsService(options: OptionsServiceOptions): Promise<Service> {
  const { config, tables, log, clock, randomBytes } = options;
  const database = openDatabase(config.databaseFile);
  const startMs = clock.monotonicMs();
  const { variants, standardEquipment, itemPrices } = tables;
  const { minVariants } = config;
  const version = digestSeed(seedShape, minVariants, variants, standardEquipment, itemPrices);
  const isSeeded = seedOnce(database, version, () => {
    const ids = variants.map(({ id }) => id);
    seedOptions(database, {
      variants: expandVariants(variants, minVariants),
      equipment: expandRowsOfVariants(standardEquipment, ids, minVariants),
      itemPrices,
    });
  });
  if (isSeeded) log.info({ durationMs: clock.monotonicMs() - startMs }, 'catalogue.seeded');

  const store = createOptionsStore(database, tables.priceLists);
  const findModel = createVariantModels(tables, store);
  const configurations = createConfigurations(findModel, store);
  const writes = createIdempotentWrites(database, clock);
  const markets = new Set<string>(tables.markets.map(({ id }) => id));

  return createService({
    name: 'options',
    title: 'Options service',
    version: '1.0.0',
    log,
    clock,
    tracing: config.tracing,
    registerRoutes: (service) => {
      refuseUnknownMarkets(service, (id) => markets.has(id));
      const routes = { tables, store, findModel, configurations, writes, clock, randomBytes };
      registerItemRoutes(service, routes);
      registerConfigurationRoutes(service, routes);
      registerSavedConfigurationRoutes(service, routes);
      service.addHook('onClose', () => database.close());
    },
  });
}
