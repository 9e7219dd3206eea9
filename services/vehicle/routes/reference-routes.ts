// Markets, brands and model series: small lists that change with the catalogue only.
import { Type } from 'typebox';

import { collectBatch, parseIds } from '../../server/batch.ts';
import { publicFor } from '../../server/caching.ts';
import { pageOfRows, pageParameters } from '../../server/page.ts';
import { notFound } from '../../server/problem.ts';
import { batchOf, dimensions, idPattern, idsParameter, pageOf } from '../../server/schemas.ts';
import type { Service } from '../../server/service.ts';
import type { ReferenceData } from '../reference-data.ts';
import { brand, market, modelSeries } from '../schemas.ts';

const cached = publicFor(86_400);
const idParams = Type.Object({ id: Type.String({ pattern: idPattern }) });
const batchQuery = Type.Object({ ids: idsParameter, ...dimensions });
const listQuery = Type.Object({ ...pageParameters, ...dimensions });

/** Adds the routes below `/v1/markets`, `/v1/brands` and `/v1/model-series`. */
export function registerReferenceRoutes(service: Service, data: ReferenceData): void {
  registerMarkets(service, data);
  registerBrands(service, data);
  registerModelSeries(service, data);
}

function registerMarkets(service: Service, data: ReferenceData): void {
  service.get(
    '/v1/markets',
    { schema: { querystring: listQuery, response: { 200: pageOf(market) } }, config: cached },
    ({ query }) => pageOfRows({ ...query, filter: {} }, data.listMarkets(query)),
  );
  service.get(
    '/v1/markets/batch',
    { schema: { querystring: batchQuery, response: { 200: batchOf(market) } }, config: cached },
    ({ query }) => {
      const rows = data.listMarkets(query);
      return collectBatch(parseIds(query.ids), (id) => rows.find((row) => row.id === id));
    },
  );
  service.get(
    '/v1/markets/:id',
    {
      schema: {
        params: idParams,
        querystring: Type.Object(dimensions),
        response: { 200: market },
      },
      config: cached,
    },
    ({ params, query }) => {
      const found = data.listMarkets(query).find(({ id }) => id === params.id);
      if (!found) throw notFound('market');
      return found;
    },
  );
}

function registerBrands(service: Service, data: ReferenceData): void {
  service.get(
    '/v1/brands',
    { schema: { querystring: listQuery, response: { 200: pageOf(brand) } }, config: cached },
    ({ query }) => pageOfRows({ ...query, filter: {} }, [...data.brands.values()]),
  );
  service.get(
    '/v1/brands/batch',
    { schema: { querystring: batchQuery, response: { 200: batchOf(brand) } }, config: cached },
    ({ query }) => collectBatch(parseIds(query.ids), (id) => data.brands.get(id)),
  );
  service.get(
    '/v1/brands/:id',
    { schema: { params: idParams, response: { 200: brand } }, config: cached },
    ({ params }) => {
      const found = data.brands.get(params.id);
      if (!found) throw notFound('brand');
      return found;
    },
  );
}

function registerModelSeries(service: Service, data: ReferenceData): void {
  service.get(
    '/v1/model-series',
    {
      schema: {
        querystring: Type.Object({
          brand: Type.Optional(Type.String({ pattern: idPattern })),
          ...pageParameters,
          ...dimensions,
        }),
        response: { 200: pageOf(modelSeries) },
      },
      config: cached,
    },
    ({ query }) => {
      const filter = { brand: query.brand, market: query.market };
      return pageOfRows({ ...query, filter }, data.listSeries(query));
    },
  );
  service.get(
    '/v1/model-series/batch',
    {
      schema: { querystring: batchQuery, response: { 200: batchOf(modelSeries) } },
      config: cached,
    },
    ({ query }) => collectBatch(parseIds(query.ids), (id) => data.findSeries(id, query)),
  );
  service.get(
    '/v1/model-series/:id',
    {
      schema: {
        params: idParams,
        querystring: Type.Object(dimensions),
        response: { 200: modelSeries },
      },
      config: cached,
    },
    ({ params, query }) => {
      const found = data.findSeries(params.id, query);
      if (!found) throw notFound('model series');
      return found;
    },
  );
}
