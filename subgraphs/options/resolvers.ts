// How the options subgraph's fields are answered; a type that is missing here is its REST row as it is.
import { readIdempotencyKey, readIds, readMarket } from '../server/arguments.ts';
import { requireScopes } from '../server/caller.ts';
import { resolveEntity } from '../server/entity.ts';
import { parseRestId } from '../server/rest-url.ts';
import { itemResolvers } from './item-resolvers.ts';
import { buildItemId, groupByFamily, primeItems } from './items.ts';
import type { Resolvers } from './resolvers.generated.ts';

const maxSelection = 400;
const maxChanges = 50;

export const optionsResolvers: Resolvers = {
  ...itemResolvers,

  Query: {
    configuration: (_query, { id }, { loaders }) => loaders.configurations.load(id),
    buildability: (_query, args, { loaders, dimensions }) =>
      loaders.buildability(
        readMarket(args.market, { dimensions }),
        parseRestId('variant', args.variant),
        readIds('selection', args.selection, maxSelection),
      ),
    savedConfiguration: (_query, { code }, { loaders }) => loaders.savedConfiguration(code),
  },

  Mutation: {
    async changeConfiguration(_mutation, { input }, { loaders }) {
      const change = await loaders.change({
        configurationId: parseRestId('configuration', input.configuration),
        add: [...readIds('add', input.add ?? [], maxChanges)],
        remove: [...readIds('remove', input.remove ?? [], maxChanges)],
      });
      for (const alternative of [change?.applied, ...(change?.alternatives ?? [])]) {
        primeItems(loaders, [...(alternative?.added ?? []), ...(alternative?.removed ?? [])]);
      }
      return change;
    },
    saveConfiguration: (_mutation, { input }, { loaders }) =>
      loaders.saveConfiguration(
        {
          configurationId: parseRestId('configuration', input.configuration),
          name: input.name ?? null,
        },
        readIdempotencyKey(input.idempotencyKey),
      ),
  },

  ModelSeries: {
    async optionFamilies({ code }, args, { loaders, dimensions }) {
      const row = await loaders.families(readMarket(args.market, { dimensions })).load(code);
      return row && row.families;
    },
  },

  ModelVariant: {
    async standardEquipment({ id }, args, { loaders, dimensions }) {
      const market = readMarket(args.market, { dimensions });
      const row = await loaders.standardEquipment(market).load(id);
      return row && primeItems(loaders, row.items);
    },
    async initialConfiguration({ id }, args, { loaders, dimensions }) {
      const market = readMarket(args.market, { dimensions });
      const row = await loaders.initialConfigurations(market).load(id);
      if (row) loaders.configurations.prime(row.configuration.id, row.configuration);
      return row && row.configuration;
    },
    async selectables({ id }, args, { loaders, dimensions }) {
      const row = await loaders.selectables(readMarket(args.market, { dimensions })).load(id);
      return row && groupByFamily(primeItems(loaders, row.items));
    },
  },

  Vehicle: {
    async __resolveReference(vehicle, context) {
      requireScopes(context, 'vehicle:read');
      return await Promise.resolve(vehicle);
    },
    equipment({ variant, market, factoryOptionCodes }, _args, { loaders }) {
      if (!variant || !market) return null;
      return loaders.items.loadMany(
        factoryOptionCodes.map((code) => buildItemId(variant.id, market.id, code)),
      );
    },
  },

  Configuration: {
    __resolveReference: async ({ id }, { loaders }) => await loaders.configurations.load(id),
    variant: ({ variantId }) => ({ id: variantId }),
    market: ({ market }) => ({ id: market }),
    items: ({ variantId, market, selection }, _args, { loaders }) =>
      loaders.items.loadMany(selection.map((code) => buildItemId(variantId, market, code))),
  },

  Buildability: {
    configuration({ configurationId: id }, _args, { loaders }, info) {
      if (id === null) return null;
      return resolveEntity(info, { id }, () => loaders.configurations.load(id));
    },
  },
};
