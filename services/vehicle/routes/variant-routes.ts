// Model variants: by id, in batches, and by search with facets.
import { Type } from 'typebox';

import { collectBatch, parseIds } from '../../server/batch.ts';
import { publicFor } from '../../server/caching.ts';
import { makePage, pageParameters, readPage } from '../../server/page.ts';
import { notFound } from '../../server/problem.ts';
import { batchOf, dimensions, idPattern, idsParameter, pageOf } from '../../server/schemas.ts';
import type { Service } from '../../server/service.ts';
import type { ReferenceData } from '../reference-data.ts';
import { modelVariant, searchFacet } from '../schemas.ts';
import type { VariantStore } from '../variant-store.ts';

const cached = publicFor(3_600);
const powerKw = Type.Optional(Type.Integer({ minimum: 0, maximum: 5_000 }));
const code = Type.Optional(Type.String({ pattern: idPattern }));

const searchQuery = Type.Object({
  ...dimensions,
  brand: code,
  series: code,
  fuel: code,
  drive: code,
  gearbox: code,
  text: Type.Optional(Type.String({ maxLength: 80 })),
  minPowerKw: powerKw,
  maxPowerKw: powerKw,
  sort: Type.Optional(Type.Enum(['name', 'powerKw', 'co2'])),
  ...pageParameters,
});

/** A page of variants with the facets of the whole list. */
const searchResult = Type.Object({
  ...pageOf(modelVariant).properties,
  facets: Type.Array(searchFacet),
});

/** Adds the routes below `/v1/model-variants`. */
export function registerVariantRoutes(
  service: Service,
  { data, variants }: { readonly data: ReferenceData; readonly variants: VariantStore },
): void {
  service.get(
    '/v1/model-variants',
    { schema: { querystring: searchQuery, response: { 200: searchResult } }, config: cached },
    ({ query }) => {
      const { limit, pageToken, language, sort = 'name', ...filter } = query;
      const request = { limit, pageToken, filter: { ...filter, sort } };
      const page = readPage(request);
      const { rows, total } = variants.search(filter, { order: sort, ...page });
      const described = rows.map((row) =>
        data.describeVariant(row, { language, market: query.market }),
      );
      return { ...makePage(request, described, total), facets: variants.countFacets(filter) };
    },
  );
  service.get(
    '/v1/model-variants/batch',
    {
      schema: {
        querystring: Type.Object({ ids: idsParameter, ...dimensions }),
        response: { 200: batchOf(modelVariant) },
      },
      config: cached,
    },
    ({ query }) =>
      collectBatch(parseIds(query.ids), (id) => {
        const row = variants.find(id);
        return row && data.describeVariant(row, query);
      }),
  );
  service.get(
    '/v1/model-variants/:id',
    {
      schema: {
        params: Type.Object({ id: Type.String({ pattern: idPattern }) }),
        querystring: Type.Object(dimensions),
        response: { 200: modelVariant },
      },
      config: cached,
    },
    ({ params, query }) => {
      const row = variants.find(params.id);
      if (!row) throw notFound('model variant');
      return data.describeVariant(row, query);
    },
  );
}
