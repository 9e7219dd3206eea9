// Registered vehicles with VINs out of real patterns; owners, options and mileages are made up.
import { isApplicable } from '../applicability.ts';
import type { ItemRow, StandardEquipmentRow } from '../rows/option-rows.ts';
import type { BrandId } from '../rows/sourced.ts';
import type {
  MarketRow,
  RegisteredVehicleRow,
  VariantRow,
  VinPatternRow,
} from '../rows/vehicle-rows.ts';
import { decodedModel, makeVin, plantCodes } from './make-vin.ts';
import { matchVinPatterns, type MatchContext } from './match-vin-patterns.ts';
import { SYNTHETIC } from './provenance.ts';
import type { SeededRandom } from './seeded-random.ts';

const PER_MARKET: readonly (readonly [BrandId, number])[] = [
  ['bmw', 5],
  ['mini', 2],
  ['bmw-motorrad', 2],
  ['rolls-royce', 1],
];
/** The garage of the first owner: all of Germany, one of each kind. */
const FIRST_GARAGE: readonly string[] = [
  'bmw-g20-m340i-xdrive',
  'bmw-g26-i4-edrive40',
  'bmw-g01-x3-m40i',
  'mini-f60-cooper-s',
  'motorrad-r-1250-gs',
];
const EUROPEAN_MODEL_YEARS = [2022, 2023, 2021, 2024] as const;
const MILEAGE_READ_AT = '2026-10-15';

export interface VehicleInputs {
  readonly variants: readonly VariantRow[];
  readonly markets: readonly MarketRow[];
  readonly patterns: readonly VinPatternRow[];
  readonly items: readonly ItemRow[];
  readonly standardEquipment: readonly StandardEquipmentRow[];
  readonly context: MatchContext;
}

interface Candidate {
  readonly variant: VariantRow;
  readonly modelYear: number;
  readonly pattern: VinPatternRow;
}

export function buildRegisteredVehicles(
  inputs: VehicleInputs,
  random: SeededRandom,
): readonly RegisteredVehicleRow[] {
  const candidates = inputs.variants.flatMap((variant) => candidateOf(variant, inputs));
  const byVariant = new Map(candidates.map((candidate) => [candidate.variant.id, candidate]));
  const germany = inputs.markets.find((market) => market.id === 'DE');
  if (germany === undefined) throw new Error('no market DE');
  const draw = createDraw(inputs, random);
  const garage = FIRST_GARAGE.map((id) => {
    const candidate = byVariant.get(id);
    if (candidate === undefined) throw new Error(`no VIN pattern for ${id}`);
    return draw(candidate, germany, 'C-0001');
  });
  const owners = createOwners(random);
  const others = inputs.markets.flatMap((market) =>
    PER_MARKET.flatMap(([brand, count]) => {
      const choices = candidates.filter(
        ({ variant }) =>
          variant.brand === brand &&
          variant.markets.includes(market.id) &&
          !FIRST_GARAGE.includes(variant.id),
      );
      if (choices.length === 0) return [];
      return Array.from({ length: count }, () => draw(random.pick(choices), market, owners()));
    }),
  );
  return [...garage, ...others];
}

function candidateOf(variant: VariantRow, inputs: VehicleInputs): readonly Candidate[] {
  const years =
    variant.markets.length === 1 && variant.modelYear !== null
      ? [variant.modelYear]
      : EUROPEAN_MODEL_YEARS;
  for (const modelYear of years)
    // vPIC tells MINIs apart by body alone.
    for (const precision of variant.brand === 'mini'
      ? (['exact', 'model'] as const)
      : (['exact'] as const))
      for (const pattern of matchVinPatterns(
        variant,
        modelYear,
        inputs.patterns,
        inputs.context,
        precision,
      )) {
        const vin = makeVin({
          pattern,
          modelYear,
          plant: '0',
          serial: 100_000,
          hasCheckDigit: false,
        });
        if (decodedModel(vin, modelYear, inputs.patterns) === pattern)
          return [{ variant, modelYear, pattern }];
      }
  return [];
}

type Draw = (candidate: Candidate, market: MarketRow, owner: string) => RegisteredVehicleRow;

function createDraw(inputs: VehicleInputs, random: SeededRandom): Draw {
  let serial = 100_000;
  return ({ variant, modelYear, pattern }, market, owner) => {
    serial += random.integer(101, 1_909);
    const plants = plantCodes(pattern.wmi, modelYear, inputs.patterns);
    const firstRegistration = registrationDay(modelYear, random);
    const ageYears = 2026.8 - Number(firstRegistration.slice(0, 4));
    const { codes, paint } = optionsOf(variant, market, inputs, random);
    return {
      vin: makeVin({
        pattern,
        modelYear,
        plant: plants[0] ?? '0',
        serial,
        // Makers of North America (WMI 1 to 5) give every car one, wherever it is sold.
        hasCheckDigit: market.vinCheckDigitRequired || /^[1-5]/.test(pattern.wmi),
      }),
      variant: variant.id,
      market: market.id,
      firstRegistration,
      mileageKm: Math.round(ageYears * kmPerYear(variant, random)),
      mileageAt: MILEAGE_READ_AT,
      factoryOptionCodes: codes,
      owner,
      colourCode: paint,
      ...SYNTHETIC,
    };
  };
}

function kmPerYear(variant: VariantRow, random: SeededRandom): number {
  return variant.brand === 'bmw-motorrad'
    ? random.integer(2_400, 7_900)
    : random.integer(5_200, 17_500);
}

function registrationDay(modelYear: number, random: SeededRandom): string {
  const month = String(random.integer(1, 9)).padStart(2, '0');
  return `${Math.min(modelYear, 2026)}-${month}-${String(random.integer(1, 28)).padStart(2, '0')}`;
}

function optionsOf(
  variant: VariantRow,
  market: MarketRow,
  inputs: VehicleInputs,
  random: SeededRandom,
): { readonly codes: readonly string[]; readonly paint: string } {
  const { engineByCode } = inputs.context;
  const subject = {
    brand: variant.brand,
    series: variant.series,
    fuel: engineByCode.get(variant.engine)?.fuel ?? 'PETROL',
    market: market.id,
  } as const;
  const admitted = inputs.items.filter((item) => isApplicable(item.applicability, subject));
  const standard =
    inputs.standardEquipment.find((row) => row.variant === variant.id && row.market === market.id)
      ?.standard ?? [];
  const paint = random.pick(admitted.filter((item) => item.kind === 'PAINT')).code;
  const extras = admitted.filter(
    (item) =>
      item.kind === 'OPTION' &&
      ['COMFORT', 'CONNECTIVITY', 'SAFETY', 'INTERIOR', 'COUNTRY', 'RIDING'].includes(item.family),
  );
  const chosen = Array.from({ length: random.integer(4, 8) }, () => random.pick(extras).code);
  return { codes: [...new Set([...standard, paint, ...chosen])], paint };
}

// The first owner has a garage of five; the others come with one to three vehicles each.
function createOwners(random: SeededRandom): () => string {
  let number = 2;
  let left = random.integer(1, 3);
  return () => {
    if (left === 0) {
      number += 1;
      left = random.integer(1, 3);
    }
    left -= 1;
    return `C-${String(number).padStart(4, '0')}`;
  };
}
