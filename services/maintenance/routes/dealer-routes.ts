// Dealers and their labour rates. The list pages by offset, as the grown service behind it does.
import type { Static } from 'typebox';
import { Type } from 'typebox';

import type { DealerRow } from '../../catalogue/rows/maintenance-rows.ts';
import { collectBatch, parseIds } from '../../server/batch.ts';
import { publicFor } from '../../server/caching.ts';
import { toMoney } from '../../server/money.ts';
import { notFound } from '../../server/problem.ts';
import {
  batchOf,
  dimensions,
  idPattern,
  idsParameter,
  money,
  sourced,
} from '../../server/schemas.ts';
import type { Service } from '../../server/service.ts';
import { describeDealer, sourceOf } from '../contract-rows.ts';
import { dealer } from '../schemas.ts';
import type { WorkshopData } from '../workshop-data.ts';

const cached = publicFor(3_600);
const defaultLimit = 20;
const batchQuery = Type.Object({ ids: idsParameter, ...dimensions });
const labourRate = Type.Object(
  { dealer: Type.String(), labourRate: money, labourUnitsPerHour: Type.Integer(), ...sourced },
  { title: 'LabourRate' },
);

/** Adds the routes below `/v1/dealers` and `/v1/labour-rates`. */
export function registerDealerRoutes(service: Service, data: WorkshopData): void {
  const describe = (row: DealerRow): Static<typeof dealer> =>
    describeDealer(row, currencyOf(data, row));

  service.get(
    '/v1/dealers',
    {
      schema: {
        querystring: Type.Object({
          ...dimensions,
          brand: Type.Optional(Type.String({ pattern: '^[a-z-]{2,32}$' })),
          offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
        }),
        response: {
          200: Type.Object({
            items: Type.Array(dealer),
            offset: Type.Integer(),
            limit: Type.Integer(),
            total: Type.Integer(),
          }),
        },
      },
      config: cached,
    },
    ({ query }) => {
      const { market, brand, offset = 0, limit = defaultLimit } = query;
      const rows = data.tables.dealers.filter(
        (row) =>
          (market === undefined || row.market === market) &&
          (brand === undefined || row.brands.some((served) => served === brand)),
      );
      const items = rows.slice(offset, offset + limit).map(describe);
      return { items, offset, limit, total: rows.length };
    },
  );
  service.get(
    '/v1/dealers/batch',
    { schema: { querystring: batchQuery, response: { 200: batchOf(dealer) } }, config: cached },
    ({ query }) =>
      collectBatch(parseIds(query.ids), (id) => {
        const row = data.dealers.get(id);
        return row && describe(row);
      }),
  );
  service.get(
    '/v1/dealers/:id',
    {
      schema: {
        params: Type.Object({ id: Type.String({ pattern: idPattern }) }),
        querystring: Type.Object(dimensions),
        response: { 200: dealer },
      },
      config: cached,
    },
    ({ params }) => {
      const row = data.dealers.get(params.id);
      if (!row) throw notFound('dealer');
      return describe(row);
    },
  );

  service.get(
    '/v1/labour-rates/batch',
    { schema: { querystring: batchQuery, response: { 200: batchOf(labourRate) } }, config: cached },
    ({ query }) =>
      collectBatch(parseIds(query.ids), (id) => {
        const row = data.dealers.get(id);
        if (!row) return undefined;
        return {
          dealer: id,
          labourRate: toMoney(row.labourRateMinor, currencyOf(data, row)),
          labourUnitsPerHour: row.labourUnitsPerHour,
          ...sourceOf(row),
        };
      }),
  );
}

/** The catalogue's tests prove that each dealer's market is there. */
function currencyOf(data: WorkshopData, { id, market }: DealerRow): string {
  const found = data.findMarket(market);
  if (!found) throw new Error(`The catalogue has no market of dealer ${id}.`);
  return found.currency;
}
