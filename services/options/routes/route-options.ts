// What the options service's routes stand on, and the readings of a request that they have in common.
import type { Clock } from '../../../runtime/clock.ts';
import type { IdempotentWrites } from '../../server/idempotency.ts';
import { ServiceProblem } from '../../server/problem.ts';
import type { Configurations } from '../configurations.ts';
import type { OptionsStore, OptionsTables } from '../options-store.ts';
import type { RandomBytes } from '../saved-code.ts';
import type { VariantModel } from '../variant-model.ts';
import type { FindVariantModel } from '../variant-models.ts';

export interface OptionsRouteOptions {
  readonly tables: OptionsTables;
  readonly store: OptionsStore;
  readonly findModel: FindVariantModel;
  readonly configurations: Configurations;
  readonly writes: IdempotentWrites;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
}

/** The asked language, then the market's own. */
export function languagesOf(
  { tables }: OptionsRouteOptions,
  { language, market }: { readonly language?: string; readonly market?: string },
): readonly (string | undefined)[] {
  return [language, tables.markets.find(({ id }) => id === market)?.languages[0]];
}

/** The asked day, or today (UTC). */
export function dayOf({ clock }: OptionsRouteOptions, at: string | undefined): string {
  return at ?? new Date(clock.nowMs()).toISOString().slice(0, 10);
}

/** @throws ServiceProblem where there is no such variant in the market. */
export function requireModel(
  { findModel }: OptionsRouteOptions,
  variantId: string,
  market: string,
): VariantModel {
  const model = findModel(variantId, market);
  if (model instanceof ServiceProblem) throw model;
  return model;
}

/** For batches: `undefined` where there is no such variant in the market. */
export function findModelOrNone(
  { findModel }: OptionsRouteOptions,
  variantId: string,
  market: string,
): VariantModel | undefined {
  const model = findModel(variantId, market);
  return model instanceof ServiceProblem ? undefined : model;
}
