// The vehicle service's REST calls that the subgraph makes, typed.
import type { RestOutcomes } from '../server/rest-batch.ts';
import type { RestClient } from '../server/rest-client.ts';
import type { RestRequest } from '../server/rest-exchange.ts';
import { readAllPages } from '../server/rest-pages.ts';
import type { RestResource } from '../server/rest-resource.ts';
import { createObjectSchema, type Page, pageOf, type RestSchema } from '../server/rest-schema.ts';
import {
  type Brand,
  brandSchema,
  type Market,
  marketSchema,
  type MileageUpdate,
  type ModelSeries,
  modelSeriesSchema,
  type ModelVariant,
  modelVariantSchema,
  type SearchFacet,
  searchFacetSchema,
  type Vehicle,
  vehicleSchema,
  type VinDecoding,
  vinDecodingSchema,
  type Wltp,
  type WltpCalculationInput,
  wltpSchema,
} from './vehicle-api.generated.ts';

/** Where each resource of `@rest` lies. */
export const vehicleResources = {
  marketList: { name: 'markets', path: '/v1/markets' },
  markets: { name: 'markets', path: '/v1/markets/batch' },
  brandList: { name: 'brands', path: '/v1/brands' },
  brands: { name: 'brands', path: '/v1/brands/batch' },
  modelSeriesList: { name: 'model-series', path: '/v1/model-series' },
  modelSeries: { name: 'model-series', path: '/v1/model-series/batch' },
  modelVariants: { name: 'model-variants', path: '/v1/model-variants/batch' },
  search: { name: 'model-variants/search', path: '/v1/model-variants', freeText: ['text'] },
  vins: { name: 'vins', path: '/v1/vins/batch', isPrivate: true },
  vehicles: { name: 'vehicles', path: '/v1/vehicles/batch', isPrivate: true },
  vehiclesByOwner: { name: 'vehicles/by-owner', path: '/v1/vehicles', isPrivate: true },
  mileage: { name: 'vehicles/mileage', method: 'PUT', path: '/v1/vehicles/{vin}/mileage' },
  wltp: { name: 'wltp-calculations', method: 'POST', path: '/v1/wltp-calculations' },
} as const satisfies Record<string, RestResource>;

/** What is searched for. */
export interface ModelVariantSearch {
  readonly market: string;
  readonly brand: string | undefined;
  readonly series: string | null | undefined;
  readonly fuel: string | null | undefined;
  readonly drive: string | null | undefined;
  readonly gearbox: string | null | undefined;
  readonly text: string | null | undefined;
  readonly minPowerKw: number | null | undefined;
  readonly maxPowerKw: number | null | undefined;
  readonly sort: 'name' | 'powerKw' | 'co2';
  readonly limit: number;
  readonly pageToken: string | null | undefined;
}

/** One page of a search, with counts by property. */
export interface ModelVariantPage extends Page<ModelVariant> {
  readonly facets: SearchFacet[];
}

const pageSchema = pageOf(modelVariantSchema);
const searchSchema: RestSchema<ModelVariantPage> = {
  jsonSchema: {
    allOf: [
      pageSchema.jsonSchema,
      createObjectSchema({ facets: { type: 'array', items: searchFacetSchema.jsonSchema } }),
    ],
  },
};
const service = 'vehicle';

/** The calls; languages are ISO 639-1, and the service falls back where there is none. */
export type VehicleApi = ReturnType<typeof createVehicleApi>;

/** Creates the calls over a client of the vehicle service. */
export function createVehicleApi(client: RestClient) {
  const resources = vehicleResources;
  return {
    listMarkets: (request: RestRequest, language: string | undefined): Promise<Market[]> =>
      readAllPages(client, service, request, {
        resource: resources.marketList,
        query: { language },
        schema: marketSchema,
      }),

    readMarkets: (
      request: RestRequest,
      ids: readonly string[],
      language: string | undefined,
    ): Promise<RestOutcomes<Market>> =>
      client.getBatch(request, {
        resource: resources.markets,
        ids,
        query: { language },
        schema: marketSchema,
        idOf: (market) => market.id,
      }),

    listBrands: (request: RestRequest): Promise<Brand[]> =>
      readAllPages(client, service, request, {
        resource: resources.brandList,
        schema: brandSchema,
      }),

    readBrands: (request: RestRequest, ids: readonly string[]): Promise<RestOutcomes<Brand>> =>
      client.getBatch(request, {
        resource: resources.brands,
        ids,
        schema: brandSchema,
        idOf: (brand) => brand.id,
      }),

    listModelSeries: (
      request: RestRequest,
      filter: { brand: string | undefined; market: string; language: string | undefined },
    ): Promise<ModelSeries[]> =>
      readAllPages(client, service, request, {
        resource: resources.modelSeriesList,
        query: filter,
        schema: modelSeriesSchema,
      }),

    readModelSeries: (
      request: RestRequest,
      ids: readonly string[],
      language: string | undefined,
    ): Promise<RestOutcomes<ModelSeries>> =>
      client.getBatch(request, {
        resource: resources.modelSeries,
        ids,
        query: { language },
        schema: modelSeriesSchema,
        idOf: (series) => series.code,
      }),

    readModelVariants: (
      request: RestRequest,
      ids: readonly string[],
      language: string | undefined,
    ): Promise<RestOutcomes<ModelVariant>> =>
      client.getBatch(request, {
        resource: resources.modelVariants,
        ids,
        query: { language },
        schema: modelVariantSchema,
        idOf: (variant) => variant.id,
      }),

    searchModelVariants: (
      request: RestRequest,
      search: ModelVariantSearch & { language: string | undefined },
    ): Promise<ModelVariantPage | null> =>
      client.get(request, {
        resource: resources.search,
        query: { ...search },
        schema: searchSchema,
      }),

    decodeVins: (
      request: RestRequest,
      ids: readonly string[],
      market: string | undefined,
    ): Promise<RestOutcomes<VinDecoding>> =>
      client.getBatch(request, {
        resource: resources.vins,
        ids,
        query: { market },
        schema: vinDecodingSchema,
        idOf: (decoding) => decoding.vin,
      }),

    readVehicles: (request: RestRequest, ids: readonly string[]): Promise<RestOutcomes<Vehicle>> =>
      client.getBatch(request, {
        resource: resources.vehicles,
        ids,
        schema: vehicleSchema,
        idOf: (vehicle) => vehicle.vin,
      }),

    listVehiclesOf: (request: RestRequest, owner: string): Promise<Vehicle[]> =>
      readAllPages(client, service, request, {
        resource: resources.vehiclesByOwner,
        query: { owner },
        schema: vehicleSchema,
      }),

    updateMileage: (
      request: RestRequest,
      vin: string,
      body: MileageUpdate,
      idempotencyKey: string,
    ): Promise<Vehicle | null> =>
      client.write(request, {
        resource: resources.mileage,
        params: { vin },
        body,
        idempotencyKey,
        schema: vehicleSchema,
      }),

    calculateWltp: (
      request: RestRequest,
      entries: readonly WltpCalculationInput[],
    ): Promise<RestOutcomes<Wltp>> =>
      client.calculate(request, {
        resource: resources.wltp,
        entries,
        keyOf: (entry) => entry.configurationId,
        schema: wltpSchema,
        idOf: (wltp) => wltp.configurationId,
      }),
  };
}
