// Maintenance items, intervals, fluids, oil norms, labour operations and parts: the workshop's reference data.
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { collectBatch, parseIds } from '../../server/batch.ts';
import { publicFor } from '../../server/caching.ts';
import { localize } from '../../server/localize.ts';
import { pageOfRows, pageParameters } from '../../server/page.ts';
import { batchOf, dimensions, idsParameter, pageOf } from '../../server/schemas.ts';
import type { Service } from '../../server/service.ts';
import {
  describeItem,
  describeOilNorm,
  type Languages,
  languagesFor,
  sourceOf,
} from '../contract-rows.ts';
import {
  engineFluids,
  engineIntervals,
  type fluid,
  labourOperation,
  maintenanceItem,
  oilNorm,
  part,
} from '../schemas.ts';
import type { WorkshopData } from '../workshop-data.ts';

const cached = publicFor(86_400);
const listQuery = Type.Object({ ...pageParameters, ...dimensions });
const batchQuery = Type.Object({ ids: idsParameter, ...dimensions });
const ofItemQuery = Type.Object({
  item: Type.Optional(Type.String({ pattern: '^[A-Z0-9_]{2,40}$' })),
  ...pageParameters,
  ...dimensions,
});

/** Adds the routes below `/v1/maintenance-items`, `intervals`, `fluids`, `oil-norms`, `labour-operations`, `parts`. */
export function registerItemRoutes(service: Service, data: WorkshopData): void {
  const wording = ({ market, language }: { market?: string; language?: string }): Languages =>
    languagesFor(market === undefined ? undefined : data.findMarket(market), language);

  service.get(
    '/v1/maintenance-items',
    {
      schema: { querystring: listQuery, response: { 200: pageOf(maintenanceItem) } },
      config: cached,
    },
    ({ query }) =>
      pageOfRows(
        { ...query, filter: {} },
        data.tables.maintenanceItems.map((row) => describeItem(row, wording(query))),
      ),
  );
  service.get(
    '/v1/maintenance-items/batch',
    {
      schema: { querystring: batchQuery, response: { 200: batchOf(maintenanceItem) } },
      config: cached,
    },
    ({ query }) =>
      collectBatch(parseIds(query.ids), (id) => {
        const row = data.items.get(id);
        return row && describeItem(row, wording(query));
      }),
  );

  service.get(
    '/v1/intervals/batch',
    {
      schema: { querystring: batchQuery, response: { 200: batchOf(engineIntervals) } },
      config: cached,
    },
    ({ query }) =>
      collectBatch(parseIds(query.ids), (engine) =>
        describeIntervals(data, engine, query.market ?? null, wording(query)),
      ),
  );
  service.get(
    '/v1/fluids/batch',
    {
      schema: { querystring: batchQuery, response: { 200: batchOf(engineFluids) } },
      config: cached,
    },
    ({ query }) => collectBatch(parseIds(query.ids), (engine) => describeFluids(data, engine)),
  );
  service.get(
    '/v1/oil-norms',
    { schema: { querystring: listQuery, response: { 200: pageOf(oilNorm) } }, config: cached },
    ({ query }) => pageOfRows({ ...query, filter: {} }, data.tables.oilNorms.map(describeOilNorm)),
  );

  service.get(
    '/v1/labour-operations',
    {
      schema: { querystring: ofItemQuery, response: { 200: pageOf(labourOperation) } },
      config: cached,
    },
    ({ query }) =>
      pageOfRows(
        { ...query, filter: { item: query.item } },
        data.tables.labourOperations
          .filter((row) => query.item === undefined || row.item === query.item)
          .map((row) => ({
            code: row.code,
            item: row.item,
            name: localize(row.name, wording(query)),
            labourUnits: row.labourUnits,
            ...sourceOf(row),
          })),
      ),
  );
  service.get(
    '/v1/parts',
    { schema: { querystring: ofItemQuery, response: { 200: pageOf(part) } }, config: cached },
    ({ query }) =>
      pageOfRows(
        { ...query, filter: { item: query.item } },
        data.tables.parts
          .filter((row) => query.item === undefined || row.item === query.item)
          .map((row) => ({
            number: row.number,
            item: row.item,
            name: localize(row.name, wording(query)),
            quantity: row.quantity,
            ...sourceOf(row),
          })),
      ),
  );
}

function describeIntervals(
  data: WorkshopData,
  engine: string,
  market: string | null,
  languages: Languages,
): Static<typeof engineIntervals> | undefined {
  const car = data.traitsOfEngine(engine, market);
  if (!car) return undefined;
  const intervals = data.schedulesOf(car).map(({ item, interval }) => ({
    item: describeItem(item, languages),
    intervalKm: interval.intervalKm,
    intervalMonths: interval.intervalMonths,
    firstMonths: interval.firstMonths,
    ...sourceOf(interval),
  }));
  return { engine, intervals };
}

/** An engine that needs no fluid has an empty list; one that the catalogue does not know is not found. */
function describeFluids(
  data: WorkshopData,
  engine: string,
): Static<typeof engineFluids> | undefined {
  if (data.fuelOf(engine) === undefined) return undefined;
  const fluids = (data.fluidsByEngine.get(engine) ?? []).map((row): Static<typeof fluid> => ({
    kind: row.kind,
    litres: row.litres,
    oilNorms: row.oilNorms.flatMap((code) => {
      const norm = data.oilNorms.get(code);
      return norm === undefined ? [] : [describeOilNorm(norm)];
    }),
    specification: row.specification,
    ...sourceOf(row),
  }));
  return { engine, fluids };
}
