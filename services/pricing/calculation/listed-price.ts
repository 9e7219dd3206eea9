// What a price list says a row costs, and what that is at the VAT rate of the price date.
import { multiplyRatio, sumMinor } from '../../server/money.ts';

/** Minor units of the market's currency; both are the same where lists are net and no VAT is due. */
export interface ListedPrice {
  readonly netMinor: number;
  readonly grossMinor: number;
}

/** How a market publishes its prices. Rates are in hundredths of a percent. */
export interface ListTaxation {
  /** Whether the gross amount is the recommended retail price that was published. */
  readonly pricesIncludeTax: boolean;
  /** VAT when the list came into force: the rate that its gross amounts were drawn up with. */
  readonly listRateBasisPoints: number;
  /** VAT on the price date. */
  readonly rateBasisPoints: number;
}

/** 100 % in basis points. */
export const wholeInBasisPoints = 10_000;

/**
 * Gives the price as it is on the price date. A change of VAT during a list's life leaves the net price and
 * moves the gross one, as makers did in Germany in the second half of 2020.
 */
export function priceOnDate(price: ListedPrice, taxation: ListTaxation): ListedPrice {
  const { pricesIncludeTax, listRateBasisPoints, rateBasisPoints } = taxation;
  if (!pricesIncludeTax || listRateBasisPoints === rateBasisPoints) return price;
  return {
    netMinor: price.netMinor,
    grossMinor: multiplyRatio(
      price.netMinor,
      wholeInBasisPoints + rateBasisPoints,
      wholeInBasisPoints,
    ),
  };
}

/** A share of a price, in percent; net and gross are each rounded once, half-up. */
export function percentOfPrice(price: ListedPrice, percent: number): ListedPrice {
  return {
    netMinor: multiplyRatio(price.netMinor, percent, 100),
    grossMinor: multiplyRatio(price.grossMinor, percent, 100),
  };
}

/**
 * Adds prices up.
 *
 * @throws RangeError where a sum is not a safe integer.
 */
export function sumPrices(prices: readonly ListedPrice[]): ListedPrice {
  return {
    netMinor: sumMinor(prices.map(({ netMinor }) => netMinor)),
    grossMinor: sumMinor(prices.map(({ grossMinor }) => grossMinor)),
  };
}
