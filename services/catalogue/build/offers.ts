// Campaigns, delivery charges, finance and lease products: all made up.
import type { CampaignRow, DeliveryChargeRow, FinanceProductRow } from '../rows/price-rows.ts';
import type { BrandId, MarketId } from '../rows/sourced.ts';
import type { MarketRow } from '../rows/vehicle-rows.ts';
import { parseTextTable } from './parse-text-table.ts';
import { basesOf, priceFromNetEur, type PricingBasis } from './price-lists.ts';
import { SYNTHETIC } from './provenance.ts';
import { BRAND_IDS } from './vocabulary.ts';

// `discount` is basis points with `bp`, else minor units; dealers are numbers of the market's dealers.
const CAMPAIGNS = `
spring | DE | bmw | G21 G31 | 400bp | | 2026-03-01 | 2026-12-31 | Touring weeks | Touring-Wochen
electric | DE | bmw | G26 U11 U10 | 300000 | | 2026-01-01 | 2026-12-31 | Electric bonus | Elektrobonus
city | DE | mini | | 300bp | 1 2 3 | 2026-06-01 | 2026-12-31 | City weeks | Stadtwochen
season | DE | bmw-motorrad | | 50000 | | 2026-10-01 | 2027-02-28 | Winter storage included | Überwinterung inklusive
launch | DE | bmw | | 200bp | | 2025-02-01 | 2025-11-30 | Anniversary offer | Jubiläumsangebot
family | FR | bmw | U06 U11 | 250000 | | 2026-01-01 | 2026-12-31 | Family offer | Familienangebot
city | FR | mini | | 350bp | | 2026-01-01 | 2026-12-31 | City weeks | Stadtwochen
alpine | AT | bmw | | 250bp | 1 2 | 2026-09-01 | 2027-03-31 | All-wheel weeks | Allradwochen
business | NL | bmw | G26 U10 U11 | 200000 | | 2026-01-01 | 2026-12-31 | Business drive | Geschäftsfahrt
plate | GB | bmw | | 150000 | | 2026-08-01 | 2026-12-31 | New plate offer | Kennzeichenaktion
plate | GB | mini | | 100000 | | 2026-08-01 | 2026-12-31 | New plate offer | Kennzeichenaktion
loyalty | US | bmw | | 150000 | | 2026-01-01 | 2026-12-31 | Loyalty credit | Treuebonus
college | US | mini | | 100000 | | 2026-01-01 | 2026-12-31 | Graduate credit | Absolventenbonus
year-end | JP | bmw | | 200bp | | 2026-11-01 | 2026-12-31 | Year-end sale | Jahresendaktion
franc | CH | bmw | | 500bp | | 2026-01-01 | 2026-12-31 | Franc advantage | Frankenvorteil
franc | CH | mini | | 400bp | | 2026-01-01 | 2026-12-31 | Franc advantage | Frankenvorteil
`;

export function buildCampaigns(): readonly CampaignRow[] {
  return parseTextTable(
    ['id', 'market', 'brand', 'series', 'discount', 'dealers', 'from', 'to', 'en', 'de'],
    CAMPAIGNS,
  ).map((row) => ({
    id: `CP-${row.market}-${row.brand}-${row.id}`,
    market: row.market as MarketId,
    brand: row.brand as BrandId,
    series: row.series === '' ? null : row.series.split(' '),
    name: { en: row.en, de: row.de },
    discountBasisPoints: row.discount.endsWith('bp') ? Number.parseInt(row.discount, 10) : null,
    discountMinor: row.discount.endsWith('bp') ? null : Number(row.discount),
    dealers:
      row.dealers === ''
        ? null
        : row.dealers.split(' ').map((number) => `D-${row.market}-${number.padStart(3, '0')}`),
    validFrom: row.from,
    validTo: row.to,
    ...SYNTHETIC,
  }));
}

const DELIVERY_EUR: Readonly<Record<BrandId, number>> = {
  bmw: 850,
  mini: 690,
  'rolls-royce': 2400,
  'bmw-motorrad': 390,
};

export function buildDeliveryCharges(
  markets: readonly MarketRow[],
  bases: readonly PricingBasis[],
): readonly DeliveryChargeRow[] {
  return markets.flatMap((market) =>
    basesOf(bases, market.id).flatMap((basis) =>
      BRAND_IDS.map((brand) => ({
        market: market.id,
        brand,
        ...priceFromNetEur(DELIVERY_EUR[brand], basis, 10),
        validFrom: basis.list.validFrom,
        validTo: basis.list.validTo,
        ...SYNTHETIC,
      })),
    ),
  );
}

const RATE_BY_MARKET: Readonly<Record<MarketId, number>> = {
  DE: 399,
  FR: 449,
  AT: 429,
  NL: 449,
  GB: 590,
  US: 599,
  JP: 199,
  CH: 290,
};

export function buildFinanceProducts(markets: readonly MarketRow[]): readonly FinanceProductRow[] {
  return markets.flatMap((market): FinanceProductRow[] => {
    const period = { validFrom: '2025-01-01', validTo: null };
    const rate = RATE_BY_MARKET[market.id];
    return [
      {
        id: `FP-${market.id}-LOAN`,
        market: market.id,
        kind: 'LOAN',
        name: { en: 'Classic loan', de: 'Klassischer Kredit' },
        rateBasisPoints: rate,
        termsMonths: [12, 24, 36, 48, 60, 72],
        residualPercentByTerm: null,
        minDownPaymentPercent: 10,
        ...period,
        ...SYNTHETIC,
      },
      {
        id: `FP-${market.id}-LEASE`,
        market: market.id,
        kind: 'LEASE',
        name: { en: 'Lease', de: 'Leasing' },
        rateBasisPoints: rate + 60,
        termsMonths: [24, 36, 48],
        residualPercentByTerm: { '24': 63, '36': 54, '48': 45 },
        minDownPaymentPercent: 0,
        ...period,
        ...SYNTHETIC,
      },
    ];
  });
}
