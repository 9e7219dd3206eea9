// What a changed selection costs more or less, at list price, in integer minor units.
import { multiplyRatio } from '../server/money.ts';
import type { MinorPrice, OptionsStore } from './options-store.ts';
import { priceSelection } from './priced-selection.ts';
import type { VariantModel } from './variant-model.ts';

/** Prices of one market's items on one day. */
export interface ItemPricing {
  readonly currency: string;
  /** Net and gross of all chargeable items together. */
  sum(model: VariantModel, selection: readonly string[]): MinorPrice;
}

/** Finds the price list of the day; `undefined` where there is none. */
export function findItemPricing(
  store: OptionsStore,
  market: string,
  at: string,
): ItemPricing | undefined {
  const list = store.findPriceList(market, at);
  if (!list) return undefined;
  return {
    currency: list.currency,
    sum(model, selection) {
      let netMinor = 0;
      let grossMinor = 0;
      for (const { code, charge, overridePercent } of priceSelection(model, selection)) {
        if (charge !== 'CHARGEABLE') continue;
        const price = store.findPrice(list.id, code);
        // An item without a price in this list is not for sale on its own that day.
        if (!price) continue;
        const percent = overridePercent ?? 100;
        netMinor += multiplyRatio(price.netMinor, percent, 100);
        grossMinor += multiplyRatio(price.grossMinor, percent, 100);
      }
      return { netMinor, grossMinor };
    },
  };
}
