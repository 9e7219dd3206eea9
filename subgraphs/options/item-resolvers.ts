// Items of every kind: one row stands behind the interface and all of its implementers.
import type { Context } from './loaders.ts';
import type { Item } from './options-api.generated.ts';
import { typeByKind } from './items.ts';
import type { Resolvers } from './resolvers.generated.ts';

const entity = {
  // A synchronous throw would fail all entities of the call, hence async.
  __resolveReference: async ({ id }: { id: string }, { loaders }: Context) =>
    await loaders.items.load(id),
};

const item = {
  ...entity,
  variant: ({ variantId }: Item) => ({ id: variantId }),
  market: ({ market }: Item) => ({ id: market }),
  validity: ({ validFrom, validTo }: Item) => ({ from: validFrom, to: validTo }),
};

export const itemResolvers: Pick<
  Resolvers,
  'ConfigurableItem' | 'Option' | 'Package' | 'Line' | 'Paint' | 'Upholstery' | 'Wheel'
> = {
  ConfigurableItem: { ...entity, __resolveType: ({ kind }) => typeByKind[kind] },
  Option: item,
  Package: item,
  Line: item,
  Paint: item,
  Upholstery: item,
  Wheel: item,
};
