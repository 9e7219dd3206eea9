// The rows of the catalogue's tables (tables/*.json): what the reference services are seeded from.
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
export type ItemKind = 'OPTION' | 'PACKAGE' | 'LINE' | 'PAINT' | 'UPHOLSTERY' | 'WHEEL';

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

/** An option family: how many of its members a configuration holds. */
export interface OptionFamilyRow extends Sourced {
  /** `[A-Z0-9_]{2,32}`. */
  readonly id: string;
  readonly name: LocalizedText;
  readonly cardinality: 'EXACTLY_ONE' | 'ONE_OR_NONE' | 'ARBITRARY';
  /** Order in which a configurator shows the families. */
  readonly position: number;
}

/** Where an item or rule applies; a list left `null` does not restrict. */
export interface Applicability {
  readonly brands: readonly BrandId[] | null;
  readonly series: readonly string[] | null;
  readonly fuels: readonly Fuel[] | null;
  readonly markets: readonly MarketId[] | null;
}

/**
 * Everything that can be chosen on a variant. Which variants: those that `applicability` admits
 * (a brand's variants share their item codes). `code` is unique over all brands.
 */
export interface ItemRow extends Sourced, Validity {
  /** `[A-Z0-9]{3,6}`; SA codes for options, e.g. `248`, `2VB`. */
  readonly code: string;
  readonly kind: ItemKind;
  readonly family: string;
  readonly name: LocalizedText;
  readonly applicability: Applicability;
  /** Added mass in kg, drives WLTP between the variant's min and max. */
  readonly massKg: number;
  /** Members of a package or line: in the configuration as soon as it is, at no charge of their own. */
  readonly members: readonly string[];
  /** PAINT: `#rrggbb`. */
  readonly colour: string | null;
  readonly finish: 'SOLID' | 'METALLIC' | 'INDIVIDUAL' | null;
  /** UPHOLSTERY. */
  readonly material: string | null;
  /** WHEEL: inches. */
  readonly diameterInches: number | null;
}

/** What is on board from the factory, and what the first configuration holds besides. */
export interface StandardEquipmentRow extends Sourced {
  readonly variant: string;
  readonly market: MarketId;
  /** Items that cost nothing and that only a forced exchange within their family removes. */
  readonly standard: readonly string[];
  /** Defaults chosen in families that need one and that standard equipment leaves open. */
  readonly defaults: readonly string[];
}

/** Over option codes of one configuration. */
export type CodeExpression =
  | { readonly code: string }
  | { readonly and: readonly CodeExpression[] }
  | { readonly or: readonly CodeExpression[] };

/**
 * `REQUIRES`: with `subject`, `when` must hold. `EXCLUDES`: with `subject`, `when` must not hold.
 * `INCLUDES`: with `subject`, every code of `when` (a code or an `and`) is forced into the configuration.
 * `VALUE_CHANGE`: while `when` holds, `subject` costs `percent` of its list price.
 */
export interface RuleRow extends Sourced {
  /** `R-0001`. */
  readonly id: string;
  readonly kind: 'REQUIRES' | 'INCLUDES' | 'EXCLUDES' | 'VALUE_CHANGE';
  readonly subject: string;
  readonly when: CodeExpression;
  readonly percent: number | null;
  readonly applicability: Applicability;
  readonly reason: LocalizedText;
}

export interface PriceListRow extends Sourced, Validity {
  /** `DE-2025-1`. */
  readonly id: string;
  readonly market: MarketId;
  readonly currency: string;
}

/** `netMinor`/`grossMinor` are both null exactly when `notPriced` says why. */
export interface VariantPriceRow extends Sourced {
  readonly priceList: string;
  readonly variant: string;
  readonly netMinor: number | null;
  readonly grossMinor: number | null;
  readonly notPriced: string | null;
}

export interface ItemPriceRow extends Sourced {
  readonly priceList: string;
  readonly code: string;
  readonly netMinor: number;
  readonly grossMinor: number;
}

export interface VatRateRow extends Sourced, Validity {
  readonly market: MarketId;
  /** In hundredths of a percent: 19 % is 1900. The US has 0: sales tax is the states'. */
  readonly rateBasisPoints: number;
}

/** Parameters of a registration or CO2 tax; `kind` names the formula that services/pricing applies. */
export interface VehicleTaxRow extends Sourced, Validity {
  readonly market: MarketId;
  readonly kind:
    'NOVA' | 'MALUS_CO2' | 'MALUS_WEIGHT' | 'BPM' | 'GAS_GUZZLER' | 'VED_FIRST_YEAR' | 'NONE';
  readonly name: LocalizedText;
  /** Formula parameters, integers in minor units and g/km, documented beside the formula. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface ExchangeRateRow extends Sourced, Validity {
  /** Base is EUR. */
  readonly currency: string;
  /** Decimal string, units of `currency` for one EUR. */
  readonly rate: string;
}

export interface CampaignRow extends Sourced, Validity {
  readonly id: string;
  readonly market: MarketId;
  readonly brand: BrandId;
  readonly series: readonly string[] | null;
  readonly name: LocalizedText;
  /** Exactly one of the two. */
  readonly discountBasisPoints: number | null;
  readonly discountMinor: number | null;
  /** Dealers that take part; `null` is all. */
  readonly dealers: readonly string[] | null;
}

export interface DeliveryChargeRow extends Sourced, Validity {
  readonly market: MarketId;
  readonly brand: BrandId;
  readonly netMinor: number;
  readonly grossMinor: number;
}

export interface FinanceProductRow extends Sourced, Validity {
  readonly id: string;
  readonly market: MarketId;
  readonly kind: 'LOAN' | 'LEASE';
  readonly name: LocalizedText;
  /** Nominal rate a year in basis points. */
  readonly rateBasisPoints: number;
  readonly termsMonths: readonly number[];
  /** LEASE: residual value in percent of the price, by term in months. */
  readonly residualPercentByTerm: Readonly<Record<string, number>> | null;
  readonly minDownPaymentPercent: number;
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

/** All tables, by the name of their file under tables/. */
export interface Catalogue {
  readonly markets: readonly MarketRow[];
  readonly brands: readonly BrandRow[];
  readonly modelSeries: readonly ModelSeriesRow[];
  readonly engines: readonly EngineRow[];
  readonly variants: readonly VariantRow[];
  readonly optionFamilies: readonly OptionFamilyRow[];
  readonly items: readonly ItemRow[];
  readonly standardEquipment: readonly StandardEquipmentRow[];
  readonly rules: readonly RuleRow[];
  readonly priceLists: readonly PriceListRow[];
  readonly variantPrices: readonly VariantPriceRow[];
  readonly itemPrices: readonly ItemPriceRow[];
  readonly vatRates: readonly VatRateRow[];
  readonly vehicleTaxes: readonly VehicleTaxRow[];
  readonly exchangeRates: readonly ExchangeRateRow[];
  readonly campaigns: readonly CampaignRow[];
  readonly deliveryCharges: readonly DeliveryChargeRow[];
  readonly financeProducts: readonly FinanceProductRow[];
  readonly wmis: readonly WmiRow[];
  readonly vinPatterns: readonly VinPatternRow[];
  readonly registeredVehicles: readonly RegisteredVehicleRow[];
  readonly maintenanceItems: readonly MaintenanceItemRow[];
  readonly intervals: readonly IntervalRow[];
  readonly oilNorms: readonly OilNormRow[];
  readonly fluids: readonly FluidRow[];
  readonly labourOperations: readonly LabourOperationRow[];
  readonly parts: readonly PartRow[];
  readonly dealers: readonly DealerRow[];
  readonly contractProducts: readonly ContractProductRow[];
  readonly contracts: readonly ContractRow[];
  readonly recalls: readonly RecallRow[];
  readonly vehicleRecalls: readonly VehicleRecallRow[];
  readonly serviceRecords: readonly ServiceRecordRow[];
}
