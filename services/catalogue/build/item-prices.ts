// List prices of items, made up: one net price in EUR, stated in every list whose market has the item.
import type { ItemPriceRow } from '../rows/price-rows.ts';
import type { PricedItem } from './items.ts';
import { overlaps, priceFromNetEur, type PricingBasis } from './price-lists.ts';
import { SYNTHETIC } from './provenance.ts';

const EUR_STEP = 10;
const EARLIER_FACTOR = 0.97;
const CURRENT_YEAR = 2026;

export function buildItemPrices(
  items: readonly PricedItem[],
  bases: readonly PricingBasis[],
): readonly ItemPriceRow[] {
  return bases.flatMap((basis) =>
    items
      .filter(({ item }) => overlaps(item, basis.list))
      .filter(({ item }) => item.applicability.markets?.includes(basis.list.market) ?? true)
      .map(({ item, netEur }) => ({
        priceList: basis.list.id,
        code: item.code,
        ...priceFromNetEur(netEur * EARLIER_FACTOR ** (CURRENT_YEAR - basis.year), basis, EUR_STEP),
        ...SYNTHETIC,
      })),
  );
}
