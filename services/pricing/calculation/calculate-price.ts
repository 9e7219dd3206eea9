// The price of a configuration, line by line: list price, campaigns, delivery, VAT, registration and CO2 taxes.
//
// Every line but VAT and TAX is net. Where a market publishes gross prices, the customer pays the sum of the
// gross prices; net prices are rounded row by row, so VAT is carried as gross minus net and takes up the
// difference (at most half a minor unit a line). Where prices are published net, VAT is its rate of the net sum.
import { multiplyRatio, sumMinor } from '../../server/money.ts';
import { type Campaign, discountsOf } from './campaign-discount.ts';
import {
  type ListedPrice,
  type ListTaxation,
  percentOfPrice,
  sumPrices,
  wholeInBasisPoints,
} from './listed-price.ts';

/** One chosen or standard item; `price` is that of the price date and counts for `CHARGEABLE` alone. */
export interface SelectedItem {
  readonly code: string;
  readonly name: string;
  readonly charge: 'CHARGEABLE' | 'STANDARD' | 'PACKAGE_MEMBER';
  /** Percent of the list price that a `VALUE_CHANGE` rule leaves; null is all of it. */
  readonly overridePercent: number | null;
  readonly price: ListedPrice | null;
}

/** All that a price is made of; every amount in minor units of one currency, on the price date. */
export interface PriceInput {
  /** `LIST` is base and items with VAT only. */
  readonly scope: 'LIST' | 'FULL';
  readonly taxation: ListTaxation;
  readonly vatName: string;
  readonly base: { readonly name: string; readonly price: ListedPrice };
  readonly items: readonly SelectedItem[];
  readonly campaigns: readonly Campaign[];
  readonly delivery: { readonly name: string; readonly price: ListedPrice } | null;
  /** Registration and CO2 taxes, which may depend on the net price. */
  readonly taxesOn: (netMinor: number) => readonly TaxLine[];
}

/** A tax that is due once, on top of the gross price. */
export interface TaxLine {
  readonly code: string;
  readonly name: string;
  readonly amountMinor: number;
}

/** What one line adds. */
export interface CalculatedLine {
  readonly kind: 'BASE' | 'ITEM' | 'CAMPAIGN' | 'DELIVERY' | 'VAT' | 'TAX';
  readonly code: string | null;
  readonly name: string;
  readonly amountMinor: number;
}

/** `net` is the sum of all lines but VAT and TAX, `gross` adds VAT, `total` adds TAX; exactly. */
export interface CalculatedPrice {
  readonly lines: readonly CalculatedLine[];
  readonly netMinor: number;
  readonly grossMinor: number;
  readonly totalMinor: number;
}

interface PricedLine {
  readonly kind: CalculatedLine['kind'];
  readonly code: string | null;
  readonly name: string;
  readonly price: ListedPrice;
}

const nothing: ListedPrice = { netMinor: 0, grossMinor: 0 };

/**
 * Calculates the price. A selected item always has a line; what is standard or comes with a package has one
 * of zero.
 *
 * @throws RangeError where an amount is not a safe integer.
 */
export function calculatePrice(input: PriceInput): CalculatedPrice {
  const listLines = listPriceLines(input);
  const extraLines =
    input.scope === 'FULL' ? salesLines(input, sumPrices(listLines.map(priceOf))) : [];
  const priced = [...listLines, ...extraLines];

  const sum = sumPrices(priced.map(priceOf));
  const grossMinor = grossOf(sum, input.taxation);
  const vatMinor = grossMinor - sum.netMinor;
  const taxes = input.scope === 'FULL' ? input.taxesOn(sum.netMinor) : [];

  return {
    lines: [
      ...priced.map(({ kind, code, name, price }) => ({
        kind,
        code,
        name,
        amountMinor: price.netMinor,
      })),
      ...(input.taxation.rateBasisPoints === 0 && vatMinor === 0
        ? []
        : [{ kind: 'VAT' as const, code: 'VAT', name: input.vatName, amountMinor: vatMinor }]),
      ...taxes.map((tax) => ({ kind: 'TAX' as const, ...tax })),
    ],
    netMinor: sum.netMinor,
    grossMinor,
    totalMinor: sumMinor([grossMinor, ...taxes.map((tax) => tax.amountMinor)]),
  };
}

function listPriceLines({ base, items }: PriceInput): PricedLine[] {
  return [
    { kind: 'BASE', code: null, name: base.name, price: base.price },
    ...items.map((item) => ({
      kind: 'ITEM' as const,
      code: item.code,
      name: item.name,
      price: effectivePrice(item),
    })),
  ];
}

function effectivePrice({ charge, overridePercent, price }: SelectedItem): ListedPrice {
  if (charge !== 'CHARGEABLE' || price === null) return nothing;
  return overridePercent === null ? price : percentOfPrice(price, overridePercent);
}

function salesLines(input: PriceInput, listPrice: ListedPrice): PricedLine[] {
  const discounts = discountsOf(input.campaigns, listPrice, input.taxation);
  const campaignLines = input.campaigns.map((campaign, index) => {
    const discount = discounts[index] ?? nothing;
    return {
      kind: 'CAMPAIGN' as const,
      code: campaign.id,
      name: campaign.name,
      price: { netMinor: 0 - discount.netMinor, grossMinor: 0 - discount.grossMinor },
    };
  });
  const { delivery } = input;
  if (delivery === null) return campaignLines;
  const deliveryLine = { kind: 'DELIVERY' as const, code: null, ...delivery };
  return [...campaignLines, deliveryLine];
}

function grossOf(sum: ListedPrice, taxation: ListTaxation): number {
  if (taxation.pricesIncludeTax) return sum.grossMinor;
  return sumMinor([
    sum.netMinor,
    multiplyRatio(sum.netMinor, taxation.rateBasisPoints, wholeInBasisPoints),
  ]);
}

function priceOf(line: PricedLine): ListedPrice {
  return line.price;
}
