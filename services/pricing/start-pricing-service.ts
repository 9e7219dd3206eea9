// Starts the pricing service on the committed catalogue.
import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { RunningPart } from '../../runtime/part.ts';
import { loadTable } from '../catalogue/load-catalogue.ts';
import { startService } from '../server/start-service.ts';
import { type PricingServiceConfig, pricingServicePortVariable } from './config.ts';
import { createPricingService, type PricingTables } from './create-pricing-service.ts';

/** Loads the catalogue, seeds the database if need be, and listens. */
export async function startPricingService(
  config: PricingServiceConfig,
  { log, clock }: { readonly log: Log; readonly clock: Clock },
): Promise<RunningPart> {
  const service = await createPricingService({ config, tables: loadPricingTables(), log, clock });
  return startService({
    name: 'pricing-api',
    service,
    config,
    portVariable: pricingServicePortVariable,
  });
}

/** Reads the tables of the catalogue that this service answers from. */
export function loadPricingTables(): PricingTables {
  return {
    markets: loadTable('markets'),
    engines: loadTable('engines'),
    variants: loadTable('variants'),
    items: loadTable('items'),
    priceLists: loadTable('priceLists'),
    variantPrices: loadTable('variantPrices'),
    itemPrices: loadTable('itemPrices'),
    vatRates: loadTable('vatRates'),
    vehicleTaxes: loadTable('vehicleTaxes'),
    exchangeRates: loadTable('exchangeRates'),
    campaigns: loadTable('campaigns'),
    deliveryCharges: loadTable('deliveryCharges'),
    financeProducts: loadTable('financeProducts'),
    dealers: loadTable('dealers'),
  };
}
