// Prices that no table of the catalogue holds: fluids by the litre and fees of inspection bodies. Made up,
// plausible (SYNTHETIC), without VAT, in euro cents; other currencies by the exchange rate.
import { divideHalfUp, minorUnitsOf, parseScaled } from '../../server/money.ts';
import type { FluidRow } from '../../catalogue/rows/maintenance-rows.ts';
import type { LocalizedText } from '../../catalogue/rows/sourced.ts';

/** A fluid as it stands on an invoice. */
export interface FluidPrice {
  readonly name: LocalizedText;
  readonly netEurMinorPerLitre: number;
}

/** What a litre costs. */
export const fluidPrices: Readonly<Record<FluidRow['kind'], FluidPrice>> = {
  ENGINE_OIL: {
    name: {
      en: 'Engine oil',
      de: 'Motoröl',
      fr: 'Huile moteur',
      nl: 'Motorolie',
      ja: 'エンジンオイル',
    },
    netEurMinorPerLitre: 2_190,
  },
  COOLANT: {
    name: {
      en: 'Coolant',
      de: 'Kühlmittel',
      fr: 'Liquide de refroidissement',
      nl: 'Koelvloeistof',
    },
    netEurMinorPerLitre: 890,
  },
  BRAKE_FLUID: {
    name: { en: 'Brake fluid', de: 'Bremsflüssigkeit', fr: 'Liquide de frein', nl: 'Remvloeistof' },
    netEurMinorPerLitre: 1_450,
  },
  GEARBOX_OIL: {
    name: { en: 'Gearbox oil', de: 'Getriebeöl', fr: 'Huile de boîte', nl: 'Versnellingsbakolie' },
    netEurMinorPerLitre: 2_750,
  },
  AXLE_OIL: {
    name: { en: 'Axle oil', de: 'Achsgetriebeöl', fr: 'Huile de pont', nl: 'Asolie' },
    netEurMinorPerLitre: 2_980,
  },
};

/** Which fluid an item's service fills in, by item id. */
export const fluidOfItem: ReadonlyMap<string, FluidRow['kind']> = new Map([
  ['OIL', 'ENGINE_OIL'],
  ['COOLANT', 'COOLANT'],
  ['BRAKE_FLUID', 'BRAKE_FLUID'],
  ['GEARBOX_OIL', 'GEARBOX_OIL'],
  ['AXLE_OIL', 'AXLE_OIL'],
]);

/** What an inspection body takes for a legal inspection. */
export const legalInspectionNetEurMinor = 11_900;

/** Screws, cleaners and rags, as a share of the parts that the customer pays. */
export const smallPartsPercent = 2;

/** Units of `currency` for one euro as a decimal string, as exchange rates are kept. */
export interface EuroRate {
  readonly currency: string;
  readonly rate: string;
}

const rateDigits = 8;
const quantityDigits = 3;

/**
 * Price of a quantity (decimal string, at most three places) at a euro price, in minor units of the other
 * currency: one rounding, half-up.
 *
 * @throws RangeError where a decimal string is none or the result is not a safe integer.
 */
export function priceInCurrency(
  netEurMinor: number,
  quantity: string,
  { currency, rate }: EuroRate,
): number {
  const numerator =
    BigInt(netEurMinor) *
    parseScaled(quantity, quantityDigits) *
    parseScaled(rate, rateDigits) *
    10n ** BigInt(minorUnitsOf(currency));
  const denominator =
    10n ** BigInt(minorUnitsOf('EUR')) * 10n ** BigInt(quantityDigits) * 10n ** BigInt(rateDigits);
  const minor = Number(divideHalfUp(numerator, denominator));
  if (!Number.isSafeInteger(minor)) throw new RangeError('The amount is too large.');
  return minor;
}
