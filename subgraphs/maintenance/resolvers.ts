// How the maintenance subgraph's fields are answered; a type that is missing here is its REST row as it is.
import {
  readDay,
  readIdempotencyKey,
  readIds,
  readMarket,
  readPageSize,
  readWholeNumber,
} from '../server/arguments.ts';
import { requireScopes } from '../server/caller.ts';
import { resolveEntity } from '../server/entity.ts';
import { createInputError } from '../server/field-error.ts';
import { parseRestId } from '../server/rest-url.ts';
import { formatOffsetCursor, parseOffsetCursor } from './offset-cursor.ts';
import type { Resolvers } from './resolvers.generated.ts';
import { toVehicleState } from './vehicle-state.ts';

const maxRecallVins = 500;
const maxServiceItems = 50;

export const maintenanceResolvers: Resolvers = {
  Query: {
    dealer: (_query, { id }, { loaders }) => loaders.dealers.load(id),
    async dealers(_query, args, { loaders, dimensions }) {
      const offset = parseOffsetCursor(args.after);
      const slice = await loaders.dealerList({
        market: readMarket(args.market, { dimensions }),
        brand: args.brand ?? dimensions.brand,
        offset,
        limit: readPageSize(args.first ?? 20),
      });
      if (!slice) return null;
      for (const dealer of slice.items) loaders.dealers.prime(dealer.id, dealer);
      const end = offset + slice.items.length;
      return {
        nodes: slice.items,
        totalCount: slice.total,
        pageInfo: {
          hasNextPage: slice.items.length > 0 && end < slice.total,
          endCursor: slice.items.length > 0 ? formatOffsetCursor(end) : null,
        },
      };
    },
    serviceProducts: (_query, args, { loaders, dimensions }) =>
      loaders.serviceProducts(readMarket(args.market, { dimensions })),
    recallChecks(_query, { vins }, context) {
      requireScopes(context, 'vehicle:read');
      if (vins.length > maxRecallVins) {
        throw createInputError(`vins may hold at most ${maxRecallVins} VINs.`);
      }
      return context.loaders.recalls.loadMany(vins.map((vin) => vin.toUpperCase()));
    },
  },

  Mutation: {
    recordService(_mutation, { input }, context) {
      requireScopes(context, 'vehicle:read', 'service:write');
      return context.loaders.recordService(
        {
          vin: parseRestId('vin', input.vin).toUpperCase(),
          performedOn: readDay('performedOn', input.performedOn),
          mileageKm: readWholeNumber('mileageKm', input.mileageKm, 0, 5_000_000),
          items: [...readIds('items', input.items, maxServiceItems)],
          dealer: input.dealer ?? null,
        },
        readIdempotencyKey(input.idempotencyKey),
      );
    },
  },

  ModelVariant: {
    async fluids({ engine }, _args, { loaders }) {
      const row = await loaders.fluids.load(engine.code);
      return row && row.fluids;
    },
    async intervals({ engine }, args, { loaders, dimensions }) {
      const market = readMarket(args.market, { dimensions });
      const row = await loaders.intervals(market).load(engine.code);
      return row && row.intervals;
    },
  },

  Dealer: {
    __resolveReference: async ({ id }, { loaders }) => await loaders.dealers.load(id),
    market: ({ market }) => ({ id: market }),
    partsDiscountPercent(dealer, _args, context) {
      requireScopes(context, 'dealer:internal');
      return dealer.partsDiscountPercent;
    },
  },

  Vehicle: {
    async __resolveReference(vehicle, context) {
      requireScopes(context, 'vehicle:read');
      return await Promise.resolve(vehicle);
    },
    serviceStatus(vehicle, _args, { loaders }) {
      const state = toVehicleState(vehicle);
      return state && loaders.serviceStatus.load(state);
    },
    servicePlan(vehicle, args, { loaders, dimensions }) {
      const state = toVehicleState(vehicle);
      if (!state) return null;
      return loaders.servicePlan({
        vehicle: state,
        dealer: args.dealer ?? null,
        at: dimensions.priceDate,
        windowMonths: readWholeNumber('windowMonths', args.windowMonths ?? 3, 0, 24),
        horizonMonths: readWholeNumber('horizonMonths', args.horizonMonths ?? 36, 1, 120),
      });
    },
    async contracts({ vin }, _args, { loaders }) {
      const row = await loaders.contracts.load(vin);
      return row && row.contracts;
    },
    async recalls({ vin }, _args, { loaders }) {
      const row = await loaders.recalls.load(vin);
      return row && row.recalls;
    },
  },

  ServicePlan: {
    dealer({ dealer: id }, _args, { loaders }, info) {
      if (id === null) return null;
      return resolveEntity(info, { id }, () => loaders.dealers.load(id));
    },
    plannedAt: ({ at }) => at,
  },

  ServiceContract: {
    async __resolveReference({ id }, context) {
      requireScopes(context, 'vehicle:read');
      return await context.loaders.contractsById.load(id);
    },
    validity: ({ validFrom, validTo }) => ({ from: validFrom, to: validTo }),
  },

  Recall: {
    __resolveReference: async ({ id }, { loaders }) => await loaders.recallCampaigns.load(id),
  },

  RecordServiceResult: {
    recordId: ({ record }) => record.id,
    performedOn: ({ record }) => record.performedOn,
    mileageKm: ({ record }) => record.mileageKm,
  },
};
