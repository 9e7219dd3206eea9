// Whether an item, rule, labour operation or part applies to a variant in a market.
import type { Applicability, BrandId, Fuel, MarketId } from './rows/sourced.ts';

/** What an applicability is tested against. */
export interface ApplicabilitySubject {
  readonly brand: BrandId;
  readonly series: string;
  readonly fuel: Fuel;
  readonly market: MarketId;
}

/** A list left `null` does not restrict; an empty list admits nothing. */
export function isApplicable(applicability: Applicability, subject: ApplicabilitySubject): boolean {
  const { brands, series, fuels, markets } = applicability;
  return (
    (brands === null || brands.includes(subject.brand)) &&
    (series === null || series.includes(subject.series)) &&
    (fuels === null || fuels.includes(subject.fuel)) &&
    (markets === null || markets.includes(subject.market))
  );
}
