// What can be chosen: families, selectables, standard equipment, single items, rules.
import { Type } from 'typebox';

import { isApplicable } from '../../catalogue/applicability.ts';
import type { ItemKind } from '../../catalogue/rows/option-rows.ts';
import type { MarketId } from '../../catalogue/rows/sourced.ts';
import { collectBatch, parseIds } from '../../server/batch.ts';
import { publicFor } from '../../server/caching.ts';
import { pageOfRows, pageParameters } from '../../server/page.ts';
import { batchOf, dimensions, idPattern, idsParameter, pageOf } from '../../server/schemas.ts';
import type { Service } from '../../server/service.ts';
import { parseItemId } from '../configuration-id.ts';
import { describeFamily, describeItem, describeRule, type Item } from '../item-descriptions.ts';
import { item, rule, seriesFamilies, variantItems } from '../schemas.ts';
import type { VariantModel } from '../variant-model.ts';
import {
  dayOf,
  findModelOrNone,
  languagesOf,
  type OptionsRouteOptions,
  requireModel,
} from './route-options.ts';

const cached = publicFor(3_600);
const market = Type.String({ pattern: '^[A-Z]{2}$' });
const marketBatch = Type.Object({ ids: idsParameter, ...dimensions, market });

const kindsByPath: readonly (readonly [path: string, kind: ItemKind])[] = [
  ['options', 'OPTION'],
  ['packages', 'PACKAGE'],
  ['lines', 'LINE'],
  ['paints', 'PAINT'],
  ['upholsteries', 'UPHOLSTERY'],
  ['wheels', 'WHEEL'],
];

/** Adds the routes that read the catalogue's items and rules. */
export function registerItemRoutes(service: Service, options: OptionsRouteOptions): void {
  registerFamilies(service, options);
  registerVariantItems(service, options);
  registerItemsByKind(service, options);
  registerItems(service, options);
  registerRules(service, options);
}

function registerFamilies(service: Service, options: OptionsRouteOptions): void {
  const { tables } = options;
  const fuels = new Map(tables.engines.map(({ code, fuel }) => [code, fuel]));

  /** Families that any variant of the series, in the market if one is given, has an item of. */
  const familiesOf = (series: string, asked: string | undefined): ReadonlySet<string> => {
    const places = tables.variants
      .filter((variant) => variant.series === series)
      .flatMap(({ brand, engine, markets }) => {
        const fuel = fuels.get(engine);
        return fuel === undefined
          ? []
          : markets
              .filter((id: MarketId) => asked === undefined || id === asked)
              .map((id) => ({ brand, series, fuel, market: id }));
      });
    const distinct = [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
    return new Set(
      tables.items
        .filter((row) => distinct.some((place) => isApplicable(row.applicability, place)))
        .map(({ family }) => family),
    );
  };

  service.get(
    '/v1/option-families/batch',
    {
      schema: {
        querystring: Type.Object({ ids: idsParameter, ...dimensions }),
        response: { 200: batchOf(seriesFamilies) },
      },
      config: cached,
    },
    ({ query }) =>
      collectBatch(parseIds(query.ids), (series) => {
        if (!tables.modelSeries.some(({ code }) => code === series)) return undefined;
        const present = familiesOf(series, query.market);
        const families = tables.optionFamilies
          .filter(({ id }) => present.has(id))
          .toSorted((a, b) => a.position - b.position)
          .map((family) => describeFamily(family, languagesOf(options, query)));
        return { series, families };
      }),
  );
}

function registerVariantItems(service: Service, options: OptionsRouteOptions): void {
  const routes = [
    ['/v1/standard-equipment/batch', (model: VariantModel) => [...model.standard]],
    ['/v1/selectables/batch', (model: VariantModel, day: string) => selectableCodes(model, day)],
  ] as const;
  for (const [path, codesOf] of routes) {
    service.get(
      path,
      {
        schema: { querystring: marketBatch, response: { 200: batchOf(variantItems) } },
        config: cached,
      },
      ({ query }) => {
        const languages = languagesOf(options, query);
        const day = dayOf(options, query.at);
        return collectBatch(parseIds(query.ids), (variantId) => {
          const model = findModelOrNone(options, variantId, query.market);
          if (!model) return undefined;
          const items = describeAll(model, codesOf(model, day), languages);
          return { variantId, market: query.market, items };
        });
      },
    );
  }
}

function registerItemsByKind(service: Service, options: OptionsRouteOptions): void {
  for (const [path, kind] of kindsByPath) {
    service.get(
      `/v1/model-variants/:id/${path}`,
      {
        schema: {
          params: Type.Object({ id: Type.String({ pattern: idPattern }) }),
          querystring: Type.Object({ ...pageParameters, ...dimensions, market }),
          response: { 200: pageOf(item) },
        },
        config: cached,
      },
      ({ params, query }) => {
        const model = requireModel(options, params.id, query.market);
        const day = dayOf(options, query.at);
        const codes = selectableCodes(model, day).filter(
          (code) => model.items.get(code)?.kind === kind,
        );
        const filter = { id: params.id, kind, market: query.market, day };
        const page = pageOfRows({ ...query, filter }, codes);
        return { ...page, items: describeAll(model, page.items, languagesOf(options, query)) };
      },
    );
  }
}

function registerItems(service: Service, options: OptionsRouteOptions): void {
  service.get(
    '/v1/items/batch',
    {
      schema: {
        querystring: Type.Object({ ids: idsParameter, ...dimensions }),
        response: { 200: batchOf(item) },
      },
      config: cached,
    },
    ({ query }) =>
      collectBatch(parseIds(query.ids), (id) => {
        const key = parseItemId(id);
        const model = key && findModelOrNone(options, key.variantId, key.market);
        if (!key || !model) return undefined;
        const languages = languagesOf(options, { ...query, market: key.market });
        return describeItem({ model, languages }, key.code);
      }),
  );
}

function registerRules(service: Service, options: OptionsRouteOptions): void {
  service.get(
    '/v1/rules',
    {
      schema: {
        querystring: Type.Object({
          variant: Type.String({ pattern: idPattern }),
          ...pageParameters,
          ...dimensions,
          market,
        }),
        response: { 200: pageOf(rule) },
      },
      config: cached,
    },
    ({ query }) => {
      const model = requireModel(options, query.variant, query.market);
      const filter = { variant: query.variant, market: query.market };
      const page = pageOfRows({ ...query, filter }, model.rules);
      const languages = languagesOf(options, query);
      return { ...page, items: page.items.map((row) => describeRule(row, languages)) };
    },
  );
}

/** What can be ordered that day, in the order of the families. */
function selectableCodes(model: VariantModel, day: string): string[] {
  return [...model.items.values()]
    .filter(({ validFrom, validTo }) => validFrom <= day && (validTo === null || validTo >= day))
    .map(({ code }) => code);
}

function describeAll(
  model: VariantModel,
  codes: readonly string[],
  languages: readonly (string | undefined)[],
): Item[] {
  return codes.flatMap((code) => describeItem({ model, languages }, code) ?? []);
}
