// What the options subgraph reads for one request: each row once, each level in one call.
import { createLoader, createLoaderBy } from '../server/loader.ts';
import type { SubgraphContext, SubgraphRequest } from '../server/request-context.ts';
import type { ConfigurationChangeInput, SavedConfigurationInput } from './options-api.generated.ts';
import type { OptionsApi } from './options-api.ts';

/** What the options subgraph's resolvers get. */
export type Context = SubgraphContext<OptionsLoaders>;

/** Loaders by id, and the calls that are made once a field. */
export type OptionsLoaders = ReturnType<typeof createOptionsLoaders>;

/** Creates the loaders of one request. */
export function createOptionsLoaders(api: OptionsApi, { rest, dimensions }: SubgraphRequest) {
  const { language, priceDate: at } = dimensions;
  return {
    families: createLoaderBy((market) =>
      createLoader((ids) => api.readFamilies(rest, ids, { market, language })),
    ),
    standardEquipment: createLoaderBy((market) =>
      createLoader((ids) => api.readStandardEquipment(rest, ids, { market, language })),
    ),
    selectables: createLoaderBy((market) =>
      createLoader((ids) => api.readSelectables(rest, ids, { market, language })),
    ),
    initialConfigurations: createLoaderBy((market) =>
      createLoader((ids) => api.readInitialConfigurations(rest, ids, market)),
    ),
    items: createLoader((ids) => api.readItems(rest, ids, language)),
    configurations: createLoader((ids) => api.readConfigurations(rest, ids)),
    buildability: (market: string, variant: string, codes: readonly string[]) =>
      api.checkBuildability(rest, { market, variant, codes, language }),
    change: async (input: ConfigurationChangeInput) => {
      const outcomes = await api.changeConfigurations(rest, [input], { at, language });
      const outcome = outcomes.get(input.configurationId) ?? null;
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
    savedConfiguration: (code: string) => api.readSavedConfiguration(rest, code),
    saveConfiguration: (body: SavedConfigurationInput, idempotencyKey: string) =>
      api.saveConfiguration(rest, body, idempotencyKey),
  };
}
