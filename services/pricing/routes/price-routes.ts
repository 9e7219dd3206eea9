// List prices of variants and items, and whole price calculations.
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { type Batch, collectBatch, parseIds } from '../../server/batch.ts';
import { publicFor } from '../../server/caching.ts';
import { calculateEach, calculationsOf } from '../../server/calculations.ts';
import { toMoney } from '../../server/money.ts';
import { batchOf, dimensions, idsParameter } from '../../server/schemas.ts';
import type { Service } from '../../server/service.ts';
import { type ListedPrice, priceOnDate } from '../calculation/listed-price.ts';
import { requirePriceList, taxationOf } from '../list-taxation.ts';
import { priceConfiguration, type PriceSources } from '../price-configuration.ts';
import { itemPrice, priceCalculation, priceCalculationInput, variantPrice } from '../schemas.ts';

const cached = publicFor(3_600);

/** What the routes stand on; `today` gives the day where a request names none. */
export interface PriceRouteOptions extends PriceSources {
  readonly today: () => string;
}

/** Adds `/v1/variant-prices/batch`, `/v1/item-prices/batch` and `/v1/price-calculations`. */
export function registerPriceRoutes(service: Service, options: PriceRouteOptions): void {
  service.get(
    '/v1/variant-prices/batch',
    {
      schema: {
        querystring: Type.Object({
          ids: idsParameter,
          ...dimensions,
          market: Type.String({ pattern: '^[A-Z]{2}$' }),
        }),
        response: { 200: batchOf(variantPrice) },
      },
      config: cached,
    },
    ({ query }) =>
      readVariantPrices(options, parseIds(query.ids), query.market, query.at ?? options.today()),
  );

  service.get(
    '/v1/item-prices/batch',
    {
      schema: {
        querystring: Type.Object({ ids: idsParameter, ...dimensions }),
        response: { 200: batchOf(itemPrice) },
      },
      config: cached,
    },
    ({ query }) => readItemPrices(options, parseIds(query.ids), query.at ?? options.today()),
  );

  service.post(
    '/v1/price-calculations',
    {
      schema: {
        querystring: Type.Object(dimensions),
        body: Type.Object({ items: Type.Array(priceCalculationInput, { maxItems: 100 }) }),
        response: { 200: calculationsOf(priceCalculation) },
      },
    },
    ({ body, query }) =>
      calculateEach(
        body.items,
        ({ key }) => key,
        (input) => priceConfiguration(options, input, query.language),
      ),
  );
}

function readVariantPrices(
  { data, store }: PriceSources,
  ids: readonly string[],
  marketId: string,
  day: string,
): Batch<Static<typeof variantPrice>> {
  const market = data.requireMarket(marketId);
  const list = requirePriceList(data, market.id, day);
  const taxation = taxationOf(data, market, list, day);
  return collectBatch(ids, (id) => {
    const row = store.findVariantPrice(list.id, id);
    if (!row) return undefined;
    const { netMinor, grossMinor, notPriced, provenance, source } = row;
    return {
      variantId: id,
      market: market.id,
      priceList: list.id,
      price:
        netMinor === null || grossMinor === null
          ? null
          : toAmount(priceOnDate({ netMinor, grossMinor }, taxation), market.currency),
      notPriced,
      validFrom: list.validFrom,
      validTo: list.validTo,
      provenance,
      source,
    };
  });
}

/**
 * Ids may be of several markets. An id of a market without a price list that day is not found, unless none of
 * the markets has one: then the date is at fault, and the problem says so.
 */
function readItemPrices(
  sources: PriceSources,
  ids: readonly string[],
  day: string,
): Batch<Static<typeof itemPrice>> {
  const { data } = sources;
  const markets = ids
    .map((id) => data.findMarket(parseItemId(id)?.market ?? ''))
    .filter((market) => market !== undefined);
  const [anyMarket] = markets;
  if (anyMarket && markets.every(({ id }) => data.findPriceList(id, day) === undefined)) {
    requirePriceList(data, anyMarket.id, day);
  }
  return collectBatch(ids, (id) => readItemPrice(sources, id, day));
}

function readItemPrice(
  { data, store }: PriceSources,
  id: string,
  day: string,
): Static<typeof itemPrice> | undefined {
  const item = parseItemId(id);
  const market = item && data.findMarket(item.market);
  const list = market && data.findPriceList(market.id, day);
  if (!item || !list) return undefined;
  const row = store.findItemPrice(list.id, item.code);
  if (!row || !store.findVariant(item.variant)?.markets.includes(market.id)) return undefined;
  return {
    id,
    priceList: list.id,
    price: toAmount(priceOnDate(row, taxationOf(data, market, list, day)), market.currency),
    validFrom: list.validFrom,
    validTo: list.validTo,
    provenance: row.provenance,
    source: row.source,
  };
}

/** `variant~market~code`. */
function parseItemId(id: string) {
  const match = /^([a-z0-9-]{3,64})~([A-Z]{2})~([A-Z0-9]{1,16})$/.exec(id);
  const [, variant, market, code] = match ?? [];
  if (variant === undefined || market === undefined || code === undefined) return undefined;
  return { variant, market, code };
}

function toAmount({ netMinor, grossMinor }: ListedPrice, currency: string) {
  return { net: toMoney(netMinor, currency), gross: toMoney(grossMinor, currency) };
}
