// What a sales campaign takes off the list price.
import { multiplyRatio } from '../../server/money.ts';
import { type ListedPrice, type ListTaxation, wholeInBasisPoints } from './listed-price.ts';

/** Exactly one of the two discounts is set; a fixed one is gross where lists are gross. */
export interface Campaign {
  readonly id: string;
  readonly name: string;
  readonly discountBasisPoints: number | null;
  readonly discountMinor: number | null;
}

/**
 * The discount of each campaign, as positive amounts, in the order given. Percentages are all of the list
 * price (they do not compound), and together the campaigns never take off more than there is.
 */
export function discountsOf(
  campaigns: readonly Campaign[],
  listPrice: ListedPrice,
  taxation: ListTaxation,
): readonly ListedPrice[] {
  let left = listPrice;
  return campaigns.map((campaign) => {
    const discount = atMost(discountOf(campaign, listPrice, taxation), left);
    left = {
      netMinor: left.netMinor - discount.netMinor,
      grossMinor: left.grossMinor - discount.grossMinor,
    };
    return discount;
  });
}

function discountOf(
  campaign: Campaign,
  listPrice: ListedPrice,
  taxation: ListTaxation,
): ListedPrice {
  if (campaign.discountBasisPoints !== null) {
    const share = campaign.discountBasisPoints;
    return {
      netMinor: multiplyRatio(listPrice.netMinor, share, wholeInBasisPoints),
      grossMinor: multiplyRatio(listPrice.grossMinor, share, wholeInBasisPoints),
    };
  }
  const fixedMinor = campaign.discountMinor ?? 0;
  if (!taxation.pricesIncludeTax) return { netMinor: fixedMinor, grossMinor: fixedMinor };
  const grossBasisPoints = wholeInBasisPoints + taxation.rateBasisPoints;
  return {
    netMinor: multiplyRatio(fixedMinor, wholeInBasisPoints, grossBasisPoints),
    grossMinor: fixedMinor,
  };
}

/** Net and gross are capped together, so that a discount is never gross of one amount and net of another. */
function atMost(discount: ListedPrice, limit: ListedPrice): ListedPrice {
  const fits = discount.netMinor <= limit.netMinor && discount.grossMinor <= limit.grossMinor;
  return fits ? discount : limit;
}
