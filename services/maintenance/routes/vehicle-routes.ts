// What belongs to single vehicles: service history, contracts and the products behind them, recalls.
import { Type } from 'typebox';

import { collectBatch, parseIds } from '../../server/batch.ts';
import { privateFor, publicFor } from '../../server/caching.ts';
import { pageOfRows, pageParameters } from '../../server/page.ts';
import { notFound, ServiceProblem } from '../../server/problem.ts';
import { batchOf, dimensions, idPattern, idsParameter, pageOf } from '../../server/schemas.ts';
import type { Service } from '../../server/service.ts';
import {
  describeContract,
  describeProduct,
  describeRecall,
  type Languages,
  languagesFor,
} from '../contract-rows.ts';
import { parseVin } from '../parse-vin.ts';
import {
  recall,
  serviceContract,
  serviceProduct,
  serviceRecord,
  vehicleContracts,
  vehicleRecalls,
} from '../schemas.ts';
import type { ServiceRecordStore } from '../service-record-store.ts';
import type { WorkshopData } from '../workshop-data.ts';

/** What the routes stand on. */
export interface VehicleRouteOptions {
  readonly data: WorkshopData;
  readonly records: ServiceRecordStore;
}

const oneHourSeconds = 3_600;
const sixHoursSeconds = 21_600;
const batchQuery = Type.Object({ ids: idsParameter, ...dimensions });

/** Adds `/v1/service-history`, `/v1/service-products` and the routes below `/v1/contracts` and `/v1/recalls`. */
export function registerVehicleRoutes(
  service: Service,
  { data, records }: VehicleRouteOptions,
): void {
  service.get(
    '/v1/service-history',
    {
      schema: {
        querystring: Type.Object({ vin: Type.String(), ...pageParameters, ...dimensions }),
        response: { 200: pageOf(serviceRecord) },
      },
      config: privateFor(60),
    },
    ({ query }) => {
      const vin = parseVin(query.vin);
      if (vin === undefined) {
        throw new ServiceProblem(
          'VIN_INVALID',
          400,
          'A VIN has 17 letters and digits, no I, O or Q.',
          'vin',
        );
      }
      return pageOfRows({ ...query, filter: { vin } }, records.listByVin(vin));
    },
  );
  registerContracts(service, data);
  registerRecalls(service, data);
}

function registerContracts(service: Service, data: WorkshopData): void {
  const cached = privateFor(oneHourSeconds);

  service.get(
    '/v1/service-products',
    {
      schema: {
        querystring: Type.Object({ ...pageParameters, ...dimensions }),
        response: { 200: pageOf(serviceProduct) },
      },
      config: publicFor(oneHourSeconds),
    },
    ({ query }) =>
      pageOfRows(
        { ...query, filter: {} },
        data.tables.contractProducts.map((row) => describeProduct(row, data, wording(data, query))),
      ),
  );
  service.get(
    '/v1/contracts/batch',
    {
      schema: { querystring: batchQuery, response: { 200: batchOf(vehicleContracts) } },
      config: cached,
    },
    ({ query }) =>
      collectBatch(parseIds(query.ids), (id) => {
        const vin = parseVin(id);
        if (vin === undefined) return undefined;
        const contracts = data.contractsOf(vin);
        const languages = wording(data, query);
        return { vin, contracts: contracts.map((row) => describeContract(row, data, languages)) };
      }),
  );
  service.get(
    '/v1/contracts/by-id/batch',
    {
      schema: { querystring: batchQuery, response: { 200: batchOf(serviceContract) } },
      config: cached,
    },
    ({ query }) =>
      collectBatch(parseIds(query.ids), (id) => {
        const row = data.contracts.get(id);
        return row && describeContract(row, data, wording(data, query));
      }),
  );
  service.get(
    '/v1/contracts/:id',
    {
      schema: {
        params: Type.Object({ id: Type.String({ pattern: idPattern }) }),
        querystring: Type.Object(dimensions),
        response: { 200: serviceContract },
      },
      config: cached,
    },
    ({ params, query }) => {
      const row = data.contracts.get(params.id);
      if (!row) throw notFound('contract');
      return describeContract(row, data, wording(data, query));
    },
  );
}

function registerRecalls(service: Service, data: WorkshopData): void {
  const recalls = new Map(data.tables.recalls.map((row) => [row.id, row]));

  service.get(
    '/v1/recalls/batch',
    {
      schema: { querystring: batchQuery, response: { 200: batchOf(vehicleRecalls) } },
      config: privateFor(sixHoursSeconds),
    },
    ({ query }) =>
      collectBatch(parseIds(query.ids), (id) => {
        const vin = parseVin(id);
        if (vin === undefined) return undefined;
        const languages = wording(data, query);
        const open = data.recallsOf(vin).flatMap(({ recall: recallId, status }) => {
          const row = recalls.get(recallId);
          return row === undefined ? [] : [{ recall: describeRecall(row, languages), status }];
        });
        return { vin, recalls: open };
      }),
  );
  service.get(
    '/v1/recall-campaigns/batch',
    {
      schema: { querystring: batchQuery, response: { 200: batchOf(recall) } },
      config: publicFor(sixHoursSeconds),
    },
    ({ query }) =>
      collectBatch(parseIds(query.ids), (id) => {
        const row = recalls.get(id);
        return row && describeRecall(row, wording(data, query));
      }),
  );
}

function wording(
  data: WorkshopData,
  { market, language }: { market?: string; language?: string },
): Languages {
  return languagesFor(market === undefined ? undefined : data.findMarket(market), language);
}
