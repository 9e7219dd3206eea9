// What the pricing subgraph reads for one request: each row once, each level in one call.
import { createKeyedLoader, createLoader, createLoaderBy } from '../server/loader.ts';
import type { SubgraphContext, SubgraphRequest } from '../server/request-context.ts';
import type { PriceCalculationInput } from './pricing-api.generated.ts';
import type { FinanceOfferQuery, PricingApi } from './pricing-api.ts';

/** What the pricing subgraph's resolvers get. */
export type Context = SubgraphContext<PricingLoaders>;

/** Loaders by id, and the calls that are made once a field. */
export type PricingLoaders = ReturnType<typeof createPricingLoaders>;

/** Creates the loaders of one request. */
export function createPricingLoaders(api: PricingApi, { rest, dimensions }: SubgraphRequest) {
  const { language, priceDate: at } = dimensions;
  return {
    priceLists: (market: string) => api.listPriceLists(rest, market),
    taxes: createLoader((ids) => api.readTaxes(rest, ids, { at, language })),
    variantPrices: createLoaderBy((market) =>
      createLoader((ids) => api.readVariantPrices(rest, ids, { market, at })),
    ),
    itemPrices: createLoader((ids) => api.readItemPrices(rest, ids, at)),
    priceCalculations: createKeyedLoader(
      (input: PriceCalculationInput) => input.key,
      (inputs) => api.calculatePrices(rest, inputs, language),
    ),
    exchangeRates: createLoader((currencies) => api.readExchangeRates(rest, currencies, at)),
    financeOffers: (query: FinanceOfferQuery) =>
      api.listFinanceOffers(rest, { ...query, at, language }),
    dealerCampaigns: createLoader((ids) => api.readDealerCampaigns(rest, ids, { at, language })),
  };
}
