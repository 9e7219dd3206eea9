// The pricing service's REST calls that the subgraph makes, typed.
import type { RestOutcomes } from '../server/rest-batch.ts';
import type { RestClient } from '../server/rest-client.ts';
import { readEach } from '../server/rest-each.ts';
import type { RestRequest } from '../server/rest-exchange.ts';
import { readAllPages } from '../server/rest-pages.ts';
import type { RestResource } from '../server/rest-resource.ts';
import { createObjectSchema, type RestSchema } from '../server/rest-schema.ts';
import {
  type DealerCampaigns,
  dealerCampaignsSchema,
  type ExchangeRate,
  exchangeRateSchema,
  type FinanceOffer,
  financeOfferSchema,
  type ItemPrice,
  itemPriceSchema,
  type MarketTaxes,
  marketTaxesSchema,
  type PriceCalculation,
  type PriceCalculationInput,
  priceCalculationSchema,
  type PriceList,
  priceListSchema,
  type VariantPrice,
  variantPriceSchema,
} from './pricing-api.generated.ts';

/** Where each resource of `@rest` lies. */
export const pricingResources = {
  priceLists: { name: 'price-lists', path: '/v1/price-lists' },
  taxes: { name: 'taxes', path: '/v1/taxes' },
  variantPrices: { name: 'variant-prices', path: '/v1/variant-prices/batch' },
  itemPrices: { name: 'item-prices', path: '/v1/item-prices/batch' },
  priceCalculations: {
    name: 'price-calculations',
    method: 'POST',
    path: '/v1/price-calculations',
  },
  exchangeRates: {
    name: 'exchange-rates',
    path: '/v1/exchange-rates/{currency}',
    maxConcurrent: 8,
  },
  // The service answers a third one with 429.
  financeOffers: { name: 'finance-offers', path: '/v1/finance-offers', maxConcurrent: 2 },
  dealerCampaigns: { name: 'dealer-campaigns', path: '/v1/dealer-campaigns/batch' },
} as const satisfies Record<string, RestResource>;

/** What offers are asked for. */
export interface FinanceOfferQuery {
  readonly market: string;
  /** In the currency's minor units. */
  readonly amountMinor: string;
  readonly currency: string;
  readonly kind: 'LOAN' | 'LEASE' | null | undefined;
  readonly termMonths: number | null | undefined;
  readonly downPaymentPercent: number | null | undefined;
}

/** What most prices depend on beside their id. */
interface Occasion {
  /** Price date. */
  readonly at: string;
  readonly language: string | undefined;
}

const offersSchema: RestSchema<{ readonly items: FinanceOffer[] }> = {
  jsonSchema: createObjectSchema({
    items: { type: 'array', items: financeOfferSchema.jsonSchema },
  }),
};

/** The calls; `at` is the price date. */
export type PricingApi = ReturnType<typeof createPricingApi>;

/** Creates the calls over a client of the pricing service. */
export function createPricingApi(client: RestClient) {
  const resources = pricingResources;
  return {
    listPriceLists: (request: RestRequest, market: string): Promise<PriceList[]> =>
      readAllPages(client, 'pricing', request, {
        resource: resources.priceLists,
        query: { market },
        schema: priceListSchema,
      }),

    readTaxes: (
      request: RestRequest,
      ids: readonly string[],
      { at, language }: Occasion,
    ): Promise<RestOutcomes<MarketTaxes>> =>
      client.getBatch(request, {
        resource: resources.taxes,
        ids,
        query: { at, language },
        schema: marketTaxesSchema,
        idOf: (row) => row.market,
      }),

    readVariantPrices: (
      request: RestRequest,
      ids: readonly string[],
      { market, at }: { market: string; at: string },
    ): Promise<RestOutcomes<VariantPrice>> =>
      client.getBatch(request, {
        resource: resources.variantPrices,
        ids,
        query: { market, at },
        schema: variantPriceSchema,
        idOf: (row) => row.variantId,
      }),

    readItemPrices: (
      request: RestRequest,
      ids: readonly string[],
      at: string,
    ): Promise<RestOutcomes<ItemPrice>> =>
      client.getBatch(request, {
        resource: resources.itemPrices,
        ids,
        query: { at },
        schema: itemPriceSchema,
        idOf: (row) => row.id,
      }),

    calculatePrices: (
      request: RestRequest,
      entries: readonly PriceCalculationInput[],
      language: string | undefined,
    ): Promise<RestOutcomes<PriceCalculation>> =>
      client.calculate(request, {
        resource: resources.priceCalculations,
        query: { language },
        entries,
        keyOf: (entry) => entry.key,
        schema: priceCalculationSchema,
        idOf: (row) => row.key,
      }),

    readExchangeRates: (
      request: RestRequest,
      currencies: readonly string[],
      at: string,
    ): Promise<RestOutcomes<ExchangeRate>> =>
      readEach(currencies, (currency) =>
        client.get(request, {
          resource: resources.exchangeRates,
          params: { currency },
          query: { at },
          schema: exchangeRateSchema,
        }),
      ),

    async listFinanceOffers(
      request: RestRequest,
      query: FinanceOfferQuery & Occasion,
    ): Promise<FinanceOffer[]> {
      const reply = await client.get(request, {
        resource: resources.financeOffers,
        query: { ...query },
        schema: offersSchema,
      });
      return reply?.items ?? [];
    },

    readDealerCampaigns: (
      request: RestRequest,
      ids: readonly string[],
      { at, language }: Occasion,
    ): Promise<RestOutcomes<DealerCampaigns>> =>
      client.getBatch(request, {
        resource: resources.dealerCampaigns,
        ids,
        query: { at, language },
        schema: dealerCampaignsSchema,
        idOf: (row) => row.dealer,
      }),
  };
}
