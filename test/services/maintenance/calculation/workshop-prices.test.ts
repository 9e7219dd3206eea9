// Labour, parts and fluids in the currency of the dealer.
import { describe, expect, it } from 'vitest';

import { priceInCurrency } from '../../../../services/maintenance/calculation/workshop-prices.ts';

describe('priceInCurrency', () => {
  it('multiplies euro price, quantity and rate, and rounds once, half-up', () => {
    // 21.90 × 5.25 = 114.975, so 114.98; × 0.86 = 98.8785, so 98.88.
    expect(priceInCurrency(2_190, '5.25', { currency: 'EUR', rate: '1' })).toBe(11_498);
    expect(priceInCurrency(2_190, '5.25', { currency: 'GBP', rate: '0.8600' })).toBe(9_888);
  });

  it('gives whole yen and thousandths of a Kuwaiti dinar', () => {
    // 1.40 × 172 = 240.8; 1.40 × 0.3333 = 0.46662.
    expect(priceInCurrency(140, '1', { currency: 'JPY', rate: '172.00' })).toBe(241);
    expect(priceInCurrency(140, '1', { currency: 'KWD', rate: '0.3333' })).toBe(467);
  });

  it('refuses what is no decimal number', () => {
    expect(() => priceInCurrency(1, '1e3', { currency: 'EUR', rate: '1' })).toThrow(RangeError);
  });
});
