// Rows of what is maintained, with what, by whom, and of contracts and recalls.
import type {
  Applicability,
  BrandId,
  Fuel,
  LocalizedText,
  MarketId,
  Sourced,
  Validity,
} from './sourced.ts';

export interface MaintenanceItemRow extends Sourced {
  /** `OIL`, `BRAKE_FLUID`, `VEHICLE_CHECK`, … */
  readonly id: string;
  readonly name: LocalizedText;
  readonly kind: 'CBS' | 'COUPLED' | 'LEGAL';
  /** COUPLED: goes along with every n-th of `with`. */
  readonly coupledWith: string | null;
  readonly everyNth: number | null;
  readonly byWear: boolean;
}

/** By engine; `engine: null` is the brand's default. */
export interface IntervalRow extends Sourced {
  readonly item: string;
  readonly engine: string | null;
  readonly fuels: readonly Fuel[] | null;
  readonly brands: readonly BrandId[] | null;
  readonly markets: readonly MarketId[] | null;
  /** Only cars that were built with this option have the item. */
  readonly option: string | null;
  readonly intervalKm: number | null;
  readonly intervalMonths: number | null;
  readonly firstMonths: number | null;
}

export interface OilNormRow extends Sourced {
  /** `Longlife-04`. */
  readonly code: string;
  readonly saeGrades: readonly string[];
  readonly acea: readonly string[];
  readonly note: string | null;
}

export interface FluidRow extends Sourced {
  readonly engine: string;
  readonly kind: 'ENGINE_OIL' | 'COOLANT' | 'BRAKE_FLUID' | 'GEARBOX_OIL' | 'AXLE_OIL';
  /** Decimal string. */
  readonly litres: string;
  readonly oilNorms: readonly string[];
  readonly specification: string | null;
}

export interface LabourOperationRow extends Sourced {
  /** `11 00 500`-like, digits only: `1100500`. */
  readonly code: string;
  readonly item: string;
  readonly name: LocalizedText;
  readonly labourUnits: number;
  /** Operations whose work is contained in this one and falls away beside it. */
  readonly contains: readonly string[];
  readonly applicability: Applicability;
}

export interface PartRow extends Sourced {
  /** 11 digits. */
  readonly number: string;
  readonly item: string;
  readonly name: LocalizedText;
  readonly quantity: number;
  readonly netEurMinor: number;
  readonly applicability: Applicability;
}

export interface DealerRow extends Sourced {
  /** `D-DE-001`. */
  readonly id: string;
  readonly market: MarketId;
  readonly name: string;
  readonly city: string;
  readonly postalCode: string;
  readonly brands: readonly BrandId[];
  readonly latitude: number;
  readonly longitude: number;
  /** Net, in the market's currency, an hour of 12 labour units. */
  readonly labourRateMinor: number;
  readonly labourUnitsPerHour: number;
  /** Discount that the dealer gets on parts: never for the public. */
  readonly partsDiscountBasisPoints: number;
}

export interface ContractProductRow extends Sourced {
  /** `SERVICE_INCLUSIVE`. */
  readonly id: string;
  readonly name: LocalizedText;
  readonly coveredItems: readonly string[];
  readonly termMonths: number;
  readonly maxKm: number;
}

export interface ContractRow extends Sourced, Validity {
  readonly id: string;
  readonly vin: string;
  readonly product: string;
  readonly maxMileageKm: number;
}

export interface RecallRow extends Sourced {
  /** `RC-2024-001`. */
  readonly id: string;
  readonly title: LocalizedText;
  readonly description: LocalizedText;
  readonly publishedOn: string;
  readonly series: readonly string[];
  readonly remedy: LocalizedText;
}

/** A vehicle's part in a recall. */
export interface VehicleRecallRow extends Sourced {
  readonly recall: string;
  readonly vin: string;
  readonly status: 'OPEN' | 'DONE';
}

export interface ServiceRecordRow extends Sourced {
  readonly id: string;
  readonly vin: string;
  readonly performedOn: string;
  readonly mileageKm: number;
  readonly items: readonly string[];
  readonly dealer: string | null;
}
