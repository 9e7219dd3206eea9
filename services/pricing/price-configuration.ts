// Answers one entry of a price calculation: looks everything up, calculates, words it.
import type { Static } from 'typebox';

import type { CampaignRow } from '../catalogue/rows/price-rows.ts';
import type { Sourced } from '../catalogue/rows/sourced.ts';
import type { MarketRow } from '../catalogue/rows/vehicle-rows.ts';
import { deriveSource } from '../server/derived-source.ts';
import { localize } from '../server/localize.ts';
import { toMoney } from '../server/money.ts';
import { marketUnknown, ServiceProblem } from '../server/problem.ts';
import {
  type CalculatedLine,
  calculatePrice,
  type SelectedItem,
} from './calculation/calculate-price.ts';
import type { Campaign } from './calculation/campaign-discount.ts';
import { type ListedPrice, type ListTaxation, priceOnDate } from './calculation/listed-price.ts';
import { calculateVehicleTaxes } from './calculation/vehicle-tax.ts';
import { requirePriceList, taxationOf } from './list-taxation.ts';
import type { MarketData } from './market-data.ts';
import type { PricedVariant, PriceStore } from './price-store.ts';
import type { priceCalculation, priceCalculationInput } from './schemas.ts';
import { deliveryName, vatName } from './wording.ts';

type Input = Static<typeof priceCalculationInput>;
type Answer = Static<typeof priceCalculation>;

/** What prices are looked up in. */
export interface PriceSources {
  readonly data: MarketData;
  readonly store: PriceStore;
}

/** All that one entry is priced with; `sources` collects the rows that had a part in it. */
interface Pricing extends PriceSources {
  readonly input: Input;
  readonly market: MarketRow;
  readonly priceList: string;
  readonly taxation: ListTaxation;
  readonly languages: readonly (string | undefined)[];
  readonly sources: Sourced[];
}

/**
 * Prices one configuration.
 *
 * @throws ServiceProblem `MARKET_UNKNOWN`, `NO_PRICE_LIST`, `VARIANT_UNKNOWN`, `VARIANT_NOT_IN_MARKET`,
 * `VARIANT_NOT_PRICED`, `ITEM_UNKNOWN`, `ITEM_NOT_PRICED`, `ITEM_REPEATED` or `AMOUNT_TOO_LARGE`.
 */
export function priceConfiguration(
  { data, store }: PriceSources,
  input: Input,
  language: string | undefined,
): Answer {
  const market = data.findMarket(input.market);
  if (!market) throw marketUnknown();
  const list = requirePriceList(data, market.id, input.at);
  const variant = store.findVariant(input.variantId);
  if (!variant) {
    throw new ServiceProblem('VARIANT_UNKNOWN', 422, `There is no variant ${input.variantId}.`);
  }

  const pricing: Pricing = {
    data,
    store,
    input,
    market,
    priceList: list.id,
    taxation: taxationOf(data, market, list, input.at),
    languages: [language, market.languages[0]],
    sources: [],
  };
  const base = { name: variant.name, price: basePrice(pricing, variant) };
  const items = selectItems(pricing);
  const remarks: string[] = [];
  const price = calculatePrice({
    scope: input.scope,
    taxation: pricing.taxation,
    vatName: localize(vatName, pricing.languages),
    base,
    items,
    campaigns: input.scope === 'FULL' ? findCampaigns(pricing, variant) : [],
    delivery: input.scope === 'FULL' ? findDelivery(pricing, variant) : null,
    taxesOn: (netMinor) => {
      const taxes = taxesOf(pricing, variant, netMinor);
      remarks.push(...taxes.remarks);
      return taxes.lines;
    },
  });

  const { currency } = market;
  return {
    key: input.key,
    priceList: list.id,
    at: input.at,
    lines: price.lines.map((line) => toLine(line, currency)),
    net: toMoney(price.netMinor, currency),
    gross: toMoney(price.grossMinor, currency),
    total: toMoney(price.totalMinor, currency),
    remarks,
    validFrom: list.validFrom,
    validTo: list.validTo,
    ...deriveSource(pricing.sources),
  };
}

function basePrice(pricing: Pricing, variant: PricedVariant): ListedPrice {
  const row = pricing.store.findVariantPrice(pricing.priceList, variant.id);
  if (!row) {
    throw new ServiceProblem(
      'VARIANT_NOT_IN_MARKET',
      422,
      `${variant.id} is not on the price list of ${pricing.market.id}.`,
    );
  }
  if (row.netMinor === null || row.grossMinor === null) {
    throw new ServiceProblem(
      'VARIANT_NOT_PRICED',
      422,
      `${variant.id} has no price: ${row.notPriced ?? 'no reason is given'}`,
    );
  }
  pricing.sources.push(row);
  return priceOnDate({ netMinor: row.netMinor, grossMinor: row.grossMinor }, pricing.taxation);
}

function selectItems(pricing: Pricing): SelectedItem[] {
  const seen = new Set<string>();
  return pricing.input.selection.map(({ code, charge, overridePercent }) => {
    if (seen.has(code)) {
      throw new ServiceProblem('ITEM_REPEATED', 422, `Item ${code} is selected more than once.`);
    }
    seen.add(code);
    const name = pricing.data.findItemName(code);
    if (!name) throw new ServiceProblem('ITEM_UNKNOWN', 422, `There is no item ${code}.`);
    return {
      code,
      name: localize(name, pricing.languages),
      charge,
      overridePercent,
      price: charge === 'CHARGEABLE' ? itemPrice(pricing, code) : null,
    };
  });
}

function itemPrice(pricing: Pricing, code: string): ListedPrice {
  const row = pricing.store.findItemPrice(pricing.priceList, code);
  if (!row) {
    throw new ServiceProblem(
      'ITEM_NOT_PRICED',
      422,
      `Item ${code} is not on the price list of ${pricing.market.id}.`,
    );
  }
  pricing.sources.push(row);
  return priceOnDate(row, pricing.taxation);
}

/** Campaigns for all dealers; one of certain dealers alone is no part of a general price. */
function findCampaigns(pricing: Pricing, variant: PricedVariant): Campaign[] {
  const campaigns = pricing.data
    .listCampaigns(pricing.input.at)
    .filter((row) => row.dealers === null && isForVariant(row, pricing.market, variant));
  pricing.sources.push(...campaigns);
  return campaigns.map(({ id, name, discountBasisPoints, discountMinor }) => ({
    id,
    name: localize(name, pricing.languages),
    discountBasisPoints,
    discountMinor,
  }));
}

function isForVariant(row: CampaignRow, market: MarketRow, variant: PricedVariant): boolean {
  return (
    row.market === market.id &&
    row.brand === variant.brand &&
    (row.series === null || row.series.includes(variant.series))
  );
}

function findDelivery(pricing: Pricing, variant: PricedVariant) {
  const row = pricing.data
    .listDeliveryCharges(pricing.market.id, pricing.input.at)
    .find(({ brand }) => brand === variant.brand);
  if (!row) return null;
  pricing.sources.push(row);
  return {
    name: localize(deliveryName, pricing.languages),
    price: priceOnDate(row, pricing.taxation),
  };
}

function taxesOf(pricing: Pricing, variant: PricedVariant, netMinor: number) {
  const taxes = pricing.data.listVehicleTaxes(pricing.market.id, pricing.input.at);
  if (variant.brand === 'bmw-motorrad') {
    const remarks = taxes.map(
      ({ row }) => `${localize(row.name, pricing.languages)} of motorcycles is not computed.`,
    );
    return { lines: [], remarks };
  }

  pricing.sources.push(...taxes.map(({ row }) => row));
  const { co2GramsPerKm, massKg, gasGuzzlerMpg } = pricing.input;
  const named = taxes.map(({ row, kind, compute }) => ({
    kind,
    compute,
    name: localize(row.name, pricing.languages),
  }));
  return calculateVehicleTaxes(named, {
    fuel: variant.fuel,
    co2GramsPerKm,
    massKg,
    gasGuzzlerMpg,
    isGasGuzzler: variant.isGasGuzzler,
    netMinor,
  });
}

function toLine({ kind, code, name, amountMinor }: CalculatedLine, currency: string) {
  return { kind, code, name, amount: toMoney(amountMinor, currency) };
}
