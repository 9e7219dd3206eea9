// What registration and CO2 taxes look at, and what they answer.

/** A car on the day of its registration; null is a figure that is not known. */
export interface TaxedCar {
  readonly fuel: 'PETROL' | 'DIESEL' | 'ELECTRIC' | 'PLUG_IN_HYBRID';
  /** WLTP, combined, of the car as configured; 0 for an electric one. */
  readonly co2GramsPerKm: number | null;
  /** Mass in running order. */
  readonly massKg: number | null;
  /** Whether the US authorities list the model as subject to the gas guzzler tax. */
  readonly isGasGuzzler: boolean;
  /** Its combined consumption on the label, in miles per gallon. */
  readonly gasGuzzlerMpg: number | null;
  /** Price without VAT, in minor units of the market's currency. */
  readonly netMinor: number;
}

/** What taxes that others look at come to, in minor units. */
export interface DueTaxes {
  readonly malusCo2Minor: number;
}

/** An amount in minor units, never negative, or the figure that was missing. */
export type TaxOutcome =
  | { readonly status: 'computed'; readonly amountMinor: number }
  | { readonly status: 'missing'; readonly figure: string };

/** Half-open and closed bands alike are given by their lower end; the last that fits holds. */
export function lastBandFrom<Band>(
  bands: readonly Band[],
  lowerEnd: (band: Band) => number,
  value: number,
): Band | undefined {
  let found: Band | undefined;
  for (const band of bands) {
    if (lowerEnd(band) > value) continue;
    if (found === undefined || lowerEnd(band) >= lowerEnd(found)) found = band;
  }
  return found;
}

export const co2Missing: TaxOutcome = { status: 'missing', figure: 'the CO2 figure' };

/** Wraps an amount; taxes never pay out. */
export function taxOf(amountMinor: number): TaxOutcome {
  return { status: 'computed', amountMinor: Math.max(0, amountMinor) };
}
