// Prices of configurations on the real tables, in every market.
import fc from 'fast-check';
import type { Static } from 'typebox';
import { beforeAll, describe, expect, it } from 'vitest';

import { createMarketData } from '../../../services/pricing/market-data.ts';
import {
  priceConfiguration,
  type PriceSources,
} from '../../../services/pricing/price-configuration.ts';
import { createPriceStore, seedPrices } from '../../../services/pricing/price-store.ts';
import type { PricingTables } from '../../../services/pricing/create-pricing-service.ts';
import type { priceCalculation, priceCalculationInput } from '../../../services/pricing/schemas.ts';
import { loadPricingTables } from '../../../services/pricing/start-pricing-service.ts';
import { openDatabase } from '../../../services/server/database.ts';
import { minorUnitsOf, parseMinor } from '../../../services/server/money.ts';
import { isValidOn } from '../../../services/server/validity.ts';
import { propertyRuns } from '../../property-runs.ts';

type Input = Static<typeof priceCalculationInput>;
type Price = Static<typeof priceCalculation>;

const marketIds = ['DE', 'FR', 'AT', 'NL', 'GB', 'US', 'JP', 'CH'] as const;
let tables: PricingTables;
let sources: PriceSources;

beforeAll(async () => {
  tables = await loadPricingTables();
  const database = openDatabase(':memory:');
  seedPrices(database, tables, 0);
  sources = { data: createMarketData(tables), store: createPriceStore(database) };
});

function pricedInputs(market: string, at: string): fc.Arbitrary<Input> {
  const list = tables.priceLists.find((row) => row.market === market && isValidOn(row, at));
  const variants = tables.variantPrices.filter(
    (row) => row.priceList === list?.id && row.netMinor !== null,
  );
  const codes = tables.itemPrices.filter((row) => row.priceList === list?.id);
  return fc.record({
    key: fc.constant('key'),
    variantId: fc.constantFrom(...variants.map(({ variant }) => variant)),
    market: fc.constant(market),
    at: fc.constant(at),
    selection: fc
      .uniqueArray(fc.constantFrom(...codes.map(({ code }) => code)), { maxLength: 40 })
      .chain((chosen) =>
        fc.tuple(
          ...chosen.map((code) =>
            fc.record({
              code: fc.constant(code),
              charge: fc.constantFrom('CHARGEABLE', 'CHARGEABLE', 'STANDARD', 'PACKAGE_MEMBER'),
              overridePercent: fc.option(fc.integer({ min: 0, max: 100 })),
            }),
          ),
        ),
      ),
    co2GramsPerKm: fc.option(fc.nat(300)),
    massKg: fc.option(fc.integer({ min: 1_000, max: 3_000 })),
    gasGuzzlerMpg: fc.option(fc.integer({ min: 10, max: 30 })),
    scope: fc.constantFrom('LIST', 'FULL'),
  }) as fc.Arbitrary<Input>;
}

function sumLines(price: Price, kinds: readonly string[]): number {
  return price.lines
    .filter(({ kind }) => kinds.includes(kind))
    .reduce((sum, { amount }) => sum + parseMinor(amount.amount, amount.currency), 0);
}

const minorOf = ({ amount, currency }: Price['net']) => parseMinor(amount, currency);
const input: Input = {
  key: 'key',
  variantId: 'bmw-f39-x2-m35i',
  market: 'DE',
  at: '2026-11-21',
  selection: [],
  co2GramsPerKm: 180,
  massKg: 1_700,
  gasGuzzlerMpg: null,
  scope: 'FULL',
};
const codeOf = (attempt: () => unknown): unknown => {
  try {
    return attempt();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};

describe('priceConfiguration on the catalogue', () => {
  it.each(marketIds)('is the sum of its lines to the minor unit in %s', (market) => {
    for (const at of ['2025-06-30', '2026-11-21']) {
      fc.assert(
        fc.property(pricedInputs(market, at), (drawn) => {
          const price = priceConfiguration(sources, drawn, 'en');

          const net = sumLines(price, ['BASE', 'ITEM', 'CAMPAIGN', 'DELIVERY']);
          const gross = net + sumLines(price, ['VAT']);
          expect(minorOf(price.net)).toBe(net);
          expect(minorOf(price.gross)).toBe(gross);
          expect(minorOf(price.total)).toBe(gross + sumLines(price, ['TAX']));
          for (const { amount } of [...price.lines, { amount: price.total }]) {
            const digits = amount.amount.split('.')[1]?.length ?? 0;
            expect(digits).toBe(minorUnitsOf(amount.currency));
          }
          expect(price.lines.filter(({ kind }) => kind === 'ITEM')).toHaveLength(
            drawn.selection.length,
          );
        }),
        propertyRuns(40),
      );
    }
  });

  it('has a VAT line within half a minor unit a line of the rate', () => {
    const rates: Record<string, number> = { DE: 1_900, FR: 2_000, JP: 1_000, CH: 810 };
    for (const [market, rate] of Object.entries(rates)) {
      fc.assert(
        fc.property(pricedInputs(market, '2026-11-21'), (drawn) => {
          const price = priceConfiguration(sources, drawn, 'en');

          const difference = sumLines(price, ['VAT']) * 10_000 - minorOf(price.net) * rate;
          expect(Math.abs(difference)).toBeLessThanOrEqual((price.lines.length + 1) * 10_000);
        }),
        propertyRuns(25),
      );
    }
  });

  it('prices a configuration of 2025 by the list of 2025', () => {
    const price = priceConfiguration(sources, { ...input, at: '2025-12-31' }, 'de');

    expect(price.priceList).toBe('DE-2025-1');
    expect([price.validFrom, price.validTo]).toEqual(['2025-01-01', '2025-12-31']);
    expect(price.lines[0]?.amount).toEqual({ amount: '47941.18', currency: 'EUR' });
  });

  it('says which tax lacks a figure', () => {
    const price = priceConfiguration(
      sources,
      { ...input, market: 'FR', co2GramsPerKm: null },
      'en',
    );

    expect(price.remarks).toEqual([
      'CO2 malus is not included: the CO2 figure of the car is not known.',
    ]);
    expect(price.lines.map(({ code }) => code)).toContain('MALUS_WEIGHT');
  });

  it('taxes no motorcycle as a car', () => {
    const motorcycle = tables.variants.find(
      ({ id, brand, markets }) =>
        brand === 'bmw-motorrad' &&
        markets.includes('AT') &&
        tables.variantPrices.some(
          (row) => row.variant === id && row.priceList === 'AT-2026-1' && row.netMinor !== null,
        ),
    );

    const price = priceConfiguration(
      sources,
      { ...input, market: 'AT', variantId: motorcycle?.id ?? '' },
      'en',
    );

    expect(price.remarks).toEqual(['Standard consumption tax of motorcycles is not computed.']);
    expect(price.lines.some(({ kind }) => kind === 'TAX')).toBe(false);
  });

  it('refuses what it cannot price, by code', () => {
    const price = (change: Partial<Input>) =>
      codeOf(() => priceConfiguration(sources, { ...input, ...change }, undefined));
    const item = (code: string) => ({ code, charge: 'CHARGEABLE' as const, overridePercent: null });
    const notPriced = tables.variantPrices.find(
      (row) => row.notPriced !== null && row.priceList === 'US-2026-1',
    );

    expect(price({ at: '2020-08-01' })).toBe('NO_PRICE_LIST');
    expect(price({ market: 'XX' })).toBe('MARKET_UNKNOWN');
    expect(price({ variantId: 'no-such-car' })).toBe('VARIANT_UNKNOWN');
    expect(price({ variantId: notPriced?.variant ?? '' })).toBe('VARIANT_NOT_IN_MARKET');
    expect(price({ variantId: notPriced?.variant ?? '', market: 'US' })).toBe('VARIANT_NOT_PRICED');
    expect(price({ selection: [item('NOPE')] })).toBe('ITEM_UNKNOWN');
    expect(price({ selection: [item('P0475'), item('P0475')] })).toBe('ITEM_REPEATED');
  });
});
