// The vehicle service's REST contract: what its rows look like.
import { Type } from 'typebox';
import { nullable, sourced, validity } from '../server/schemas.ts';

export const market = Type.Object(
  {
    /** ISO 3166-1 alpha-2. */
    id: Type.String(),
    name: Type.String(),
    /** ISO 639-1, the default first. */
    languages: Type.Array(Type.String()),
    pricesIncludeTax: Type.Boolean(),
    vinCheckDigitRequired: Type.Boolean(),
    ...sourced,
  },
  { title: 'Market' },
);

export const brand = Type.Object(
  { id: Type.String(), name: Type.String(), ...sourced },
  { title: 'Brand' },
);

export const modelSeries = Type.Object(
  {
    code: Type.String(),
    name: Type.String(),
    bodyStyle: Type.String(),
    brand,
    ...sourced,
  },
  { title: 'ModelSeries' },
);

export const engine = Type.Object(
  {
    code: Type.String(),
    fuel: Type.Enum(['PETROL', 'DIESEL', 'ELECTRIC', 'PLUG_IN_HYBRID']),
    cylinders: nullable(Type.Integer()),
    displacementCc: nullable(Type.Integer()),
    ...sourced,
  },
  { title: 'Engine' },
);

/** Combined WLTP figures from the lightest to the heaviest equipment. */
const wltpRange = Type.Object(
  {
    co2GramsPerKmMin: Type.Number(),
    co2GramsPerKmMax: Type.Number(),
    litresPer100KmMin: nullable(Type.Number()),
    litresPer100KmMax: nullable(Type.Number()),
    kwhPer100KmMin: nullable(Type.Number()),
    kwhPer100KmMax: nullable(Type.Number()),
  },
  { title: 'WltpRange' },
);

const epaRating = Type.Object(
  {
    combinedMpg: Type.Integer(),
    co2GramsPerMile: Type.Integer(),
    gasGuzzler: Type.Boolean(),
  },
  { title: 'EpaRating' },
);

export const modelVariant = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    brand,
    series: modelSeries,
    engine,
    typeKey: nullable(Type.String()),
    modelYear: nullable(Type.Integer()),
    markets: Type.Array(Type.String()),
    powerKw: nullable(Type.Integer()),
    gearbox: nullable(Type.Enum(['MANUAL', 'AUTOMATIC', 'SINGLE_SPEED'])),
    gears: nullable(Type.Integer()),
    drive: nullable(Type.Enum(['FWD', 'RWD', 'AWD', 'CHAIN', 'SHAFT'])),
    massKg: nullable(Type.Integer()),
    doors: nullable(Type.Integer()),
    seats: nullable(Type.Integer()),
    wltp: nullable(wltpRange),
    epa: nullable(epaRating),
    electricRangeKm: nullable(Type.Number()),
    batteryKwh: nullable(Type.Number()),
    ...validity,
    ...sourced,
  },
  { title: 'ModelVariant' },
);

export const searchFacet = Type.Object(
  {
    name: Type.Enum(['brand', 'series', 'fuel', 'drive', 'gearbox']),
    values: Type.Array(
      Type.Object({ value: Type.String(), count: Type.Integer() }, { title: 'SearchFacetValue' }),
    ),
  },
  { title: 'SearchFacet' },
);

/** `MISMATCH` is an answer where the check digit is optional, and refused where the market requires it. */
export const vinDecoding = Type.Object(
  {
    vin: Type.String(),
    wmi: Type.String(),
    manufacturer: Type.String(),
    brand,
    vehicleType: Type.String(),
    /** VIN places 4–7. */
    typeKey: Type.String(),
    checkDigit: Type.Enum(['VALID', 'NOT_APPLICABLE', 'MISMATCH']),
    modelYear: nullable(Type.Integer()),
    model: nullable(Type.String()),
    series: nullable(Type.String()),
    trim: nullable(Type.String()),
    bodyClass: nullable(Type.String()),
    doors: nullable(Type.Integer()),
    fuel: nullable(Type.String()),
    cylinders: nullable(Type.Integer()),
    displacementCc: nullable(Type.Integer()),
    plantCity: nullable(Type.String()),
    plantCountry: nullable(Type.String()),
    serialNumber: Type.String(),
    ...sourced,
  },
  { title: 'VinDecoding' },
);

export const vehicle = Type.Object(
  {
    vin: Type.String(),
    variantId: Type.String(),
    market: Type.String(),
    firstRegistration: Type.String({ format: 'date' }),
    mileageKm: Type.Integer(),
    mileageAt: Type.String({ format: 'date' }),
    factoryOptionCodes: Type.Array(Type.String()),
    /** Pseudonymous customer id: the subject of the owner's token. */
    owner: Type.String(),
    ...sourced,
  },
  { title: 'Vehicle' },
);

export const mileageUpdate = Type.Object(
  {
    mileageKm: Type.Integer({ minimum: 0, maximum: 5_000_000 }),
    mileageAt: Type.String({ format: 'date' }),
  },
  { title: 'MileageUpdate' },
);

export const wltpCalculationInput = Type.Object(
  {
    configurationId: Type.String({ maxLength: 4_000 }),
    variantId: Type.String(),
    market: Type.String(),
    selection: Type.Array(Type.String(), { maxItems: 400 }),
  },
  { title: 'WltpCalculationInput' },
);

/** The configuration's own figures: between the variant's min and max by the added mass. Null fields: not rated. */
export const wltp = Type.Object(
  {
    configurationId: Type.String(),
    co2GramsPerKm: nullable(Type.Integer()),
    litresPer100Km: nullable(Type.Number()),
    kwhPer100Km: nullable(Type.Number()),
    electricRangeKm: nullable(Type.Integer()),
    massKg: nullable(Type.Integer()),
    /** US: tailpipe CO2 per mile and combined consumption. */
    epaCombinedMpg: nullable(Type.Integer()),
    gasGuzzler: Type.Boolean(),
    ...sourced,
  },
  { title: 'Wltp' },
);
