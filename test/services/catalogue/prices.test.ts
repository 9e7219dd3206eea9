// Every variant has its price or says why not, and every amount adds up.
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../services/catalogue/load-catalogue.ts';
import type { Catalogue } from '../../../services/catalogue/rows/catalogue.ts';
import type { MarketId } from '../../../services/catalogue/rows/sourced.ts';
import { createFaults } from './faults.ts';

let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await loadCatalogue();
});

function vatOn(market: MarketId, day: string): bigint {
  const row = catalogue.vatRates.find(
    (rate) =>
      rate.market === market &&
      rate.validFrom <= day &&
      (rate.validTo === null || day <= rate.validTo),
  );
  if (row === undefined) throw new Error(`no VAT rate for ${market} on ${day}`);
  return BigInt(row.rateBasisPoints);
}

/** Gross of a net amount, half up, in integers. */
const withVat = (netMinor: number, rate: bigint): bigint =>
  BigInt(netMinor) + (BigInt(netMinor) * rate * 2n + 10_000n) / 20_000n;

/** Net of a gross amount, half up, in integers. */
const withoutVat = (grossMinor: number, rate: bigint): bigint =>
  (BigInt(grossMinor) * 20_000n + (10_000n + rate)) / ((10_000n + rate) * 2n);

describe('prices', () => {
  it('have a gross that is net plus VAT, and a net that is gross without, to the minor unit', () => {
    const rates = new Map(
      catalogue.priceLists.map((list) => [list.id, vatOn(list.market, list.validFrom)]),
    );
    const lists = new Map(
      catalogue.priceLists.map((list) => [`${list.market} ${list.validFrom}`, list.id]),
    );
    const rows = [
      ...catalogue.variantPrices,
      ...catalogue.itemPrices,
      ...catalogue.deliveryCharges.map((charge) => ({
        ...charge,
        priceList: lists.get(`${charge.market} ${charge.validFrom}`) ?? '',
      })),
    ];
    const faults = createFaults();

    for (const { priceList, netMinor, grossMinor } of rows) {
      if (netMinor === null || grossMinor === null) continue;
      const rate = rates.get(priceList);
      if (rate === undefined) throw new Error(`no list ${priceList}`);
      const where = `${priceList}: ${netMinor} and ${grossMinor}`;
      faults.must(Number.isSafeInteger(netMinor) && Number.isSafeInteger(grossMinor), where);
      faults.must(withVat(netMinor, rate) === BigInt(grossMinor), where);
      faults.must(withoutVat(grossMinor, rate) === BigInt(netMinor), where);
    }

    expect(faults.list).toEqual([]);
  });

  it('stand for every variant in every list of its markets, or say why not', () => {
    const wanted = catalogue.variants.flatMap((variant) =>
      catalogue.priceLists
        .filter((list) => variant.markets.includes(list.market))
        .map((list) => `${variant.id} ${list.id}`),
    );
    const unclear = catalogue.variantPrices.filter(
      ({ netMinor, grossMinor, notPriced }) =>
        (netMinor === null) !== (grossMinor === null) ||
        (netMinor === null) !== (notPriced !== null),
    );

    const found = catalogue.variantPrices.map((row) => `${row.variant} ${row.priceList}`);
    expect(found.toSorted()).toEqual(wanted.toSorted());
    expect(unclear).toEqual([]);
  });

  it('are as published in France, in whole euros', () => {
    const french = catalogue.variantPrices.filter(
      (row) => row.priceList === 'FR-2026-1' && row.provenance === 'REAL',
    );

    const x5 = french.find((row) => row.variant === 'bmw-g05-x5-xdrive30d');
    expect(french.length).toBeGreaterThan(150);
    expect(french.every((row) => (row.grossMinor ?? 1) % 100 === 0)).toBe(true);
    expect(x5).toMatchObject({ grossMinor: 7_771_700, netMinor: 6_476_417 });
  });

  it('are plausible for a car in every market, in its own currency', () => {
    const plausibleEur = { least: 15_000, most: 700_000 };
    const rates = new Map(
      catalogue.exchangeRates.map((row) => [`${row.currency} ${row.validFrom}`, Number(row.rate)]),
    );
    const digits = new Map(catalogue.markets.map((row) => [row.id, row.currencyMinorUnits]));
    const faults = createFaults();
    const cars = new Set(
      catalogue.variants.filter((row) => row.brand !== 'bmw-motorrad').map((row) => row.id),
    );

    for (const list of catalogue.priceLists) {
      const rate = rates.get(`${list.currency} ${list.validFrom}`) ?? 0;
      for (const row of catalogue.variantPrices) {
        if (row.priceList !== list.id || row.netMinor === null || !cars.has(row.variant)) continue;
        const eur = row.netMinor / 10 ** (digits.get(list.market) ?? 2) / rate;
        faults.must(
          plausibleEur.least < eur && eur < plausibleEur.most,
          `${row.variant} ${list.id}: ${eur}`,
        );
      }
    }

    expect(faults.list).toEqual([]);
  });
});

describe('taxes and offers', () => {
  it('know the German VAT cut of 2020 and that the US has no federal sales tax', () => {
    expect(vatOn('DE', '2020-06-30')).toBe(1900n);
    expect(vatOn('DE', '2020-12-31')).toBe(1600n);
    expect(vatOn('DE', '2021-01-01')).toBe(1900n);
    expect(vatOn('JP', '2026-01-01')).toBe(1000n);
    expect(vatOn('US', '2026-01-01')).toBe(0n);
  });

  it('name a vehicle tax or say that there is none in every market', () => {
    const current = catalogue.vehicleTaxes.filter((row) => row.validTo === null);

    const taxed = new Set(current.map((row) => row.market));
    expect(taxed).toEqual(new Set(catalogue.markets.map((row) => row.id)));
  });

  it('charge more malus the more a car emits, up to the cap', () => {
    const malus = catalogue.vehicleTaxes.find((row) => row.kind === 'MALUS_CO2');
    const table = malus?.parameters['amountMinorByGramsPerKm'] as Record<string, number>;
    const amounts = Object.entries(table)
      .toSorted(([a], [b]) => Number(a) - Number(b))
      .map(([, amount]) => amount);

    expect(amounts[0]).toBe(5_000);
    expect(amounts).toEqual(amounts.toSorted((a, b) => a - b));
    expect(amounts.at(-1)).toBe(malus?.parameters['capMinor']);
  });

  it('finance every market by loan and by lease, with a residual value for every term', () => {
    const kinds = catalogue.markets.map((market) =>
      catalogue.financeProducts.filter((row) => row.market === market.id).map((row) => row.kind),
    );
    const leases = catalogue.financeProducts.filter((row) => row.kind === 'LEASE');

    expect(kinds).toEqual(catalogue.markets.map(() => ['LOAN', 'LEASE']));
    for (const lease of leases)
      expect(Object.keys(lease.residualPercentByTerm ?? {}).map(Number)).toEqual(lease.termsMonths);
  });

  it('discount by a share or by an amount, never both', () => {
    const faulty = catalogue.campaigns.filter(
      (row) => (row.discountBasisPoints === null) === (row.discountMinor === null),
    );

    expect(faulty).toEqual([]);
  });
});
