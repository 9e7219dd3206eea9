// What campaigns take off.
import { describe, expect, it } from 'vitest';

import { discountsOf } from '../../../../services/pricing/calculation/campaign-discount.ts';

const germany = { pricesIncludeTax: true, listRateBasisPoints: 1_900, rateBasisPoints: 1_900 };
const percent = (discountBasisPoints: number) => ({
  id: 'P',
  name: 'P',
  discountBasisPoints,
  discountMinor: null,
});
const fixed = (discountMinor: number) => ({
  id: 'F',
  name: 'F',
  discountBasisPoints: null,
  discountMinor,
});

describe('discountsOf', () => {
  it('takes percentages of the list price, so that they do not compound', () => {
    const listPrice = { netMinor: 100_000, grossMinor: 119_000 };

    const discounts = discountsOf([percent(1_000), percent(500)], listPrice, germany);

    expect(discounts).toEqual([
      { netMinor: 10_000, grossMinor: 11_900 },
      { netMinor: 5_000, grossMinor: 5_950 },
    ]);
  });

  it('takes a fixed discount as gross where lists are gross, and as it is where they are net', () => {
    const listPrice = { netMinor: 1_000_000, grossMinor: 1_190_000 };

    const gross = discountsOf([fixed(300_000)], listPrice, germany);
    const net = discountsOf([fixed(300_000)], listPrice, { ...germany, pricesIncludeTax: false });

    // 3,000.00 / 1.19 = 2,521.008…
    expect(gross).toEqual([{ netMinor: 252_101, grossMinor: 300_000 }]);
    expect(net).toEqual([{ netMinor: 300_000, grossMinor: 300_000 }]);
  });

  it('never takes off more than there is', () => {
    const listPrice = { netMinor: 1_000, grossMinor: 1_190 };

    const discounts = discountsOf([fixed(1_000), fixed(1_000), fixed(5)], listPrice, germany);

    expect(discounts.reduce((sum, { grossMinor }) => sum + grossMinor, 0)).toBe(1_190);
    expect(discounts.reduce((sum, { netMinor }) => sum + netMinor, 0)).toBe(1_000);
  });
});
