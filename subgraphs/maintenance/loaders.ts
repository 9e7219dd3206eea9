// What the maintenance subgraph reads for one request: each row once, each level in one call.
import { createKeyedLoader, createLoader, createLoaderBy } from '../server/loader.ts';
import type { SubgraphContext, SubgraphRequest } from '../server/request-context.ts';
import type {
  ServicePlanInput,
  ServiceRecordInput,
  VehicleState,
} from './maintenance-api.generated.ts';
import type { DealerQuery, MaintenanceApi } from './maintenance-api.ts';

/** What the maintenance subgraph's resolvers get. */
export type Context = SubgraphContext<MaintenanceLoaders>;

/** Loaders by id, and the calls that are made once a field. */
export type MaintenanceLoaders = ReturnType<typeof createMaintenanceLoaders>;

/** Creates the loaders of one request. */
export function createMaintenanceLoaders(
  api: MaintenanceApi,
  { rest, dimensions }: SubgraphRequest,
) {
  const { language } = dimensions;
  // A reply names its vehicle alone, so plans on different terms are different calls.
  const plansByTerms = createLoaderBy((_terms) =>
    createKeyedLoader(
      (input: ServicePlanInput) => input.vehicle.vin,
      (inputs) => api.planServices(rest, inputs, language),
    ),
  );
  return {
    dealers: createLoader((ids) => api.readDealers(rest, ids)),
    dealerList: (query: DealerQuery) => api.listDealers(rest, query),
    fluids: createLoader((engines) => api.readFluids(rest, engines)),
    intervals: createLoaderBy((market) =>
      createLoader((engines) => api.readIntervals(rest, engines, { market, language })),
    ),
    serviceProducts: (market: string) => api.listServiceProducts(rest, { market, language }),
    contracts: createLoader((vins) => api.readContracts(rest, vins, language)),
    contractsById: createLoader((ids) => api.readContractsById(rest, ids, language)),
    recalls: createLoader((vins) => api.readRecalls(rest, vins, language)),
    recallCampaigns: createLoader((ids) => api.readRecallCampaigns(rest, ids, language)),
    serviceStatus: createKeyedLoader(
      (state: VehicleState) => state.vin,
      (states) => api.readServiceStatus(rest, states, language),
    ),
    servicePlan: (input: ServicePlanInput) => {
      const { dealer, at, windowMonths, horizonMonths } = input;
      return plansByTerms(JSON.stringify([dealer, at, windowMonths, horizonMonths])).load(input);
    },
    recordService: (body: ServiceRecordInput, idempotencyKey: string) =>
      api.recordService(rest, body, idempotencyKey, language),
  };
}
