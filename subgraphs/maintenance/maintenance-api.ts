// The maintenance service's REST calls that the subgraph makes, typed.
import type { RestOutcomes } from '../server/rest-batch.ts';
import type { RestClient } from '../server/rest-client.ts';
import type { RestRequest } from '../server/rest-exchange.ts';
import { readAllPages } from '../server/rest-pages.ts';
import type { RestResource } from '../server/rest-resource.ts';
import { createObjectSchema, type RestSchema } from '../server/rest-schema.ts';
import {
  type Dealer,
  dealerSchema,
  type EngineFluids,
  engineFluidsSchema,
  type EngineIntervals,
  engineIntervalsSchema,
  type Recall,
  recallSchema,
  type ServiceContract,
  serviceContractSchema,
  type ServicePlan,
  type ServicePlanInput,
  servicePlanSchema,
  type ServiceProduct,
  serviceProductSchema,
  type ServiceRecordInput,
  type ServiceRecordResult,
  serviceRecordResultSchema,
  type ServiceStatus,
  serviceStatusSchema,
  type VehicleContracts,
  vehicleContractsSchema,
  type VehicleRecalls,
  vehicleRecallsSchema,
  type VehicleState,
} from './maintenance-api.generated.ts';

/** Where each resource of `@rest` lies. */
export const maintenanceResources = {
  dealers: { name: 'dealers', path: '/v1/dealers/batch' },
  dealerList: { name: 'dealers/list', path: '/v1/dealers' },
  fluids: { name: 'fluids', path: '/v1/fluids/batch' },
  intervals: { name: 'intervals', path: '/v1/intervals/batch' },
  serviceProducts: { name: 'service-products', path: '/v1/service-products' },
  contracts: { name: 'contracts', path: '/v1/contracts/batch', isPrivate: true },
  contractsById: {
    name: 'contracts/by-id',
    path: '/v1/contracts/by-id/batch',
    isPrivate: true,
  },
  recalls: { name: 'recalls', path: '/v1/recalls/batch', isPrivate: true },
  recallCampaigns: { name: 'recall-campaigns', path: '/v1/recall-campaigns/batch' },
  serviceStatus: { name: 'service-status', method: 'POST', path: '/v1/service-status' },
  servicePlans: { name: 'service-plans', method: 'POST', path: '/v1/service-plans', batch: 20 },
  serviceRecords: { name: 'service-records', method: 'POST', path: '/v1/service-records' },
} as const satisfies Record<string, RestResource>;

/** Some of a market's dealers, paged by offset. */
export interface DealerSlice {
  readonly items: Dealer[];
  readonly offset: number;
  readonly limit: number;
  readonly total: number;
}

/** Which dealers are listed. */
export interface DealerQuery {
  readonly market: string;
  readonly brand: string | undefined;
  readonly offset: number;
  readonly limit: number;
}

type Language = string | undefined;

const integer = { type: 'integer' };
const dealerSliceSchema: RestSchema<DealerSlice> = {
  jsonSchema: createObjectSchema({
    items: { type: 'array', items: dealerSchema.jsonSchema },
    offset: integer,
    limit: integer,
    total: integer,
  }),
};

/** The calls; languages are ISO 639-1, and the service falls back where there is none. */
export type MaintenanceApi = ReturnType<typeof createMaintenanceApi>;

/** Creates the calls over a client of the maintenance service. */
export function createMaintenanceApi(client: RestClient) {
  const resources = maintenanceResources;
  return {
    readDealers: (request: RestRequest, ids: readonly string[]): Promise<RestOutcomes<Dealer>> =>
      client.getBatch(request, {
        resource: resources.dealers,
        ids,
        schema: dealerSchema,
        idOf: (dealer) => dealer.id,
      }),

    listDealers: (request: RestRequest, query: DealerQuery): Promise<DealerSlice | null> =>
      client.get(request, {
        resource: resources.dealerList,
        query: { ...query },
        schema: dealerSliceSchema,
      }),

    readFluids: (
      request: RestRequest,
      engines: readonly string[],
    ): Promise<RestOutcomes<EngineFluids>> =>
      client.getBatch(request, {
        resource: resources.fluids,
        ids: engines,
        schema: engineFluidsSchema,
        idOf: (row) => row.engine,
      }),

    readIntervals: (
      request: RestRequest,
      engines: readonly string[],
      query: { market: string; language: Language },
    ): Promise<RestOutcomes<EngineIntervals>> =>
      client.getBatch(request, {
        resource: resources.intervals,
        ids: engines,
        query,
        schema: engineIntervalsSchema,
        idOf: (row) => row.engine,
      }),

    listServiceProducts: (
      request: RestRequest,
      query: { market: string; language: Language },
    ): Promise<ServiceProduct[]> =>
      readAllPages(client, 'maintenance', request, {
        resource: resources.serviceProducts,
        query,
        schema: serviceProductSchema,
      }),

    readContracts: (
      request: RestRequest,
      vins: readonly string[],
      language: Language,
    ): Promise<RestOutcomes<VehicleContracts>> =>
      client.getBatch(request, {
        resource: resources.contracts,
        ids: vins,
        query: { language },
        schema: vehicleContractsSchema,
        idOf: (row) => row.vin,
      }),

    readContractsById: (
      request: RestRequest,
      ids: readonly string[],
      language: Language,
    ): Promise<RestOutcomes<ServiceContract>> =>
      client.getBatch(request, {
        resource: resources.contractsById,
        ids,
        query: { language },
        schema: serviceContractSchema,
        idOf: (contract) => contract.id,
      }),

    readRecalls: (
      request: RestRequest,
      vins: readonly string[],
      language: Language,
    ): Promise<RestOutcomes<VehicleRecalls>> =>
      client.getBatch(request, {
        resource: resources.recalls,
        ids: vins,
        query: { language },
        schema: vehicleRecallsSchema,
        idOf: (row) => row.vin,
      }),

    readRecallCampaigns: (
      request: RestRequest,
      ids: readonly string[],
      language: Language,
    ): Promise<RestOutcomes<Recall>> =>
      client.getBatch(request, {
        resource: resources.recallCampaigns,
        ids,
        query: { language },
        schema: recallSchema,
        idOf: (recall) => recall.id,
      }),

    readServiceStatus: (
      request: RestRequest,
      entries: readonly VehicleState[],
      language: Language,
    ): Promise<RestOutcomes<ServiceStatus>> =>
      client.calculate(request, {
        resource: resources.serviceStatus,
        query: { language },
        entries,
        keyOf: (state) => state.vin,
        schema: serviceStatusSchema,
        idOf: (status) => status.vin,
      }),

    planServices: (
      request: RestRequest,
      entries: readonly ServicePlanInput[],
      language: Language,
    ): Promise<RestOutcomes<ServicePlan>> =>
      client.calculate(request, {
        resource: resources.servicePlans,
        query: { language },
        entries,
        keyOf: (entry) => entry.vehicle.vin,
        schema: servicePlanSchema,
        idOf: (plan) => plan.vin,
      }),

    recordService: (
      request: RestRequest,
      body: ServiceRecordInput,
      idempotencyKey: string,
      language: Language,
    ): Promise<ServiceRecordResult | null> =>
      client.write(request, {
        resource: resources.serviceRecords,
        query: { language },
        body,
        idempotencyKey,
        schema: serviceRecordResultSchema,
      }),
  };
}
