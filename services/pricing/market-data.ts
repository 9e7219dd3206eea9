// The pricing tables that are small enough for memory: lists, tax rates, campaigns, rates of exchange, finance.
import type { Catalogue } from '../catalogue/rows/catalogue.ts';
import type {
  CampaignRow,
  DeliveryChargeRow,
  ExchangeRateRow,
  FinanceProductRow,
  PriceListRow,
  VatRateRow,
  VehicleTaxRow,
} from '../catalogue/rows/price-rows.ts';
import type { LocalizedText, Validity } from '../catalogue/rows/sourced.ts';
import type { MarketRow } from '../catalogue/rows/vehicle-rows.ts';
import { marketUnknown } from '../server/problem.ts';
import { isValidOn, latestOn } from '../server/validity.ts';
import { parseVehicleTax, type VehicleTax } from './calculation/vehicle-tax.ts';

/** The catalogue's tables that are held in memory. */
export type MarketTables = Pick<
  Catalogue,
  | 'markets'
  | 'priceLists'
  | 'vatRates'
  | 'vehicleTaxes'
  | 'exchangeRates'
  | 'campaigns'
  | 'deliveryCharges'
  | 'financeProducts'
  | 'dealers'
  | 'items'
>;

/** A tax of a market with its formula. */
export interface MarketTax {
  readonly row: VehicleTaxRow;
  readonly kind: VehicleTax['kind'];
  readonly compute: VehicleTax['compute'];
}

/** Reads by market and day (`YYYY-MM-DD`). */
export interface MarketData {
  findMarket(id: string): MarketRow | undefined;
  /** @throws ServiceProblem 400 `MARKET_UNKNOWN`. */
  requireMarket(id: string): MarketRow;
  listPriceLists(market: string): readonly PriceListRow[];
  findPriceList(market: string, day: string): PriceListRow | undefined;
  findVatRate(market: string, day: string): VatRateRow | undefined;
  listVehicleTaxes(market: string, day: string): readonly MarketTax[];
  listCampaigns(day: string): readonly CampaignRow[];
  listDeliveryCharges(market: string, day: string): readonly DeliveryChargeRow[];
  findExchangeRate(currency: string, day: string): ExchangeRateRow | undefined;
  listFinanceProducts(market: string, day: string): readonly FinanceProductRow[];
  findDealer(id: string): Catalogue['dealers'][number] | undefined;
  findItemName(code: string): LocalizedText | undefined;
}

/**
 * Indexes the tables.
 *
 * @throws Error where a tax's parameters do not fit its formula.
 */
export function createMarketData(tables: MarketTables): MarketData {
  const markets = new Map<string, MarketRow>(tables.markets.map((row) => [row.id, row]));
  const dealers = new Map(tables.dealers.map((row) => [row.id, row]));
  const itemNames = new Map(tables.items.map((row) => [row.code, row.name]));
  const vehicleTaxes = tables.vehicleTaxes.flatMap((row) => parseTax(row));

  const findMarket = (id: string): MarketRow | undefined => markets.get(id);
  return {
    findMarket,
    requireMarket(id) {
      const market = findMarket(id);
      if (!market) throw marketUnknown();
      return market;
    },
    listPriceLists: (market) => inMarket(tables.priceLists, market),
    findPriceList: (market, day) => latestOn(inMarket(tables.priceLists, market), day),
    findVatRate: (market, day) => latestOn(inMarket(tables.vatRates, market), day),
    listVehicleTaxes: (market, day) =>
      vehicleTaxes.filter(({ row }) => row.market === market && isValidOn(row, day)),
    listCampaigns: (day) => tables.campaigns.filter((row) => isValidOn(row, day)),
    listDeliveryCharges: (market, day) => validIn(tables.deliveryCharges, market, day),
    findExchangeRate: (currency, day) =>
      latestOn(
        tables.exchangeRates.filter((row) => row.currency === currency),
        day,
      ),
    listFinanceProducts: (market, day) => validIn(tables.financeProducts, market, day),
    findDealer: (id) => dealers.get(id),
    findItemName: (code) => itemNames.get(code),
  };
}

function parseTax(row: VehicleTaxRow): MarketTax[] {
  const { kind } = row;
  return kind === 'NONE' ? [] : [{ row, kind, compute: parseVehicleTax(kind, row.parameters) }];
}

function inMarket<Row extends { readonly market: string }>(
  rows: readonly Row[],
  market: string,
): readonly Row[] {
  return rows.filter((row) => row.market === market);
}

function validIn<Row extends Validity & { readonly market: string }>(
  rows: readonly Row[],
  market: string,
  day: string,
): readonly Row[] {
  return rows.filter((row) => row.market === market && isValidOn(row, day));
}
