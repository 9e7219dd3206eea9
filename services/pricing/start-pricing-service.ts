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
  const service = await createPricingService({
    config,
    tables: await loadPricingTables(),
    log,
    clock,
  });
  return startService({
    name: 'pricing-api',
    service,
    config,
    clock,
    portVariable: pricingServicePortVariable,
  });
}

/** Reads the tables of the catalogue that this service answers from. */
export async function loadPricingTables(): Promise<PricingTables> {
  return {
    markets: await loadTable('markets'),
    engines: await loadTable('engines'),
    variants: await loadTable('variants'),
    items: await loadTable('items'),
    priceLists: await loadTable('priceLists'),
    variantPrices: await loadTable('variantPrices'),
    itemPrices: await loadTable('itemPrices'),
    vatRates: await loadTable('vatRates'),
    vehicleTaxes: await loadTable('vehicleTaxes'),
    exchangeRates: await loadTable('exchangeRates'),
    campaigns: await loadTable('campaigns'),
    deliveryCharges: await loadTable('deliveryCharges'),
    financeProducts: await loadTable('financeProducts'),
    dealers: await loadTable('dealers'),
  };
}
