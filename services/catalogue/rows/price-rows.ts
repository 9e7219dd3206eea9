// Rows of price lists, taxes, offers and rates; money in integer minor units.
import type { BrandId, LocalizedText, MarketId, Sourced, Validity } from './sourced.ts';

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
