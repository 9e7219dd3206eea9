// The closed sets of names that hand-written tables may use.
import type { BrandId, Fuel, MarketId } from '../rows/sourced.ts';

export const MARKET_IDS = [
  'DE',
  'FR',
  'AT',
  'NL',
  'GB',
  'US',
  'JP',
  'CH',
] as const satisfies readonly MarketId[];

export const BRAND_IDS = [
  'bmw',
  'mini',
  'rolls-royce',
  'bmw-motorrad',
] as const satisfies readonly BrandId[];

export const FUELS = [
  'PETROL',
  'DIESEL',
  'ELECTRIC',
  'PLUG_IN_HYBRID',
] as const satisfies readonly Fuel[];
