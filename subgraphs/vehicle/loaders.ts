// What the vehicle subgraph reads for one request: each row once, each level in one call.
import { createKeyedLoader, createLoader, createLoaderBy } from '../server/loader.ts';
import type { SubgraphContext, SubgraphRequest } from '../server/request-context.ts';
import type { MileageUpdate, WltpCalculationInput } from './vehicle-api.generated.ts';
import type { ModelVariantSearch, VehicleApi } from './vehicle-api.ts';

/** What the vehicle subgraph's resolvers get. */
export type Context = SubgraphContext<VehicleLoaders>;

/** Loaders by id, and the calls that are made once a field. */
export type VehicleLoaders = ReturnType<typeof createVehicleLoaders>;

/** Creates the loaders of one request. */
export function createVehicleLoaders(api: VehicleApi, { rest, dimensions }: SubgraphRequest) {
  const { language } = dimensions;
  return {
    markets: createLoader((ids) => api.readMarkets(rest, ids, language)),
    marketList: () => api.listMarkets(rest, language),
    brands: createLoader((ids) => api.readBrands(rest, ids)),
    brandList: () => api.listBrands(rest),
    modelSeries: createLoader((ids) => api.readModelSeries(rest, ids, language)),
    modelSeriesList: (brand: string | undefined, market: string) =>
      api.listModelSeries(rest, { brand, market, language }),
    modelVariants: createLoader((ids) => api.readModelVariants(rest, ids, language)),
    search: (search: ModelVariantSearch) => api.searchModelVariants(rest, { ...search, language }),
    vins: createLoaderBy((market: string | undefined) =>
      createLoader((ids) => api.decodeVins(rest, ids, market)),
    ),
    vehicles: createLoader((ids) => api.readVehicles(rest, ids)),
    vehiclesByOwner: (owner: string) => api.listVehiclesOf(rest, owner),
    updateMileage: (vin: string, body: MileageUpdate, idempotencyKey: string) =>
      api.updateMileage(rest, vin, body, idempotencyKey),
    wltp: createKeyedLoader(
      (input: WltpCalculationInput) => input.configurationId,
      (inputs) => api.calculateWltp(rest, inputs),
    ),
  };
}
