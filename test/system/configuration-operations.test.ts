// Operations 6 to 12: configurations and what they cost, against what the REST services say.
import { describe, expect, it } from 'vitest';

import { ConfigurationOracle } from './configuration-oracle.ts';
import { find, inner, innerList, pick, typenameOf, type Row } from './row-selection.ts';
import { sample } from './samples.ts';
import { engineNames, useStack } from './stack-under-test.ts';

describe.each(engineNames)('configurations, %s engine', (engineName) => {
  const stack = useStack({ variables: { MARQUE_ENGINE: engineName } });
  const oracle = new ConfigurationOracle(stack);

  it('answers the initial configuration with the price of every item in at most 5 REST calls', async () => {
    const { variant, market } = sample;
    const row = await stack.getRow('vehicle', `/v1/model-variants/${variant}`);
    const configuration = await oracle.initialConfiguration(variant);
    const items = await oracle.itemsOf(configuration);
    const prices = await oracle.itemPricesOf(configuration);

    const answer = await stack.run('06-initial-configuration', { id: variant, market });

    expect(answer.errors).toBeUndefined();
    expect(answer.data['modelVariant']).toEqual({
      ...pick(row, 'id name'),
      initialConfiguration: {
        ...pick(configuration, 'id selection'),
        items: items.map((item) => ({
          __typename: typenameOf(item),
          ...pick(item, 'id code name'),
          family: pick(inner(item, 'family'), 'id name'),
          price: pick(find(prices, item['id']), 'price'),
        })),
      },
    });
    expect(answer.restCallCount).toBeLessThanOrEqual(5);
  });

  it('answers a configuration of forty items, priced, in at most 5 REST calls', async () => {
    const id = await oracle.configurationOfForty();
    const configuration = await oracle.configurationById(id);
    const items = await oracle.itemsOf(configuration);
    const prices = await oracle.itemPricesOf(configuration);
    const wltp = await oracle.wltpOf(configuration);
    const price = await oracle.priceOf(configuration, wltp);

    const answer = await stack.run('07-configuration', { id });

    expect(answer.errors).toBeUndefined();
    expect(items.length).toBeGreaterThanOrEqual(40);
    expect(answer.data['configuration']).toEqual({
      ...pick(configuration, 'id selection buildable'),
      items: items.map((item) => ({
        __typename: typenameOf(item),
        ...pick(item, 'id code name'),
        price: { price: pick(inner(find(prices, item['id']), 'price'), 'gross') },
      })),
      wltp: pick(wltp, 'co2GramsPerKm litresPer100Km kwhPer100Km electricRangeKm massKg'),
      price: { ...pick(price, 'net gross total lines priceList remarks'), priceDate: price['at'] },
    });
    expect(answer.restCallCount).toBeLessThanOrEqual(5);
  });

  it('answers all selectables of a variant, by family and priced, in at most 2 + ceil(n/100) REST calls', async () => {
    const { variant, market } = sample;
    const { items } = await stack.getOne<{ items: readonly Row[] }>(
      'options',
      `/v1/selectables/batch?ids=${variant}&market=${market}`,
    );
    const prices = await oracle.itemPrices(items.map((item) => String(item['id'])));
    const families = new Map(items.map((item) => [inner(item, 'family')['id'], item['family']]));

    const answer = await stack.run('08-selectables', { id: variant, market });

    expect(answer.errors).toBeUndefined();
    expect(items.length).toBeGreaterThanOrEqual(110);
    expect(inner(answer.data, 'modelVariant')['selectables']).toEqual(
      [...families].map(([id, family]) => ({
        family: pick(family, 'id name cardinality position'),
        items: items
          .filter((item) => inner(item, 'family')['id'] === id)
          .map((item) => ({
            __typename: typenameOf(item),
            ...pick(item, 'id code name'),
            ...ownFieldsOf(item),
            price: { price: pick(inner(find(prices, item['id']), 'price'), 'gross') },
          })),
      })),
    );
    expect(answer.restCallCount).toBeLessThanOrEqual(2 + Math.ceil(items.length / 100));
  });

  it('changes a configuration, with every alternative priced, in at most 4 REST calls', async () => {
    const { configuration, add } = await oracle.findConflict();
    const input = { configuration, add, remove: [] };
    const { items: changes } = await stack.postRows('options', '/v1/configuration-changes', {
      items: [{ configurationId: configuration, add, remove: [] }],
    });
    const [change] = changes;

    const answer = await stack.run('09-change-configuration', { input });

    expect(answer.errors).toBeUndefined();
    expect(change?.['status']).toBe('CONFLICT');
    const alternatives = innerList(change, 'alternatives');
    expect(alternatives.length).toBeGreaterThanOrEqual(1);
    expect(answer.data['changeConfiguration']).toEqual({
      status: 'CONFLICT',
      violations: innerList(change, 'violations').map((violation) =>
        pick(violation, 'code subject rule message'),
      ),
      applied: null,
      alternatives: await Promise.all(
        alternatives.map((alternative) => oracle.describeAlternative(alternative)),
      ),
    });
    expect(answer.restCallCount).toBeLessThanOrEqual(4);
  });

  it('applies a change that no rule stands against, and keeps the old configuration as it was', async () => {
    const before = await oracle.initialConfiguration(sample.variant);
    const add = await oracle.findFreeOption(before);

    const answer = await stack.run('09-change-configuration', {
      input: { configuration: before['id'], add: [add] },
    });

    const change = inner(answer.data, 'changeConfiguration');
    const after = inner(inner(change, 'applied'), 'configuration');
    expect(change['status']).toBe('APPLIED');
    expect(after['selection']).toContain(add);
    expect(after['id']).not.toBe(before['id']);
    expect(await oracle.configurationById(String(before['id']))).toEqual(before);
    expect(answer.restCallCount).toBeLessThanOrEqual(4);
  });

  it('says whether a selection can be built in 1 REST call', async () => {
    const { variant, market } = sample;
    const { configuration, add } = await oracle.findConflict();
    const selection = [...(configuration.split('~')[3] ?? '').split('.'), ...add];
    const verdict = await stack.getRow(
      'options',
      `/v1/buildability?variant=${variant}&market=${market}&codes=${selection.join(',')}`,
    );

    const answer = await stack.run('10-buildability', { variant, market, selection });

    expect(answer.errors).toBeUndefined();
    expect(verdict['buildable']).toBe(false);
    expect(answer.data['buildability']).toEqual({
      buildable: false,
      violations: innerList(verdict, 'violations').map((violation) =>
        pick(violation, 'code subject rule message'),
      ),
      configuration: verdict['configurationId'] ? { id: verdict['configurationId'] } : null,
    });
    expect(answer.restCallCount).toBe(1);
  });

  it('prices a configuration with tax and finance in at most 4 REST calls', async () => {
    const configuration = await oracle.initialConfiguration(sample.variant);
    const wltp = await oracle.wltpOf(configuration);
    const price = await oracle.priceOf(configuration, wltp);
    const total = inner(price, 'total');
    const minor = String(total['amount']).replace('.', '');
    const { items: offers } = await stack.getRows(
      'pricing',
      `/v1/finance-offers?market=${sample.market}&amountMinor=${minor}&currency=${String(total['currency'])}&termMonths=36&downPaymentPercent=10&at=${stack.today}`,
    );

    const answer = await stack.run('11-price', {
      id: configuration['id'],
      termMonths: 36,
      downPaymentPercent: 10,
    });

    expect(answer.errors).toBeUndefined();
    expect(offers.length).toBeGreaterThanOrEqual(2);
    expect(answer.data['configuration']).toEqual({
      id: configuration['id'],
      wltp: pick(wltp, 'co2GramsPerKm'),
      price: {
        ...pick(price, 'net gross total lines remarks'),
        financeOffers: offers.map((offer) => ({
          ...pick(offer, 'id kind name termMonths ratePercent downPayment residualValue'),
          ...pick(offer, 'monthlyRate totalCost'),
        })),
      },
    });
    expect(answer.restCallCount).toBeLessThanOrEqual(4);
  });

  it('saves a configuration in 1 REST call, once a key, and finds it by its code in at most 4', async () => {
    const configuration = await oracle.initialConfiguration(sample.variant);
    const input = {
      configuration: configuration['id'],
      name: 'Mine',
      idempotencyKey: 'save-operation-12',
    };
    const items = await oracle.itemsOf(configuration);
    const wltp = await oracle.wltpOf(configuration);
    const price = await oracle.priceOf(configuration, wltp);

    const saved = await stack.run('12-save-configuration', { input });
    const again = await stack.run('12-save-configuration', { input });
    const code = inner(saved.data, 'saveConfiguration')['code'];
    const found = await stack.run('12-saved-configuration', { code });

    expect(saved.errors).toBeUndefined();
    expect(saved.restCallCount).toBe(1);
    expect(again.data).toEqual(saved.data);
    expect(found.errors).toBeUndefined();
    const stored = await stack.getRow('options', `/v1/saved-configurations/${String(code)}`);
    expect(found.data['savedConfiguration']).toEqual({
      ...pick(stored, 'code name savedAt'),
      configuration: {
        ...pick(configuration, 'id selection'),
        items: items.map((item) => pick(item, 'id code name')),
        wltp: pick(wltp, 'co2GramsPerKm'),
        price: pick(price, 'total'),
      },
    });
    expect(found.restCallCount).toBeLessThanOrEqual(4);
  });
});

function ownFieldsOf(item: Row): Row {
  switch (item['kind']) {
    case 'PACKAGE':
    case 'LINE':
      return pick(item, 'members');
    case 'PAINT':
      return pick(item, 'colour finish');
    case 'UPHOLSTERY':
      return pick(item, 'material');
    case 'WHEEL':
      return pick(item, 'diameterInches');
    default:
      return {};
  }
}
