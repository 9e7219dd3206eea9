// What all rows of the catalogue have in common: where a row comes from, when and where it holds.
// Money is in integer minor units of the row's currency; dates are ISO 8601 days; names are by language.

/** `REAL`: carried over from an open source. `DERIVED`: computed from real rows. `SYNTHETIC`: made up, plausible. */
export type Provenance = 'REAL' | 'DERIVED' | 'SYNTHETIC';

/** Every row says how far it may be trusted and where it comes from. */
export interface Sourced {
  readonly provenance: Provenance;
  /** Short name of the source, e.g. `ADEME – Car Labelling`, `US EPA fueleconomy.gov`, `marque generator`. */
  readonly source: string;
}

/** Valid from the first day to the last, both included; `null` is open-ended. */
export interface Validity {
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** English is always there; other languages where known. Keys are ISO 639-1. */
export type LocalizedText = { readonly en: string } & { readonly [language: string]: string };

export type BrandId = 'bmw' | 'mini' | 'rolls-royce' | 'bmw-motorrad';

export type MarketId = 'DE' | 'FR' | 'AT' | 'NL' | 'GB' | 'US' | 'JP' | 'CH';

export type Fuel = 'PETROL' | 'DIESEL' | 'ELECTRIC' | 'PLUG_IN_HYBRID';

/** Where an item or rule applies; a list left `null` does not restrict. */
export interface Applicability {
  readonly brands: readonly BrandId[] | null;
  readonly series: readonly string[] | null;
  readonly fuels: readonly Fuel[] | null;
  readonly markets: readonly MarketId[] | null;
}
