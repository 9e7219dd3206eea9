// The options service's REST calls that the subgraph makes, typed.
import type { RestOutcomes } from '../server/rest-batch.ts';
import type { RestClient } from '../server/rest-client.ts';
import type { RestRequest } from '../server/rest-exchange.ts';
import type { RestResource } from '../server/rest-resource.ts';
import {
  type Buildability,
  buildabilitySchema,
  type Configuration,
  type ConfigurationChange,
  type ConfigurationChangeInput,
  configurationChangeSchema,
  configurationSchema,
  type InitialConfiguration,
  initialConfigurationSchema,
  type Item,
  itemSchema,
  type SavedConfiguration,
  type SavedConfigurationInput,
  savedConfigurationSchema,
  type SeriesFamilies,
  seriesFamiliesSchema,
  type VariantItems,
  variantItemsSchema,
} from './options-api.generated.ts';

/** Where each resource of `@rest` lies. */
export const optionsResources = {
  optionFamilies: { name: 'option-families', path: '/v1/option-families/batch' },
  standardEquipment: { name: 'standard-equipment', path: '/v1/standard-equipment/batch' },
  selectables: { name: 'selectables', path: '/v1/selectables/batch' },
  initialConfigurations: {
    name: 'initial-configurations',
    path: '/v1/initial-configurations/batch',
  },
  items: { name: 'items', path: '/v1/items/batch' },
  configurations: { name: 'configurations', path: '/v1/configurations/batch' },
  buildability: { name: 'buildability', path: '/v1/buildability' },
  changes: {
    name: 'configuration-changes',
    method: 'POST',
    path: '/v1/configuration-changes',
    batch: 20,
  },
  savedConfiguration: { name: 'saved-configurations', path: '/v1/saved-configurations/{code}' },
  saveConfiguration: {
    name: 'saved-configurations',
    method: 'POST',
    path: '/v1/saved-configurations',
  },
} as const satisfies Record<string, RestResource>;

/** What depends on market and language. */
interface Place {
  readonly market: string;
  readonly language: string | undefined;
}

/** The calls; languages are ISO 639-1, and the service falls back where there is none. */
export type OptionsApi = ReturnType<typeof createOptionsApi>;

/** Creates the calls over a client of the options service. */
export function createOptionsApi(client: RestClient) {
  const resources = optionsResources;
  return {
    readFamilies: (
      request: RestRequest,
      ids: readonly string[],
      { market, language }: Place,
    ): Promise<RestOutcomes<SeriesFamilies>> =>
      client.getBatch(request, {
        resource: resources.optionFamilies,
        ids,
        query: { market, language },
        schema: seriesFamiliesSchema,
        idOf: (row) => row.series,
      }),

    readStandardEquipment: (
      request: RestRequest,
      ids: readonly string[],
      { market, language }: Place,
    ): Promise<RestOutcomes<VariantItems>> =>
      client.getBatch(request, {
        resource: resources.standardEquipment,
        ids,
        query: { market, language },
        schema: variantItemsSchema,
        idOf: (row) => row.variantId,
      }),

    readSelectables: (
      request: RestRequest,
      ids: readonly string[],
      { market, language }: Place,
    ): Promise<RestOutcomes<VariantItems>> =>
      client.getBatch(request, {
        resource: resources.selectables,
        ids,
        query: { market, language },
        schema: variantItemsSchema,
        idOf: (row) => row.variantId,
      }),

    readInitialConfigurations: (
      request: RestRequest,
      ids: readonly string[],
      market: string,
    ): Promise<RestOutcomes<InitialConfiguration>> =>
      client.getBatch(request, {
        resource: resources.initialConfigurations,
        ids,
        query: { market },
        schema: initialConfigurationSchema,
        idOf: (row) => row.variantId,
      }),

    readItems: (
      request: RestRequest,
      ids: readonly string[],
      language: string | undefined,
    ): Promise<RestOutcomes<Item>> =>
      client.getBatch(request, {
        resource: resources.items,
        ids,
        query: { language },
        schema: itemSchema,
        idOf: (item) => item.id,
      }),

    readConfigurations: (
      request: RestRequest,
      ids: readonly string[],
    ): Promise<RestOutcomes<Configuration>> =>
      client.getBatch(request, {
        resource: resources.configurations,
        ids,
        schema: configurationSchema,
        idOf: (configuration) => configuration.id,
      }),

    checkBuildability: (
      request: RestRequest,
      query: Place & { variant: string; codes: readonly string[] },
    ): Promise<Buildability | null> =>
      client.get(request, {
        resource: resources.buildability,
        query: { ...query },
        schema: buildabilitySchema,
      }),

    changeConfigurations: (
      request: RestRequest,
      entries: readonly ConfigurationChangeInput[],
      query: { at: string; language: string | undefined },
    ): Promise<RestOutcomes<ConfigurationChange>> =>
      client.calculate(request, {
        resource: resources.changes,
        query,
        entries,
        keyOf: (entry) => entry.configurationId,
        schema: configurationChangeSchema,
        idOf: (change) => change.configurationId,
      }),

    readSavedConfiguration: (
      request: RestRequest,
      code: string,
    ): Promise<SavedConfiguration | null> =>
      client.get(request, {
        resource: resources.savedConfiguration,
        params: { code },
        schema: savedConfigurationSchema,
      }),

    saveConfiguration: (
      request: RestRequest,
      body: SavedConfigurationInput,
      idempotencyKey: string,
    ): Promise<SavedConfiguration | null> =>
      client.write(request, {
        resource: resources.saveConfiguration,
        body,
        idempotencyKey,
        schema: savedConfigurationSchema,
      }),
  };
}
