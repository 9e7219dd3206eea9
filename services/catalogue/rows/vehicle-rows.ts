// Rows of markets, model series, variants, VIN patterns and registered vehicles.
import type { BrandId, Fuel, LocalizedText, MarketId, Sourced, Validity } from './sourced.ts';

export interface MarketRow extends Sourced {
  readonly id: MarketId;
  readonly name: LocalizedText;
  /** ISO 4217. */
  readonly currency: string;
  readonly currencyMinorUnits: number;
  /** ISO 639-1; the first is the market's default. */
  readonly languages: readonly string[];
  /** Whether recommended retail prices are published with sales tax included. */
  readonly pricesIncludeTax: boolean;
  /** Whether the VIN's check digit is mandatory there (49 CFR 565 and its followers). */
  readonly vinCheckDigitRequired: boolean;
}

export interface BrandRow extends Sourced {
  readonly id: BrandId;
  readonly name: string;
}

export interface ModelSeriesRow extends Sourced {
  /** The maker's development code, e.g. `G20`; unique over all brands. */
  readonly code: string;
  readonly brand: BrandId;
  readonly name: LocalizedText;
  readonly bodyStyle: string;
}

export interface EngineRow extends Sourced {
  /** Maker's code where known (`B48`), else a speaking one (`EL-250`, `RR-V12-6749`); unique. */
  readonly code: string;
  readonly fuel: Fuel;
  readonly cylinders: number | null;
  readonly displacementCc: number | null;
}

/** WLTP figures of the lightest (`min`) and heaviest (`max`) equipment; combined cycle. */
export interface WltpRange {
  readonly co2GramsPerKmMin: number;
  readonly co2GramsPerKmMax: number;
  readonly litresPer100KmMin: number | null;
  readonly litresPer100KmMax: number | null;
  readonly kwhPer100KmMin: number | null;
  readonly kwhPer100KmMax: number | null;
}

export interface VariantRow extends Sourced, Validity {
  /** `[a-z0-9-]{3,64}`, speaking, e.g. `bmw-g20-320i`, `bmw-us-2026-x5-xdrive40i`. Unique and stable. */
  readonly id: string;
  readonly brand: BrandId;
  readonly series: string;
  readonly name: string;
  /** VIN places 4–7 where known. */
  readonly typeKey: string | null;
  readonly modelYear: number | null;
  readonly markets: readonly MarketId[];
  readonly engine: string;
  readonly powerKw: number | null;
  readonly gearbox: 'MANUAL' | 'AUTOMATIC' | 'SINGLE_SPEED' | null;
  readonly gears: number | null;
  readonly drive: 'FWD' | 'RWD' | 'AWD' | 'CHAIN' | 'SHAFT' | null;
  readonly massKg: number | null;
  readonly doors: number | null;
  readonly seats: number | null;
  readonly wltp: WltpRange | null;
  /** US EPA figures: combined miles per gallon (or MPGe) and tailpipe CO2 in grams per mile. */
  readonly epa: {
    readonly combinedMpg: number;
    readonly co2GramsPerMile: number;
    readonly gasGuzzler: boolean;
  } | null;
  readonly electricRangeKm: number | null;
  readonly batteryKwh: number | null;
}

/** One WMI of the group (ISO 3780) and what it is used for. */
export interface WmiRow extends Sourced {
  readonly wmi: string;
  readonly manufacturer: string;
  readonly brand: BrandId;
  readonly vehicleType: string;
  readonly country: string;
}

/**
 * VIN patterns (NHTSA vPIC) by WMI and model years. `keys` is vPIC's notation: places 4–8, then `|`, then
 * places 10–17; `*` is any character, `[A-F]` a class. Attributes of the most specific pattern win.
 */
export interface VinPatternRow extends Sourced {
  readonly wmi: string;
  readonly yearFrom: number;
  readonly yearTo: number;
  readonly keys: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface RegisteredVehicleRow extends Sourced {
  readonly vin: string;
  readonly variant: string;
  readonly market: MarketId;
  readonly firstRegistration: string;
  readonly mileageKm: number;
  readonly mileageAt: string;
  readonly factoryOptionCodes: readonly string[];
  /** Pseudonymous customer id, `C-0001`: the subject of the owner's token. */
  readonly owner: string;
  readonly colourCode: string | null;
}
