// How the vehicle subgraph's fields are answered; a type that is missing here is its REST row as it is.
import { readIdempotencyKey, readIds, readMarket, readPageSize } from '../server/arguments.ts';
import { requireIdentity, requireScopes } from '../server/caller.ts';
import { resolveEntities, resolveEntity } from '../server/entity.ts';
import { createFieldError } from '../server/field-error.ts';
import { parseRestId } from '../server/rest-url.ts';
import type { ModelVariantSort, Resolvers } from './resolvers.generated.ts';

const sortBySort: Readonly<Record<ModelVariantSort, 'name' | 'powerKw' | 'co2'>> = {
  NAME: 'name',
  POWER: 'powerKw',
  CO2: 'co2',
};
const vinPattern = /^[A-HJ-NPR-Z0-9]{17}$/;
const vinExpected = 'vin must have 17 characters, digits and letters other than I, O and Q.';
const maxVariants = 100;

export const vehicleResolvers: Resolvers = {
  Query: {
    markets: (_query, _args, { loaders }) => loaders.marketList(),
    market: (_query, { id }, { loaders }) => loaders.markets.load(id),
    brands: (_query, _args, { loaders }) => loaders.brandList(),
    modelSeries: (_query, args, { loaders, dimensions }) =>
      loaders.modelSeriesList(
        args.brand ?? dimensions.brand,
        readMarket(args.market, { dimensions }),
      ),
    modelVariant: (_query, { id }, { loaders }) => loaders.modelVariants.load(id),
    modelVariants: (_query, { ids }, { loaders }) =>
      loaders.modelVariants.loadMany(readIds('ids', ids, maxVariants)),
    async searchModelVariants(_query, args, { loaders, dimensions }) {
      const filter = args.filter ?? {};
      const page = await loaders.search({
        market: readMarket(filter.market, { dimensions }),
        brand: filter.brand ?? dimensions.brand,
        series: filter.series,
        fuel: filter.fuel,
        drive: filter.drive,
        gearbox: filter.gearbox,
        text: filter.text === '' ? undefined : filter.text,
        minPowerKw: filter.minPowerKw,
        maxPowerKw: filter.maxPowerKw,
        sort: sortBySort[args.sort ?? 'NAME'],
        limit: readPageSize(args.first ?? 20),
        pageToken: args.after,
      });
      if (!page) return null;
      for (const row of page.items) loaders.modelVariants.prime(row.id, row);
      return {
        nodes: page.items,
        totalCount: page.total,
        facets: page.facets,
        pageInfo: { hasNextPage: page.nextPageToken !== null, endCursor: page.nextPageToken },
      };
    },
    decodeVin(_query, args, { loaders, dimensions }) {
      const vin = args.vin.toUpperCase();
      if (!vinPattern.test(vin)) {
        throw createFieldError('VIN_INVALID', { message: vinExpected });
      }
      // What a VIN says holds everywhere; a market only decides whether its check digit must.
      const market = args.market ?? dimensions.market;
      return loaders.vins(market === undefined ? market : parseRestId('market', market)).load(vin);
    },
    vehicle(_query, { vin }, context) {
      requireScopes(context, 'vehicle:read');
      return context.loaders.vehicles.load(vin.toUpperCase());
    },
    async garage(_query, _args, context) {
      requireScopes(context, 'vehicle:read');
      const { subject } = requireIdentity(context);
      const { loaders } = context;
      const vehicles = await loaders.vehiclesByOwner(subject);
      for (const vehicle of vehicles) loaders.vehicles.prime(vehicle.vin, vehicle);
      return vehicles;
    },
  },

  Mutation: {
    updateMileage(_mutation, { input }, context) {
      requireScopes(context, 'vehicle:read', 'service:write');
      const { mileageKm, mileageAt } = input;
      return context.loaders.updateMileage(
        parseRestId('vin', input.vin).toUpperCase(),
        { mileageKm, mileageAt },
        readIdempotencyKey(input.idempotencyKey),
      );
    },
  },

  // A synchronous throw would fail all entities of the call, hence async.
  Market: {
    __resolveReference: async ({ id }, { loaders }) => await loaders.markets.load(id),
  },

  Brand: {
    __resolveReference: async ({ id }, { loaders }) => await loaders.brands.load(id),
  },

  ModelSeries: {
    __resolveReference: async ({ code }, { loaders }) => await loaders.modelSeries.load(code),
  },

  ModelVariant: {
    __resolveReference: async ({ id }, { loaders }) => await loaders.modelVariants.load(id),
    markets: ({ markets }, _args, { loaders }, info) =>
      resolveEntities(
        info,
        markets.map((id) => ({ id })),
        () => loaders.markets.loadMany(markets),
      ),
    validity: ({ validFrom, validTo }) => ({ from: validFrom, to: validTo }),
  },

  Vehicle: {
    async __resolveReference({ vin }, context) {
      requireScopes(context, 'vehicle:read');
      return await context.loaders.vehicles.load(vin);
    },
    variant: ({ variantId: id }, _args, { loaders }, info) =>
      resolveEntity(info, { id }, () => loaders.modelVariants.load(id)),
    market: ({ market: id }, _args, { loaders }, info) =>
      resolveEntity(info, { id }, () => loaders.markets.load(id)),
  },

  Configuration: {
    wltp(configuration, _args, { loaders }) {
      const { id, variant, market, selection } = configuration;
      if (!variant || !market) return null;
      return loaders.wltp.load({
        configurationId: id,
        variantId: variant.id,
        market: market.id,
        selection: [...selection],
      });
    },
  },
};
