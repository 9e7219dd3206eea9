// Price calculations: what is asked of the service for a configuration or a vehicle, and what stands behind the answer.
import { buildCacheKey } from '../../cache/keys.ts';
import type { PriceCalculation, PriceCalculationInput } from './pricing-api.generated.ts';

/** A calculated price and the market that it holds in. */
export interface ConfigurationPrice extends PriceCalculation {
  readonly market: string;
}

/** What a price is calculated from, without its key. */
export type PriceQuestion = Omit<PriceCalculationInput, 'key'>;

/** Gives equal questions equal keys, so that each is asked once. */
export function withKey(question: PriceQuestion): PriceCalculationInput {
  return { key: buildCacheKey('price', [JSON.stringify(question)]), ...question };
}

/** The amount of a decimal text in minor units: its digits, since it has all places of its currency. */
export function toMinorUnits(amount: string): string {
  return amount.replace('.', '').replace(/^(-?)0+(?=\d)/, '$1');
}
