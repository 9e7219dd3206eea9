// A price is the sum of its lines, to the minor unit.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  type CalculatedPrice,
  calculatePrice,
  type PriceInput,
} from '../../../../services/pricing/calculation/calculate-price.ts';
import { propertyRuns } from '../../../property-runs.ts';

const germany = { pricesIncludeTax: true, listRateBasisPoints: 1_900, rateBasisPoints: 1_900 };
const unitedStates = { pricesIncludeTax: false, listRateBasisPoints: 0, rateBasisPoints: 0 };
const plain: PriceInput = {
  scope: 'FULL',
  taxation: germany,
  vatName: 'VAT',
  base: { name: 'Car', price: { netMinor: 4_201_681, grossMinor: 5_000_000 } },
  items: [],
  campaigns: [],
  delivery: null,
  taxesOn: () => [],
};
const paint = { netMinor: 74_790, grossMinor: 89_000 };

function sumOf(price: CalculatedPrice, kinds: readonly string[]): bigint {
  return price.lines
    .filter(({ kind }) => kinds.includes(kind))
    .reduce((sum, { amountMinor }) => sum + BigInt(amountMinor), 0n);
}

function expectExactSums(price: CalculatedPrice): void {
  const net = sumOf(price, ['BASE', 'ITEM', 'CAMPAIGN', 'DELIVERY']);
  const gross = net + sumOf(price, ['VAT']);
  expect(BigInt(price.netMinor)).toBe(net);
  expect(BigInt(price.grossMinor)).toBe(gross);
  expect(BigInt(price.totalMinor)).toBe(gross + sumOf(price, ['TAX']));
}

describe('calculatePrice', () => {
  it('lets the customer pay the sum of the published gross prices', () => {
    const price = calculatePrice({
      ...plain,
      items: [
        { code: '475', name: 'Paint', charge: 'CHARGEABLE', overridePercent: null, price: paint },
      ],
      delivery: { name: 'Delivery', price: { netMinor: 84_874, grossMinor: 101_000 } },
    });

    expect(price.grossMinor).toBe(5_000_000 + 89_000 + 101_000);
    expectExactSums(price);
  });

  it('gives every selected item a line, of zero where it is standard or in a package', () => {
    const price = calculatePrice({
      ...plain,
      items: [
        { code: '1', name: 'Standard', charge: 'STANDARD', overridePercent: null, price: paint },
        { code: '2', name: 'Member', charge: 'PACKAGE_MEMBER', overridePercent: null, price: null },
        { code: '3', name: 'Half', charge: 'CHARGEABLE', overridePercent: 50, price: paint },
        { code: '4', name: 'Free', charge: 'CHARGEABLE', overridePercent: 0, price: paint },
      ],
    });

    expect(price.lines.map(({ code, amountMinor }) => [code, amountMinor])).toEqual([
      [null, 4_201_681],
      ['1', 0],
      ['2', 0],
      ['3', 37_395],
      ['4', 0],
      // 50,000.00 + 445.00 gross, less 42,016.81 + 373.95 net.
      ['VAT', 5_044_500 - 4_201_681 - 37_395],
    ]);
  });

  it('leaves campaigns, delivery and taxes out of a list price', () => {
    const price = calculatePrice({
      ...plain,
      scope: 'LIST',
      campaigns: [{ id: 'C', name: 'C', discountBasisPoints: 1_000, discountMinor: null }],
      delivery: { name: 'Delivery', price: { netMinor: 100, grossMinor: 119 } },
      taxesOn: () => [{ code: 'NOVA', name: 'NoVA', amountMinor: 100 }],
    });

    expect(price.lines.map(({ kind }) => kind)).toEqual(['BASE', 'VAT']);
    expect(price.totalMinor).toBe(5_000_000);
  });

  it('keeps the net price and moves the gross one when VAT changes during the life of a list', () => {
    // 42,016.81 net at 16 %: 48,739.4996, so 48,739.50.
    const price = calculatePrice({
      ...plain,
      base: { name: 'Car', price: { netMinor: 4_201_681, grossMinor: 4_873_950 } },
      taxation: { ...germany, rateBasisPoints: 1_600 },
    });

    expect(price.grossMinor).toBe(4_873_950);
    expect(price.netMinor).toBe(4_201_681);
  });

  it('has no VAT line where no VAT is due', () => {
    const price = calculatePrice({
      ...plain,
      taxation: unitedStates,
      base: { name: 'Car', price: { netMinor: 100, grossMinor: 100 } },
    });

    expect(price.lines.map(({ kind }) => kind)).toEqual(['BASE']);
    expect(price.totalMinor).toBe(100);
  });

  it('adds VAT to the net sum, half-up, where prices are published net', () => {
    const price = calculatePrice({
      ...plain,
      taxation: { pricesIncludeTax: false, listRateBasisPoints: 750, rateBasisPoints: 750 },
      base: { name: 'Car', price: { netMinor: 1_020, grossMinor: 1_020 } },
    });

    // 7.5 % of 10.20 is 0.765.
    expect(price.grossMinor).toBe(1_020 + 77);
  });

  it('passes the net price to the taxes', () => {
    const price = calculatePrice({
      ...plain,
      taxesOn: (netMinor) => [{ code: 'NOVA', name: 'NoVA', amountMinor: netMinor }],
    });

    expect(price.totalMinor).toBe(5_000_000 + 4_201_681);
  });

  it('is the sum of its lines to the minor unit for any list, also near 2^53', () => {
    const amount = fc.maxSafeNat().map((value) => Math.floor(value / 64));
    const listed = fc.record({ netMinor: amount, grossMinor: amount });
    const input = fc.record({
      scope: fc.constantFrom('LIST' as const, 'FULL' as const),
      base: listed,
      items: fc.array(
        fc.record({
          price: listed,
          charge: fc.constantFrom('CHARGEABLE' as const, 'STANDARD' as const),
          overridePercent: fc.option(fc.integer({ min: 0, max: 100 })),
        }),
        { maxLength: 20 },
      ),
      discounts: fc.array(
        fc.oneof(
          fc.record({ discountBasisPoints: fc.nat(10_000), discountMinor: fc.constant(null) }),
          fc.record({ discountBasisPoints: fc.constant(null), discountMinor: amount }),
        ),
        { maxLength: 4 },
      ),
      delivery: fc.option(listed),
      taxes: fc.array(amount, { maxLength: 3 }),
      pricesIncludeTax: fc.boolean(),
      rateBasisPoints: fc.nat(2_700),
    });

    fc.assert(
      fc.property(input, (drawn) => {
        const price = calculatePrice({
          scope: drawn.scope,
          vatName: 'VAT',
          taxation: {
            pricesIncludeTax: drawn.pricesIncludeTax,
            listRateBasisPoints: drawn.rateBasisPoints,
            rateBasisPoints: drawn.rateBasisPoints,
          },
          base: { name: 'Car', price: drawn.base },
          items: drawn.items.map((item, index) => ({ ...item, code: `${index}`, name: 'Item' })),
          campaigns: drawn.discounts.map((discount, index) => ({
            ...discount,
            id: `${index}`,
            name: 'Campaign',
          })),
          delivery: drawn.delivery && { name: 'Delivery', price: drawn.delivery },
          taxesOn: () => drawn.taxes.map((amountMinor) => ({ code: 'T', name: 'T', amountMinor })),
        });

        expectExactSums(price);
        expect(price.netMinor).toBeGreaterThanOrEqual(0);
      }),
      propertyRuns(100),
    );
  });

  it('refuses to lose digits beyond 2^53', () => {
    const huge = { netMinor: Number.MAX_SAFE_INTEGER, grossMinor: Number.MAX_SAFE_INTEGER };
    const input: PriceInput = {
      ...plain,
      base: { name: 'Car', price: huge },
      delivery: { name: 'Delivery', price: { netMinor: 1, grossMinor: 1 } },
    };

    expect(() => calculatePrice(input)).toThrow(RangeError);
  });
});
