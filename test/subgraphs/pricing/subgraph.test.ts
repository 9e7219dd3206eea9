// The pricing subgraph before its real REST service, on the committed catalogue.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createPricingService } from '../../../services/pricing/create-pricing-service.ts';
import { loadPricingTables } from '../../../services/pricing/start-pricing-service.ts';
import { createPricingSubgraph } from '../../../subgraphs/pricing/subgraph.ts';
import { serviceParts, startTeamBench, type TeamBench, workshop } from '../team-bench.ts';

const variant = 'bmw-g26-i4-edrive40';
const entities = (selection: string) =>
  `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`;

let bench: TeamBench;
beforeAll(async () => {
  bench = await startTeamBench(
    await createPricingService({ ...serviceParts, tables: await loadPricingTables() }),
    createPricingSubgraph,
  );
});
afterAll(() => bench.stop());

const configuration = (id: string) => ({
  __typename: 'Configuration',
  id,
  variant: { id: variant },
  market: { id: 'DE' },
  wltp: { co2GramsPerKm: 0, massKg: 2_100, epaCombinedMpg: null, gasGuzzler: false },
  pricedSelection: [{ code: 'P0300', charge: 'CHARGEABLE', overridePercent: null }],
});

describe('the pricing subgraph', () => {
  it('answers currency and taxes of all markets in one call, valid at the price date', async () => {
    const representations = ['DE', 'JP', 'XX'].map((id) => ({ __typename: 'Market', id }));
    const ask = (day: string) =>
      bench.ask(
        entities('... on Market { currency { code minorUnits } taxes { kind ratePercent } }'),
        { variables: { representations }, headers: { 'x-marque-price-date': day } },
      );

    const today = await ask('2026-11-21');
    const lowered = await ask('2020-10-01');

    expect(today.data['_entities']).toMatchObject([
      { currency: { code: 'EUR', minorUnits: 2 } },
      { currency: { code: 'JPY', minorUnits: 0 } },
      { currency: null, taxes: null },
    ]);
    expect(today.calls).toEqual(['pricing taxes × 1']);
    expect(today.data['_entities'][0]['taxes']).toContainEqual({ kind: 'VAT', ratePercent: '19' });
    expect(lowered.data['_entities'][0]['taxes']).toContainEqual({
      kind: 'VAT',
      ratePercent: '16',
    });
  });

  it('prices variants and items by the list, as the service does', async () => {
    const item = `${variant}~DE~P0300`;
    const { data, calls, errors } = await bench.ask(
      entities(
        '... on ModelVariant { basePrice(market: "DE") { price { gross { amount } } priceList } } ... on ConfigurableItem { price { price { gross { amount } } } }',
      ),
      {
        variables: {
          representations: [
            { __typename: 'ModelVariant', id: variant },
            { __typename: 'ConfigurableItem', id: item },
          ],
        },
      },
    );

    const base = await bench.read(
      `/v1/variant-prices/batch?ids=${variant}&market=DE&at=2026-11-21`,
    );
    const price = await bench.read(`/v1/item-prices/batch?ids=${item}&at=2026-11-21`);
    expect(errors).toBeUndefined();
    expect(data['_entities']).toEqual([
      {
        basePrice: {
          price: { gross: { amount: base['items'][0]['price']['gross']['amount'] } },
          priceList: base['items'][0]['priceList'],
        },
      },
      { price: { price: { gross: { amount: price['items'][0]['price']['gross']['amount'] } } } },
    ]);
    expect(calls).toEqual(['pricing item-prices × 1', 'pricing variant-prices × 1']);
  });

  it('says that a price date is outside all lists', async () => {
    const { data, errors } = await bench.ask(
      entities('... on ModelVariant { basePrice(market: "DE") { priceList } }'),
      {
        variables: { representations: [{ __typename: 'ModelVariant', id: variant }] },
        headers: { 'x-marque-price-date': '1999-01-01' },
      },
    );

    expect(data['_entities']).toEqual([{ basePrice: null }]);
    expect(errors).toMatchObject([{ extensions: { code: 'NO_PRICE_LIST', service: 'pricing' } }]);
  });

  it('calculates equal configurations once and all in one call', async () => {
    const { data, calls, errors } = await bench.ask(
      entities(
        '... on Configuration { price { priceDate net { amount } gross { amount } total { amount } lines { kind amount { amount } } } }',
      ),
      {
        variables: {
          representations: [configuration('a'), configuration('b')],
        },
        headers: { 'x-marque-price-date': '2026-11-01' },
      },
    );

    expect(errors).toBeUndefined();
    expect(data['_entities'][0]).toEqual(data['_entities'][1]);
    expect(data['_entities'][0]['price']).toMatchObject({ priceDate: '2026-11-01' });
    expect(calls).toEqual(['pricing price-calculations × 1']);
  });

  it('asks for finance offers of the total, two at a time', async () => {
    const { data, calls, errors } = await bench.ask(
      entities(`... on Configuration { price { total { amount }
        a: financeOffers(termMonths: 24) { kind price { amount } }
        b: financeOffers(termMonths: 36) { kind price { amount } }
        c: financeOffers(termMonths: 48) { kind price { amount } }
        d: financeOffers(kind: LEASE, downPaymentPercent: 10) { kind price { amount } }
      } }`),
      { variables: { representations: [configuration('a')] } },
    );

    const { price } = data['_entities'][0];
    expect(errors).toBeUndefined();
    expect((price['a'] as { price: object }[]).length).toBeGreaterThan(0);
    for (const offer of price['a'] as { price: object }[]) {
      expect(offer.price).toEqual(price['total']);
    }
    expect((price['d'] as { kind: string }[]).every(({ kind }) => kind === 'LEASE')).toBe(true);
    expect(calls).toEqual(['pricing finance-offers × 4', 'pricing price-calculations × 1']);
  });

  it('prices vehicles by the list of their first registration, null where no list reaches back', async () => {
    const vehicle = (vin: string, firstRegistration: string) => ({
      __typename: 'Vehicle',
      vin,
      variant: { id: variant },
      market: { id: 'DE' },
      firstRegistration,
      factoryOptionCodes: ['P0300'],
    });

    const { data, errors, calls } = await bench.ask(
      entities('... on Vehicle { originalListPrice { priceDate lines { kind } } }'),
      {
        headers: workshop,
        variables: { representations: [vehicle('a', '2026-03-01'), vehicle('b', '1999-01-01')] },
      },
    );

    expect(errors).toBeUndefined();
    expect(data['_entities'][0]).toMatchObject({ originalListPrice: { priceDate: '2026-03-01' } });
    expect(data['_entities'][1]).toEqual({ originalListPrice: null });
    expect(calls).toEqual(['pricing price-calculations × 1']);
  });

  it('reads exchange rates one by one, since they have no batch', async () => {
    const { data, calls, errors } = await bench.ask(
      '{ usd: exchangeRate(currency: "USD") { rate } chf: exchangeRate(currency: "CHF") { rate } }',
    );

    const usd = await bench.read('/v1/exchange-rates/USD?at=2026-11-21');
    expect(errors).toBeUndefined();
    expect(data['usd']).toEqual({ rate: usd['rate'] });
    expect(calls).toEqual(['pricing exchange-rates × 2']);
  });

  it('lists price lists, the latest first, and campaigns of dealers', async () => {
    const lists = await bench.ask('{ priceLists(market: "DE") { validity { from } } }');
    const dealer = await bench.ask(entities('... on Dealer { campaigns { id } }'), {
      variables: { representations: [{ __typename: 'Dealer', id: 'D-DE-001' }] },
    });

    const days = (lists.data['priceLists'] as { validity: { from: string } }[]).map(
      ({ validity }) => validity.from,
    );
    expect(days).toEqual([...days].sort().toReversed());
    expect(dealer.errors).toBeUndefined();
    expect(dealer.data['_entities'][0]['campaigns']).toBeInstanceOf(Array);
  });
});
