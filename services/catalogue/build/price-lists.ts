// Price lists by market, and what a price looks like in each of them.
import type { ExchangeRateRow, PriceListRow, VatRateRow } from '../rows/price-rows.ts';
import type { MarketId } from '../rows/sourced.ts';
import type { MarketRow } from '../rows/vehicle-rows.ts';
import { vatOn } from './markets.ts';
import { fromGross, roundTo, type NetAndGross } from './money.ts';
import { SYNTHETIC } from './provenance.ts';

/** A price list with all that is needed to state a price in it. */
export interface PricingBasis {
  readonly list: PriceListRow;
  readonly year: number;
  readonly minorUnits: number;
  readonly vatBasisPoints: number;
  /** Units of the list's currency for one EUR. */
  readonly exchangeRate: number;
}

export function buildPriceLists(markets: readonly MarketRow[]): readonly PriceListRow[] {
  return markets.flatMap((market) => [
    // Reaches back to the first registration of every vehicle in the catalogue.
    listOf(market, 2021, '2024-12-31'),
    listOf(market, 2025, '2025-12-31'),
    listOf(market, 2026, null),
  ]);
}

function listOf(market: MarketRow, year: number, validTo: string | null): PriceListRow {
  return {
    id: `${market.id}-${year}-1`,
    market: market.id,
    currency: market.currency,
    validFrom: `${year}-01-01`,
    validTo,
    ...SYNTHETIC,
  };
}

export function pricingBases(
  lists: readonly PriceListRow[],
  markets: readonly MarketRow[],
  vatRates: readonly VatRateRow[],
  exchangeRates: readonly ExchangeRateRow[],
): readonly PricingBasis[] {
  return lists.map((list) => {
    const market = markets.find((row) => row.id === list.market);
    const rate = exchangeRates.find(
      (row) => row.currency === list.currency && row.validFrom === list.validFrom,
    );
    if (market === undefined || rate === undefined) throw new Error(`no basis for ${list.id}`);
    return {
      list,
      year: Number(list.validFrom.slice(0, 4)),
      minorUnits: market.currencyMinorUnits,
      vatBasisPoints: vatOn(vatRates, list.market, list.validFrom),
      exchangeRate: Number(rate.rate),
    };
  });
}

/** A net amount in EUR as a price of the list; `step` is what EUR prices are rounded to. */
export function priceFromNetEur(netEur: number, basis: PricingBasis, step: number): NetAndGross {
  const gross = netEur * basis.exchangeRate * (1 + basis.vatBasisPoints / 10_000);
  const yenFactor = basis.minorUnits === 0 ? 100 : 1;
  return fromGross(roundTo(gross, step * yenFactor), basis.minorUnits, basis.vatBasisPoints);
}

/** Whether two periods share a day. */
export function overlaps(
  a: { readonly validFrom: string; readonly validTo: string | null },
  b: { readonly validFrom: string; readonly validTo: string | null },
): boolean {
  return (
    (b.validTo === null || a.validFrom <= b.validTo) &&
    (a.validTo === null || b.validFrom <= a.validTo)
  );
}

/** The bases of a market's lists. */
export const basesOf = (
  bases: readonly PricingBasis[],
  market: MarketId,
): readonly PricingBasis[] => bases.filter((basis) => basis.list.market === market);
