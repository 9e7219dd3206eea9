// Joins a price list with the VAT of the price date.
import type { PriceListRow } from '../catalogue/rows/price-rows.ts';
import type { MarketRow } from '../catalogue/rows/vehicle-rows.ts';
import { ServiceProblem } from '../server/problem.ts';
import type { ListTaxation } from './calculation/listed-price.ts';
import type { MarketData } from './market-data.ts';

/** Finds the list of a market on a day. @throws ServiceProblem 422 `NO_PRICE_LIST`. */
export function requirePriceList(data: MarketData, market: string, day: string): PriceListRow {
  const list = data.findPriceList(market, day);
  if (list) return list;
  throw new ServiceProblem(
    'NO_PRICE_LIST',
    422,
    `There is no price list of ${market} for ${day}.`,
    'at',
  );
}

/** How the list's prices are taxed on a day; a market without a VAT row has none. */
export function taxationOf(
  data: MarketData,
  market: MarketRow,
  list: PriceListRow,
  day: string,
): ListTaxation {
  return {
    pricesIncludeTax: market.pricesIncludeTax,
    listRateBasisPoints: data.findVatRate(market.id, list.validFrom)?.rateBasisPoints ?? 0,
    rateBasisPoints: data.findVatRate(market.id, day)?.rateBasisPoints ?? 0,
  };
}
