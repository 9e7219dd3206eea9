// Markets, brands, VAT with its history, and exchange rates.
import type { ExchangeRateRow, VatRateRow } from '../rows/price-rows.ts';
import type { MarketId } from '../rows/sourced.ts';
import type { BrandRow, MarketRow } from '../rows/vehicle-rows.ts';
import { PUBLIC_RECORD, realFrom, SYNTHETIC } from './provenance.ts';
import { parseTextTable } from './parse-text-table.ts';

const MARKETS = `
DE | Germany | Deutschland | EUR | 2 | de | yes | no
FR | France | Frankreich | EUR | 2 | fr | yes | no
AT | Austria | Österreich | EUR | 2 | de | yes | no
NL | Netherlands | Niederlande | EUR | 2 | nl | yes | no
GB | United Kingdom | Vereinigtes Königreich | GBP | 2 | en | yes | no
US | United States | Vereinigte Staaten | USD | 2 | en | no | yes
JP | Japan | Japan | JPY | 0 | ja | yes | no
CH | Switzerland | Schweiz | CHF | 2 | de fr it | yes | no
`;

const OTHER_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  FR: { fr: 'France' },
  NL: { nl: 'Nederland' },
  JP: { ja: '日本' },
  CH: { fr: 'Suisse', it: 'Svizzera' },
};

export function buildMarkets(): readonly MarketRow[] {
  return parseTextTable(
    ['id', 'en', 'de', 'currency', 'minorUnits', 'languages', 'includesTax', 'checkDigit'],
    MARKETS,
  ).map((row) => ({
    id: row.id as MarketId,
    name: { en: row.en, de: row.de, ...OTHER_NAMES[row.id] },
    currency: row.currency,
    currencyMinorUnits: Number(row.minorUnits),
    languages: row.languages.split(' '),
    pricesIncludeTax: row.includesTax === 'yes',
    vinCheckDigitRequired: row.checkDigit === 'yes',
    ...realFrom(PUBLIC_RECORD),
  }));
}

export function buildBrands(): readonly BrandRow[] {
  const facts = realFrom(PUBLIC_RECORD);
  return [
    { id: 'bmw', name: 'BMW', ...facts },
    { id: 'mini', name: 'MINI', ...facts },
    { id: 'rolls-royce', name: 'Rolls-Royce', ...facts },
    { id: 'bmw-motorrad', name: 'BMW Motorrad', ...facts },
  ];
}

// Standard rates since 2007 or earlier. The US has no federal one: sales tax is the states'.
const VAT = `
DE | 2007-01-01 | 2020-06-30 | 1900
DE | 2020-07-01 | 2020-12-31 | 1600
DE | 2021-01-01 |            | 1900
FR | 2000-04-01 | 2013-12-31 | 1960
FR | 2014-01-01 |            | 2000
AT | 1984-01-01 |            | 2000
NL | 2001-01-01 | 2012-09-30 | 1900
NL | 2012-10-01 |            | 2100
GB | 2010-01-01 | 2011-01-03 | 1750
GB | 2011-01-04 |            | 2000
US | 2000-01-01 |            | 0
JP | 2014-04-01 | 2019-09-30 | 800
JP | 2019-10-01 |            | 1000
CH | 2011-01-01 | 2017-12-31 | 800
CH | 2018-01-01 | 2023-12-31 | 770
CH | 2024-01-01 |            | 810
`;

export function buildVatRates(): readonly VatRateRow[] {
  return parseTextTable(['market', 'from', 'to', 'rate'], VAT).map((row) => ({
    market: row.market as MarketId,
    rateBasisPoints: Number(row.rate),
    validFrom: row.from,
    validTo: row.to === '' ? null : row.to,
    ...realFrom(PUBLIC_RECORD),
  }));
}

/** The rate on a day. Throws when none is valid then. */
export function vatOn(rates: readonly VatRateRow[], market: MarketId, day: string): number {
  const row = rates.find(
    (rate) =>
      rate.market === market &&
      rate.validFrom <= day &&
      (rate.validTo === null || day <= rate.validTo),
  );
  if (row === undefined) throw new Error(`no VAT rate for ${market} on ${day}`);
  return row.rateBasisPoints;
}

const EXCHANGE = `
EUR | 1        | 1        | 1
GBP | 0.8600   | 0.8350   | 0.8600
USD | 1.1200   | 1.0450   | 1.1600
JPY | 140.00   | 161.50   | 172.00
CHF | 1.0000   | 0.9420   | 0.9350
`;

export function buildExchangeRates(): readonly ExchangeRateRow[] {
  return parseTextTable(['currency', 'in2021', 'in2025', 'in2026'], EXCHANGE).flatMap((row) => [
    exchangeRate(row.currency, row.in2021, '2021-01-01', '2024-12-31'),
    exchangeRate(row.currency, row.in2025, '2025-01-01', '2025-12-31'),
    exchangeRate(row.currency, row.in2026, '2026-01-01', null),
  ]);
}

function exchangeRate(
  currency: string,
  rate: string,
  validFrom: string,
  validTo: string | null,
): ExchangeRateRow {
  return { currency, rate, validFrom, validTo, ...SYNTHETIC };
}
