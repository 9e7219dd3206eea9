// The pricing service's REST contract: what its rows look like.
import { Type } from 'typebox';
import { amount, money, nullable, sourced, validity } from '../server/schemas.ts';

export const priceList = Type.Object(
  { id: Type.String(), market: Type.String(), currency: Type.String(), ...validity, ...sourced },
  { title: 'PriceList' },
);

export const tax = Type.Object(
  {
    kind: Type.Enum([
      'VAT',
      'NOVA',
      'MALUS_CO2',
      'MALUS_WEIGHT',
      'BPM',
      'GAS_GUZZLER',
      'VED_FIRST_YEAR',
    ]),
    name: Type.String(),
    /** VAT: decimal string in percent (`19`, `8.1`); null for taxes computed from CO2 or mass. */
    ratePercent: nullable(Type.String()),
    ...validity,
    ...sourced,
  },
  { title: 'Tax' },
);

export const marketTaxes = Type.Object(
  {
    market: Type.String(),
    currency: Type.String(),
    currencyMinorUnits: Type.Integer(),
    taxes: Type.Array(tax),
    ...sourced,
  },
  { title: 'MarketTaxes' },
);

export const variantPrice = Type.Object(
  {
    variantId: Type.String(),
    market: Type.String(),
    priceList: Type.String(),
    /** Null exactly when `notPriced` says why. */
    price: nullable(amount),
    notPriced: nullable(Type.String()),
    ...validity,
    ...sourced,
  },
  { title: 'VariantPrice' },
);

export const itemPrice = Type.Object(
  {
    /** `variant~market~code`. */
    id: Type.String(),
    priceList: Type.String(),
    price: amount,
    ...validity,
    ...sourced,
  },
  { title: 'ItemPrice' },
);

export const priceCalculationInput = Type.Object(
  {
    /** Echoed; a configuration id, or any key of the caller's. */
    key: Type.String({ maxLength: 4_000 }),
    variantId: Type.String(),
    market: Type.String(),
    /** Price date. */
    at: Type.String({ format: 'date' }),
    selection: Type.Array(
      Type.Object(
        {
          code: Type.String(),
          charge: Type.Enum(['CHARGEABLE', 'STANDARD', 'PACKAGE_MEMBER']),
          overridePercent: nullable(Type.Integer({ minimum: 0, maximum: 100 })),
        },
        { title: 'PriceCalculationEntry' },
      ),
      { maxItems: 400 },
    ),
    /** The configuration's own figures; null leaves the taxes that need them out and says so. */
    co2GramsPerKm: nullable(Type.Integer()),
    massKg: nullable(Type.Integer()),
    gasGuzzlerMpg: nullable(Type.Integer()),
    /** Whether campaigns, delivery and taxes are in it; false is the bare list price. */
    scope: Type.Enum(['LIST', 'FULL']),
  },
  { title: 'PriceCalculationInput' },
);

const priceLine = Type.Object(
  {
    kind: Type.Enum(['BASE', 'ITEM', 'CAMPAIGN', 'DELIVERY', 'VAT', 'TAX']),
    /** Item code, campaign id or tax kind; null for BASE, DELIVERY. */
    code: nullable(Type.String()),
    name: Type.String(),
    /** What it adds: lines of kind VAT and TAX add to gross only, so their amount is gross money. */
    amount: money,
  },
  { title: 'PriceLine' },
);

/**
 * `net` = sum of BASE, ITEM, CAMPAIGN, DELIVERY lines; `gross` = net + VAT lines; `total` = gross + TAX lines.
 * To the minor unit, in every market.
 */
export const priceCalculation = Type.Object(
  {
    key: Type.String(),
    priceList: Type.String(),
    at: Type.String({ format: 'date' }),
    lines: Type.Array(priceLine),
    net: money,
    gross: money,
    total: money,
    /** Taxes that could not be computed, and why. */
    remarks: Type.Array(Type.String()),
    ...validity,
    ...sourced,
  },
  { title: 'PriceCalculation' },
);

export const campaign = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    market: Type.String(),
    brand: Type.String(),
    series: nullable(Type.Array(Type.String())),
    discountPercent: nullable(Type.String()),
    discount: nullable(money),
    ...validity,
    ...sourced,
  },
  { title: 'Campaign' },
);

export const dealerCampaigns = Type.Object(
  { dealer: Type.String(), campaigns: Type.Array(campaign) },
  { title: 'DealerCampaigns' },
);

export const deliveryCharge = Type.Object(
  { market: Type.String(), brand: Type.String(), charge: amount, ...validity, ...sourced },
  { title: 'DeliveryCharge' },
);

export const exchangeRate = Type.Object(
  { currency: Type.String(), base: Type.String(), rate: Type.String(), ...validity, ...sourced },
  { title: 'ExchangeRate' },
);

export const financeOffer = Type.Object(
  {
    id: Type.String(),
    kind: Type.Enum(['LOAN', 'LEASE']),
    name: Type.String(),
    termMonths: Type.Integer(),
    ratePercent: Type.String(),
    price: money,
    downPayment: money,
    /** LEASE: what the car is worth at the end. */
    residualValue: nullable(money),
    monthlyRate: money,
    totalCost: money,
    ...validity,
    ...sourced,
  },
  { title: 'FinanceOffer' },
);
