// The sources that rows cite, under the short names that sources.json and NOTICE explain.
import type { Sourced } from '../rows/sourced.ts';

export const ADEME = 'ADEME – Car Labelling';
export const EPA = 'US EPA fueleconomy.gov';
export const VPIC = 'NHTSA vPIC';
export const OPEN_EV = 'Open EV Data';
export const OPTION_CODES = 'Option code list';
export const TAX_PARAMETERS = 'Vehicle tax parameters';
export const MAINTENANCE_FACTS = 'Maintenance facts';
export const PUBLIC_RECORD = 'Public record';
export const GENERATOR = 'marque generator';

/** Carried over; several sources are joined by ` + `. */
export const realFrom = (...sources: readonly string[]): Sourced => ({
  provenance: 'REAL',
  source: sources.join(' + '),
});

/** Computed from real rows. */
export const derivedFrom = (...sources: readonly string[]): Sourced => ({
  provenance: 'DERIVED',
  source: sources.join(' + '),
});

/** Made up here. */
export const SYNTHETIC: Sourced = { provenance: 'SYNTHETIC', source: GENERATOR };

/** Made up or unconfirmed in the named source. */
export const syntheticFrom = (source: string): Sourced => ({ provenance: 'SYNTHETIC', source });
