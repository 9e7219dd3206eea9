// How the pricing subgraph's fields are answered; a type that is missing here is its REST row as it is.
import { readMarket } from '../server/arguments.ts';
import { requireScopes } from '../server/caller.ts';
import { hasErrorCode } from '../server/field-error.ts';
import { toMinorUnits, withKey } from './configuration-price.ts';
import type { Resolvers } from './resolvers.generated.ts';

interface Valid {
  readonly validFrom: string;
  readonly validTo: string | null;
}

const readValidity = ({ validFrom, validTo }: Valid) => ({ from: validFrom, to: validTo });

export const pricingResolvers: Resolvers = {
  Query: {
    async priceLists(_query, args, { loaders, dimensions }) {
      const lists = await loaders.priceLists(readMarket(args.market, { dimensions }));
      return [...lists].sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1));
    },
    exchangeRate: (_query, { currency }, { loaders }) => loaders.exchangeRates.load(currency),
  },

  Market: {
    async currency({ id }, _args, { loaders }) {
      const row = await loaders.taxes.load(id);
      return row && { code: row.currency, minorUnits: row.currencyMinorUnits };
    },
    async taxes({ id }, _args, { loaders }) {
      const row = await loaders.taxes.load(id);
      return row && row.taxes;
    },
  },

  ModelVariant: {
    basePrice: ({ id }, args, { loaders, dimensions }) =>
      loaders.variantPrices(readMarket(args.market, { dimensions })).load(id),
  },

  ConfigurableItem: {
    price: ({ id }, _args, { loaders }) => loaders.itemPrices.load(id),
  },

  Configuration: {
    async price(configuration, _args, { loaders, dimensions }) {
      const { variant, market, wltp, pricedSelection } = configuration;
      if (!variant || !market) return null;
      const row = await loaders.priceCalculations.load(
        withKey({
          variantId: variant.id,
          market: market.id,
          at: dimensions.priceDate,
          selection: pricedSelection.map(({ code, charge, overridePercent }) => ({
            code,
            charge,
            overridePercent: overridePercent ?? null,
          })),
          co2GramsPerKm: wltp?.co2GramsPerKm ?? null,
          massKg: wltp?.massKg ?? null,
          gasGuzzlerMpg: wltp?.gasGuzzler ? (wltp.epaCombinedMpg ?? null) : null,
          scope: 'FULL',
        }),
      );
      return row && { ...row, market: market.id };
    },
  },

  ConfigurationPrice: {
    priceDate: ({ at }) => at,
    validity: readValidity,
    financeOffers: ({ market, total }, args, { loaders }) =>
      loaders.financeOffers({
        market,
        amountMinor: toMinorUnits(total.amount),
        currency: total.currency,
        kind: args.kind,
        termMonths: args.termMonths,
        downPaymentPercent: args.downPaymentPercent,
      }),
  },

  Vehicle: {
    async __resolveReference(vehicle, context) {
      requireScopes(context, 'vehicle:read');
      return await Promise.resolve(vehicle);
    },
    async originalListPrice(vehicle, _args, { loaders }) {
      const { variant, market, firstRegistration, factoryOptionCodes } = vehicle;
      if (!variant || !market) return null;
      const question = withKey({
        variantId: variant.id,
        market: market.id,
        at: firstRegistration,
        selection: factoryOptionCodes.map((code) => ({
          code,
          charge: 'CHARGEABLE',
          overridePercent: null,
        })),
        co2GramsPerKm: null,
        massKg: null,
        gasGuzzlerMpg: null,
        scope: 'LIST',
      });
      try {
        const row = await loaders.priceCalculations.load(question);
        return row && { ...row, market: market.id };
      } catch (error) {
        if (hasErrorCode(error, 'NO_PRICE_LIST')) return null;
        throw error;
      }
    },
  },

  Dealer: {
    async campaigns({ id }, _args, { loaders }) {
      const row = await loaders.dealerCampaigns.load(id);
      return row && row.campaigns;
    },
  },

  Tax: { validity: readValidity },
  PriceList: { validity: readValidity },
  ExchangeRate: { validity: readValidity },
  VariantPrice: { validity: readValidity },
  ItemPrice: { validity: readValidity },
  FinanceOffer: { validity: readValidity },
  Campaign: { validity: readValidity },
};
