// List prices of variants: French and German ones as published, the others computed or made up.
import type { VariantPriceRow } from '../rows/price-rows.ts';
import type { Sourced } from '../rows/sourced.ts';
import type { EngineRow, VariantRow } from '../rows/vehicle-rows.ts';
import { fromGross, type NetAndGross } from './money.ts';
import { basesOf, overlaps, priceFromNetEur, type PricingBasis } from './price-lists.ts';
import { ADEME, derivedFrom, OPEN_EV, realFrom, SYNTHETIC } from './provenance.ts';
import { CAR_SERIES } from './series.ts';

/** The published price that a variant's prices go back to; the day of the list is always ours. */
export type PublishedPrice =
  | { readonly kind: 'FRENCH_GROSS'; readonly eur: number }
  | { readonly kind: 'GERMAN_GROSS'; readonly eur: number }
  | { readonly kind: 'US_NET'; readonly usd: number }
  | { readonly kind: 'NONE' };

const LIST_DATE_IS_OURS = '(list date by marque)';
const CURRENT_YEAR = 2026;
/** What a price of the year before is, seen from the current list. */
const EARLIER_FACTOR = 0.98;
const EUR_STEP = 50;

export function buildVariantPrices(
  variants: readonly VariantRow[],
  published: ReadonlyMap<string, PublishedPrice>,
  engines: ReadonlyMap<string, EngineRow>,
  bases: readonly PricingBasis[],
): readonly VariantPriceRow[] {
  return variants.flatMap((variant) =>
    variant.markets.flatMap((market) =>
      basesOf(bases, market).map((basis): VariantPriceRow => {
        const priced = priceOf(
          variant,
          published.get(variant.id) ?? { kind: 'NONE' },
          engines.get(variant.engine),
          basis,
        );
        const row = { priceList: basis.list.id, variant: variant.id };
        return typeof priced === 'string'
          ? { ...row, netMinor: null, grossMinor: null, notPriced: priced, ...SYNTHETIC }
          : { ...row, ...priced, notPriced: null };
      }),
    ),
  );
}

function priceOf(
  variant: VariantRow,
  published: PublishedPrice,
  engine: EngineRow | undefined,
  basis: PricingBasis,
): (NetAndGross & Sourced) | string {
  const { market } = basis.list;
  if (!overlaps(variant, basis.list)) return 'Not on sale in the period of this price list.';
  if (variant.brand === 'rolls-royce' && market === 'US') return 'Price on request.';
  const isCurrent = basis.year === CURRENT_YEAR;
  const factor = EARLIER_FACTOR ** (CURRENT_YEAR - basis.year);
  switch (published.kind) {
    case 'FRENCH_GROSS':
      return market === 'FR' && isCurrent
        ? { ...publishedGross(published.eur, basis), ...realFrom(`${ADEME} ${LIST_DATE_IS_OURS}`) }
        : {
            ...priceFromNetEur((published.eur / 1.2) * factor, basis, EUR_STEP),
            ...derivedFrom(ADEME),
          };
    case 'GERMAN_GROSS':
      return market === 'DE' && isCurrent
        ? {
            ...publishedGross(published.eur, basis),
            ...realFrom(`${OPEN_EV} ${LIST_DATE_IS_OURS}`),
          }
        : {
            ...priceFromNetEur((published.eur / 1.19) * factor, basis, EUR_STEP),
            ...derivedFrom(OPEN_EV),
          };
    case 'US_NET': {
      const price = fromGross(published.usd, basis.minorUnits, basis.vatBasisPoints);
      return { ...price, ...realFrom(`${OPEN_EV} ${LIST_DATE_IS_OURS}`) };
    }
    case 'NONE': {
      const net =
        (variant.brand === 'bmw-motorrad' ? motorcycleEur(engine) : carEur(variant, engine)) *
        factor;
      // The class prices are dollars at one rate: the year's exchange rate must not move them in the US.
      const ownBasis = market === 'US' ? { ...basis, exchangeRate: USD_PER_EUR } : basis;
      return { ...priceFromNetEur(net, ownBasis, EUR_STEP), ...SYNTHETIC };
    }
    default:
      return published satisfies never;
  }
}

function publishedGross(eur: number, basis: PricingBasis): NetAndGross {
  const price = fromGross(eur, basis.minorUnits, basis.vatBasisPoints);
  if (price.grossMinor !== eur * 10 ** basis.minorUnits)
    throw new Error(
      `${basis.list.id}: the published price ${eur} cannot be split into net and VAT`,
    );
  return price;
}

const USD_PER_EUR = 1.16;

function carEur(variant: VariantRow, engine: EngineRow | undefined): number {
  const series = CAR_SERIES.find((facts) => facts.code === variant.series);
  if (series === undefined || engine === undefined)
    throw new Error(`no class price for ${variant.id}`);
  let usd = series.baseUsd;
  if (variant.brand === 'bmw') {
    if (engine.cylinders === 6) usd += 9_000;
    if (engine.cylinders === 8) usd += 24_000;
    if (engine.fuel === 'PLUG_IN_HYBRID') usd += 5_500;
    if (engine.fuel === 'ELECTRIC') usd += (variant.powerKw ?? 0) > 300 ? 18_000 : 4_500;
  }
  const surcharges: readonly (readonly [RegExp, number])[] = [
    [/Competition|Label/, 4_500],
    [/ CS( |$)/, 24_000],
    [/Alpina/, 48_000],
    [/Cooper S( |$)|Countryman S( |$)/, 3_400],
    [/JCW|John Cooper Works/, 8_200],
    [/ SE( |$)/, 4_000],
  ];
  for (const [pattern, more] of surcharges) if (pattern.test(variant.name)) usd += more;
  if (variant.drive === 'AWD' && variant.brand === 'bmw') usd += 2_000;
  return usd / USD_PER_EUR;
}

function motorcycleEur(engine: EngineRow | undefined): number {
  if (engine === undefined) throw new Error('a motorcycle without an engine');
  if (engine.displacementCc === null) return 10_400;
  return 2_600 + engine.displacementCc * 9 + (engine.cylinders ?? 1) * 750;
}
