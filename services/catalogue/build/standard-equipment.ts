// Standard equipment and defaults of every variant in every market it is sold in.
import { isApplicable, type ApplicabilitySubject } from '../applicability.ts';
import type { ItemRow, StandardEquipmentRow } from '../rows/option-rows.ts';
import type { BrandId, Fuel } from '../rows/sourced.ts';
import type { VariantRow } from '../rows/vehicle-rows.ts';
import { SYNTHETIC } from './provenance.ts';
import { CAR_SERIES } from './series.ts';

const ALWAYS: Readonly<Record<BrandId, string>> = {
  bmw: '1CB 1CC 1CD 2VB 8TF 845 6AE 4U2 548 645 876 992 534 544 X75',
  mini: '1CB 1CC 1CD 2VB 8TF 845 6AE 4U2 548 645 876 992 544 X75',
  'rolls-royce':
    '1CC 1CD 2VB 845 6AE 548 645 876 992 302 316 319 322 494 508 610 X30 X44 X51 X52 X53 X57 X58 X68 X75 4UR',
  'bmw-motorrad': 'Y15',
};

/** What dearer series have besides, by the price of their least car in whole US dollars. */
const BY_PRICE: readonly (readonly [fromUsd: number, codes: string])[] = [
  [45_000, '431 563 508'],
  [60_000, '494 322 316 X57 6WA'],
  [80_000, '609 610 456 4UR X51 430'],
];
const M_MODEL = '710 X41 1W7 481';
/** Paint, wheels and upholstery that cost nothing, the first that fits. */
const FIRST_CHOICE: Readonly<
  Record<BrandId, Readonly<Record<'PAINT' | 'WHEEL' | 'UPHOLSTERY', string>>>
> = {
  bmw: { PAINT: 'P0300', WHEEL: '1W1 1W2 1W4', UPHOLSTERY: 'U0AT' },
  mini: { PAINT: 'P0B01', WHEEL: '1N1', UPHOLSTERY: 'UM01' },
  'rolls-royce': { PAINT: 'P0R01', WHEEL: '1R1', UPHOLSTERY: 'UR01' },
  'bmw-motorrad': { PAINT: 'P0M01', WHEEL: '1M1', UPHOLSTERY: 'UB01' },
};

export function buildStandardEquipment(
  variants: readonly VariantRow[],
  fuelOf: (variant: VariantRow) => Fuel,
  items: readonly ItemRow[],
): readonly StandardEquipmentRow[] {
  const byCode = new Map(items.map((item) => [item.code, item]));
  return variants.flatMap((variant) =>
    variant.markets.map((market) => {
      const subject = {
        brand: variant.brand,
        series: variant.series,
        fuel: fuelOf(variant),
        market,
      };
      const standard = standardCodes(variant).filter((code) => fits(code, subject, byCode));
      const fill = (family: 'PAINT' | 'WHEEL' | 'UPHOLSTERY'): string[] =>
        standard.some((code) => byCode.get(code)?.family === family)
          ? []
          : [firstThatFits(FIRST_CHOICE[variant.brand][family], subject, byCode)];
      return {
        variant: variant.id,
        market,
        standard: onePerExclusiveFamily(
          [...standard, ...fill('WHEEL'), ...fill('UPHOLSTERY')],
          byCode,
        ),
        defaults: fill('PAINT'),
        ...SYNTHETIC,
      };
    }),
  );
}

function standardCodes(variant: VariantRow): readonly string[] {
  const series = CAR_SERIES.find((facts) => facts.code === variant.series);
  const codes = ALWAYS[variant.brand].split(' ');
  if (series?.brand === 'bmw' || series?.brand === 'mini')
    for (const [fromUsd, more] of BY_PRICE) {
      if (series.baseUsd >= fromUsd) codes.push(...more.split(' '));
    }
  if (variant.brand === 'bmw' && isMModel(variant)) codes.push(...M_MODEL.split(' '));
  return [...new Set(codes)];
}

function isMModel(variant: VariantRow): boolean {
  return /^(M\d|X\d M|XM)( |$)/.test(variant.name);
}

// A later code wins: it comes from the dearer equipment.
function onePerExclusiveFamily(
  codes: readonly string[],
  byCode: ReadonlyMap<string, ItemRow>,
): readonly string[] {
  const exclusive = new Set(['SEATS', 'STEERING_WHEEL', 'CLIMATE', 'BRAKES', 'WHEEL']);
  return codes.filter((code, index) => {
    const family = byCode.get(code)?.family ?? '';
    const isOverruled = codes
      .slice(index + 1)
      .some((later) => byCode.get(later)?.family === family);
    return !exclusive.has(family) || !isOverruled;
  });
}

function fits(
  code: string,
  subject: ApplicabilitySubject,
  byCode: ReadonlyMap<string, ItemRow>,
): boolean {
  const item = byCode.get(code);
  if (item === undefined) throw new Error(`standard equipment names unknown item ${code}`);
  return item.validTo === null && isApplicable(item.applicability, subject);
}

function firstThatFits(
  codes: string,
  subject: ApplicabilitySubject,
  byCode: ReadonlyMap<string, ItemRow>,
): string {
  const found = codes.split(' ').find((code) => fits(code, subject, byCode));
  if (found === undefined)
    throw new Error(`none of ${codes} fits ${subject.brand} ${subject.series}`);
  return found;
}
