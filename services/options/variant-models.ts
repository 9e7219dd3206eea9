// Finds the model of a variant in a market, and keeps the ones that are in use.
import { LRUCache } from 'lru-cache';

import { isApplicable } from '../catalogue/applicability.ts';
import type { MarketId } from '../catalogue/rows/sourced.ts';
import { marketUnknown, ServiceProblem } from '../server/problem.ts';
import type { OptionsStore, OptionsTables } from './options-store.ts';
import { createVariantModel, type VariantModel } from './variant-model.ts';

/**
 * Gives the model, or as a value the problem `MARKET_UNKNOWN` (400), `VARIANT_UNKNOWN` or `VARIANT_NOT_IN_MARKET`
 * (404).
 */
export type FindVariantModel = (variantId: string, market: string) => VariantModel | ServiceProblem;

const keptModels = 500;

/** Models are made when first asked for; 500 are kept. */
export function createVariantModels(tables: OptionsTables, store: OptionsStore): FindVariantModel {
  const fuels = new Map(tables.engines.map(({ code, fuel }) => [code, fuel]));
  const markets = new Set<string>(tables.markets.map(({ id }) => id));
  const kept = new LRUCache<string, VariantModel>({ max: keptModels });

  const create = (variantId: string, marketId: string): VariantModel | ServiceProblem => {
    const variant = store.findVariant(variantId);
    if (!variant) {
      return new ServiceProblem('VARIANT_UNKNOWN', 404, 'There is no such model variant.');
    }
    const market: MarketId | undefined = variant.markets.find((id) => id === marketId);
    const fuel = fuels.get(variant.engine);
    if (!market || !fuel) {
      return new ServiceProblem(
        'VARIANT_NOT_IN_MARKET',
        404,
        `${variant.id} is not sold in ${marketId}.`,
      );
    }
    const place = { brand: variant.brand, series: variant.series, fuel, market };
    return createVariantModel({
      variant,
      market,
      items: tables.items.filter((row) => isApplicable(row.applicability, place)),
      families: tables.optionFamilies,
      rules: tables.rules.filter((row) => isApplicable(row.applicability, place)),
      equipment: store.findEquipment(variant.id, market),
    });
  };

  return (variantId, market) => {
    if (!markets.has(market)) return marketUnknown();
    const key = `${variantId}~${market}`;
    const known = kept.get(key);
    if (known) return known;
    const model = create(variantId, market);
    if (!(model instanceof ServiceProblem)) kept.set(key, model);
    return model;
  };
}
