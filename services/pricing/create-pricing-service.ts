// Wires the pricing service: tables into the database and memory, calculations, routes.
import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { TraceSettings } from '../../runtime/tracing/trace-settings.ts';
import { createService } from '../server/create-service.ts';
import { openDatabase, seedOnce } from '../server/database.ts';
import { refuseUnknownMarkets } from '../server/market-parameter.ts';
import { digestSeed } from '../server/seed-version.ts';
import type { Service } from '../server/service.ts';
import { dayOf } from '../server/validity.ts';
import { createMarketData, type MarketTables } from './market-data.ts';
import { createPriceStore, type PriceTables, seedPrices } from './price-store.ts';
import { registerExchangeRateRoutes } from './routes/exchange-rate-routes.ts';
import { registerFinanceRoutes } from './routes/finance-routes.ts';
import { registerListRoutes } from './routes/list-routes.ts';
import { registerOfferRoutes } from './routes/offer-routes.ts';
import { registerPriceRoutes } from './routes/price-routes.ts';

/** The catalogue's tables that the pricing service answers from. */
export type PricingTables = PriceTables & MarketTables;

/** What the pricing service is made of. */
export interface PricingServiceOptions {
  readonly config: {
    /** A file, or `:memory:`. */
    readonly databaseFile: string;
    /** Absent: nothing is traced. */
    readonly tracing?: TraceSettings | undefined;
    /** At least so many variants, filled up with copies. */
    readonly minVariants: number;
    /** How long a finance offer takes at least. */
    readonly financeDelayMs: number;
  };
  readonly tables: PricingTables;
  readonly log: Log;
  readonly clock: Clock;
}

// Counts up when the seeded tables change their columns.
const seedShape = 1;

/** Wires the service; it does not listen yet. `close()` also closes the database. */
export async function createPricingService(options: PricingServiceOptions): Promise<Service> {
  const { config, tables, log, clock } = options;
  const data = createMarketData(tables);
  const database = openDatabase(config.databaseFile);
  const startMs = clock.monotonicMs();
  const { variants, engines, variantPrices, itemPrices } = tables;
  const version = digestSeed(
    seedShape,
    config.minVariants,
    variants,
    engines,
    variantPrices,
    itemPrices,
  );
  const isSeeded = seedOnce(database, version, () =>
    seedPrices(database, tables, config.minVariants),
  );
  if (isSeeded) log.info({ durationMs: clock.monotonicMs() - startMs }, 'catalogue.seeded');

  const store = createPriceStore(database);
  const today = (): string => dayOf(clock.nowMs());
  return createService({
    name: 'pricing',
    title: 'Pricing service',
    version: '1.0.0',
    log,
    clock,
    tracing: config.tracing,
    registerRoutes: (routes) => {
      refuseUnknownMarkets(routes, (id) => data.findMarket(id) !== undefined);
      registerListRoutes(routes, { data, today });
      registerPriceRoutes(routes, { data, store, today });
      registerOfferRoutes(routes, { data, today });
      registerExchangeRateRoutes(routes, { data, today });
      registerFinanceRoutes(routes, { data, today, delayMs: config.financeDelayMs });
      routes.addHook('onClose', () => database.close());
    },
  });
}
