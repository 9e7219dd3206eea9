// Decodes a VIN: maker by WMI, check digit and model year by their rules, model by vPIC's patterns.
import type { Static } from 'typebox';

import type { VinPatternRow, WmiRow } from '../../catalogue/rows/vehicle-rows.ts';
import { parseScaled } from '../../server/money.ts';
import type { brand, vinDecoding } from '../schemas.ts';
import { type CheckDigitState, isNorthAmerican, judgeCheckDigit } from './check-digit.ts';
import { compilePatterns, type PatternMatch, type VinPatterns } from './compile-patterns.ts';
import { modelYearByPlace7, possibleModelYears } from './model-year.ts';
import { parseVin, type Vin } from './parse-vin.ts';

export type VinDecoding = Static<typeof vinDecoding>;

/** What became of a VIN. `MISMATCH` is only told where the market requires the check digit. */
export type VinOutcome =
  | { readonly status: 'DECODED'; readonly decoding: VinDecoding }
  | { readonly status: 'MALFORMED' }
  | { readonly status: 'MAKER_UNKNOWN' }
  | { readonly status: 'CHECK_DIGIT_MISMATCH' };

/** What a decoder stands on. */
export interface VinDecoderOptions {
  readonly wmis: readonly WmiRow[];
  readonly vinPatterns: readonly VinPatternRow[];
  readonly brands: ReadonlyMap<string, Static<typeof brand>>;
}

/** Decodes a VIN; `isCheckDigitRequired` is the rule of the market that asks. */
export type DecodeVin = (text: string, isCheckDigitRequired: boolean) => VinOutcome;

const nothingMatched: PatternMatch = { attributes: new Map(), isModelKnown: false };

/** Makes a decoder; it compiles the patterns as VINs need them. */
export function createVinDecoder({ wmis, vinPatterns, brands }: VinDecoderOptions): DecodeVin {
  const makers = new Map(wmis.map((row) => [row.wmi, row]));
  const patterns = compilePatterns(vinPatterns);

  return (text, isCheckDigitRequired) => {
    const vin = parseVin(text);
    if (!vin) return { status: 'MALFORMED' };
    const maker = makers.get(vin.wmi);
    const makersBrand = maker && brands.get(maker.brand);
    if (!maker || !makersBrand) return { status: 'MAKER_UNKNOWN' };
    const checkDigit = judgeCheckDigit(vin.vin, isCheckDigitRequired);
    if (checkDigit === 'MISMATCH' && isCheckDigitRequired) {
      return { status: 'CHECK_DIGIT_MISMATCH' };
    }

    const { year, match } = matchModelYear(vin, maker, patterns);
    const isYearRuled =
      checkDigit === 'VALID' && (isCheckDigitRequired || isNorthAmerican(vin.vin));
    const modelYear = match.isModelKnown || isYearRuled ? (year ?? null) : null;
    return {
      status: 'DECODED',
      decoding: describe({ vin, maker, brand: makersBrand, checkDigit, modelYear, match }),
    };
  };
}

/** Cars tell the cycle of years by place 7. Motorcycles do not: theirs is the one whose patterns know the model. */
function matchModelYear(
  { vin }: Vin,
  maker: WmiRow,
  patterns: VinPatterns,
): { readonly year: number | undefined; readonly match: PatternMatch } {
  if (maker.vehicleType !== 'Motorcycle') {
    const year = modelYearByPlace7(vin);
    return { year, match: year === undefined ? nothingMatched : patterns.match(vin, year) };
  }
  for (const year of possibleModelYears(vin)) {
    const match = patterns.match(vin, year);
    if (match.isModelKnown) return { year, match };
  }
  return { year: undefined, match: nothingMatched };
}

interface DecodedParts {
  readonly vin: Vin;
  readonly maker: WmiRow;
  readonly brand: Static<typeof brand>;
  readonly checkDigit: CheckDigitState;
  readonly modelYear: number | null;
  readonly match: PatternMatch;
}

function describe(parts: DecodedParts): VinDecoding {
  const { vin, maker, brand: makersBrand, checkDigit, modelYear, match } = parts;
  // A pattern of the plant alone says nothing sure of a VIN whose model year is not known.
  const attributes = modelYear === null ? nothingMatched.attributes : match.attributes;
  return {
    vin: vin.vin,
    wmi: vin.wmi,
    manufacturer: maker.manufacturer,
    brand: makersBrand,
    vehicleType: maker.vehicleType,
    typeKey: vin.typeKey,
    checkDigit,
    modelYear,
    model: attributes.get('Model') ?? null,
    series: attributes.get('Series') ?? null,
    trim: attributes.get('Trim') ?? null,
    bodyClass: attributes.get('Body Class') ?? null,
    doors: readWhole(attributes.get('Doors')),
    fuel: attributes.get('Fuel Type - Primary') ?? null,
    cylinders: readWhole(attributes.get('Engine Number of Cylinders')),
    displacementCc:
      readWhole(attributes.get('Displacement (CC)')) ??
      readLitres(attributes.get('Displacement (L)')),
    plantCity: attributes.get('Plant City') ?? null,
    plantCountry: attributes.get('Plant Country') ?? null,
    serialNumber: vin.serialNumber,
    provenance: maker.provenance,
    source: maker.source,
  };
}

function readWhole(text: string | undefined): number | null {
  const [, whole] = /^(\d{1,6})(?:\.0+)?$/.exec(text ?? '') ?? [];
  return whole === undefined ? null : Number(whole);
}

function readLitres(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,2}(\.\d{1,3})?$/.test(text)
    ? Number(parseScaled(text, 3))
    : null;
}
