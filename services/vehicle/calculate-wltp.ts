// A configuration's own WLTP figures: between the variant's lightest and heaviest equipment, by added mass.
import type { Static } from 'typebox';

import { isApplicable } from '../catalogue/applicability.ts';
import type { ItemRow, OptionFamilyRow } from '../catalogue/rows/option-rows.ts';
import type { Fuel } from '../catalogue/rows/sourced.ts';
import type { VariantRow } from '../catalogue/rows/vehicle-rows.ts';
import { divideHalfUp } from '../server/money.ts';
import { ServiceProblem } from '../server/problem.ts';
import type { wltp, wltpCalculationInput } from './schemas.ts';

export type WltpInput = Static<typeof wltpCalculationInput>;
export type Wltp = Static<typeof wltp>;

/** Where a calculation takes its rows from. */
export interface WltpOptions {
  readonly items: readonly ItemRow[];
  readonly families: readonly OptionFamilyRow[];
  readonly findVariant: (id: string) => VariantRow | undefined;
  readonly fuelOf: (variant: VariantRow) => Fuel;
  readonly isMarket: (id: string) => boolean;
}

/** Share of the way from the lightest to the heaviest equipment, as a fraction of integers. */
interface Share {
  readonly part: bigint;
  readonly whole: bigint;
}

/** Computes one entry, or says why not. */
export function createWltpCalculation(
  options: WltpOptions,
): (input: WltpInput) => Wltp | ServiceProblem {
  const { items, families, findVariant, fuelOf, isMarket } = options;
  const arbitrary = new Set(
    families.filter(({ cardinality }) => cardinality === 'ARBITRARY').map(({ id }) => id),
  );

  return (input) => {
    if (!isMarket(input.market)) {
      return new ServiceProblem('MARKET_UNKNOWN', 400, `There is no market ${input.market}.`);
    }
    const variant = findVariant(input.variantId);
    if (!variant) {
      return new ServiceProblem('VARIANT_UNKNOWN', 404, 'There is no such model variant.');
    }
    const market = variant.markets.find((id) => id === input.market);
    if (!market) {
      return new ServiceProblem(
        'VARIANT_NOT_IN_MARKET',
        404,
        `${variant.id} is not sold in ${input.market}.`,
      );
    }
    const { brand, series } = variant;
    const place = { brand, series, fuel: fuelOf(variant), market };
    const selectable = items.filter(({ applicability }) => isApplicable(applicability, place));
    const massByCode = new Map(selectable.map(({ code, massKg }) => [code, massKg]));
    const unknown = input.selection.find((code) => !massByCode.has(code));
    if (unknown !== undefined) {
      return new ServiceProblem('ITEM_UNKNOWN', 404, `${variant.id} has no item ${unknown}.`);
    }

    const addedKg = [...new Set(input.selection)].reduce(
      (sum, code) => sum + (massByCode.get(code) ?? 0),
      0,
    );
    return describe(input, variant, addedKg, shareOf(addedKg, heaviest(selectable, arbitrary)));
  };
}

/** All of a family that holds any number, and the heaviest one of each other family. */
function heaviest(selectable: readonly ItemRow[], arbitrary: ReadonlySet<string>): number {
  let totalKg = 0;
  const heaviestByFamily = new Map<string, number>();
  for (const { family, massKg } of selectable) {
    if (arbitrary.has(family)) totalKg += massKg;
    else heaviestByFamily.set(family, Math.max(massKg, heaviestByFamily.get(family) ?? 0));
  }
  for (const massKg of heaviestByFamily.values()) totalKg += massKg;
  return totalKg;
}

function shareOf(addedKg: number, heaviestKg: number): Share {
  if (heaviestKg <= 0) return { part: 0n, whole: 1n };
  return {
    part: BigInt(Math.round(Math.min(Math.max(addedKg, 0), heaviestKg) * 10)),
    whole: BigInt(Math.round(heaviestKg * 10)),
  };
}

function describe(input: WltpInput, variant: VariantRow, addedKg: number, share: Share): Wltp {
  const { wltp: range, epa, massKg } = variant;
  const kwhPer100Km = between(range?.kwhPer100KmMin, range?.kwhPer100KmMax, 10, share);
  return {
    configurationId: input.configurationId,
    co2GramsPerKm: between(range?.co2GramsPerKmMin, range?.co2GramsPerKmMax, 1, share),
    litresPer100Km: between(range?.litresPer100KmMin, range?.litresPer100KmMax, 10, share),
    kwhPer100Km,
    electricRangeKm: rangeAt(variant.electricRangeKm, range?.kwhPer100KmMin, kwhPer100Km),
    massKg: massKg === null ? null : massKg + Math.round(addedKg),
    epaCombinedMpg: epa?.combinedMpg ?? null,
    gasGuzzler: epa?.gasGuzzler ?? false,
    provenance: 'DERIVED',
    source: 'marque: WLTP range of the variant by added mass',
  };
}

/**
 * Interpolates figures of up to two decimals and rounds once, half-up, to steps of 1/`stepsPerUnit`; null where the
 * figure is not rated.
 */
function between(
  min: number | null | undefined,
  max: number | null | undefined,
  stepsPerUnit: number,
  { part, whole }: Share,
): number | null {
  if (min === null || min === undefined || max === null || max === undefined) return null;
  const from = BigInt(Math.round(min * 100));
  const to = BigInt(Math.round(max * 100));
  const hundredths = from * whole + (to - from) * part;
  const steps = divideHalfUp(hundredths * BigInt(stepsPerUnit), 100n * whole);
  return Number(steps) / stepsPerUnit;
}

/** The published range is that of the lightest equipment; it shrinks as consumption grows. Whole km, half-up. */
function rangeAt(
  rangeKm: number | null,
  lightestKwh: number | null | undefined,
  kwh: number | null,
): number | null {
  if (rangeKm === null) return null;
  const tenths = (value: number): bigint => BigInt(Math.round(value * 10));
  const [from, to] = lightestKwh && kwh ? [tenths(lightestKwh), tenths(kwh)] : [1n, 1n];
  if (to === 0n) return null;
  return Number(divideHalfUp(tenths(rangeKm) * from, 10n * to));
}
