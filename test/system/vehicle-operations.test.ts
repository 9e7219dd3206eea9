// Operations 1 to 5: what the graph answers is what the REST services say, within their budget of REST calls.
import { describe, expect, it } from 'vitest';

import { find, indexBy, inner, innerList, pick, pickValidity } from './row-selection.ts';
import { sample } from './samples.ts';
import { engineNames, useStack } from './stack-under-test.ts';

const engineFields = 'code fuel cylinders displacementCc';

describe.each(engineNames)('the catalogue of vehicles, %s engine', (engineName) => {
  const stack = useStack({ variables: { MARQUE_ENGINE: engineName } });

  it('lists the markets with currency and taxes in at most 2 REST calls', async () => {
    const { items: markets } = await stack.getRows('vehicle', '/v1/markets');
    const ids = markets.map((market) => market['id']).join(',');
    const taxes = indexBy((await stack.getRows('pricing', `/v1/taxes?ids=${ids}`)).items, 'market');

    const answer = await stack.run('01-markets', {});

    expect(answer.errors).toBeUndefined();
    expect(markets).toHaveLength(8);
    expect(answer.data['markets']).toEqual(
      markets.map((market) => {
        const finance = find(taxes, market['id']);
        return {
          ...pick(market, 'id name languages provenance'),
          currency: { code: finance['currency'], minorUnits: finance['currencyMinorUnits'] },
          taxes: innerList(finance, 'taxes').map((tax) => ({
            ...pick(tax, 'kind name ratePercent provenance source'),
            validity: pickValidity(tax),
          })),
        };
      }),
    );
    expect(answer.restCallCount).toBeLessThanOrEqual(2);
  });

  it('lists the model series of a brand and market with their families in at most 2 REST calls', async () => {
    const { brand, market } = sample;
    const series = (
      await stack.getRows('vehicle', `/v1/model-series?brand=${brand}&market=${market}&limit=100`)
    ).items;
    const codes = series.map((row) => row['code']).join(',');
    const families = indexBy(
      (await stack.getRows('options', `/v1/option-families/batch?ids=${codes}&market=${market}`))
        .items,
      'series',
    );

    const answer = await stack.run('02-model-series', { brand, market });

    expect(answer.errors).toBeUndefined();
    expect(series.length).toBeGreaterThan(5);
    expect(answer.data['modelSeries']).toEqual(
      series.map((row) => ({
        ...pick(row, 'code name bodyStyle'),
        brand: pick(inner(row, 'brand'), 'id name'),
        optionFamilies: innerList(find(families, row['code']), 'families').map((family) =>
          pick(family, 'id name cardinality position'),
        ),
      })),
    );
    expect(answer.restCallCount).toBeLessThanOrEqual(2);
  });

  it('searches twenty variants with technical data and price in at most 2 REST calls', async () => {
    const { brand, market } = sample;
    const page = await stack.getRows(
      'vehicle',
      `/v1/model-variants?brand=${brand}&market=${market}&sort=name&limit=20`,
    );
    const prices = await variantPrices(
      page.items.map((row) => row['id']),
      market,
    );

    const answer = await stack.run('03-search', { filter: { brand, market }, market });

    expect(answer.errors).toBeUndefined();
    const found = answer.data['searchModelVariants'] as Record<string, unknown>;
    expect(page.items).toHaveLength(20);
    expect(found['nodes']).toEqual(
      page.items.map((row) => {
        const wltp = row['wltp'];
        return {
          ...pick(row, 'id name powerKw gearbox drive massKg electricRangeKm provenance source'),
          brand: pick(inner(row, 'brand'), 'id name'),
          series: pick(inner(row, 'series'), 'code name'),
          engine: pick(inner(row, 'engine'), engineFields),
          wltp: wltp && pick(wltp, 'co2GramsPerKmMin co2GramsPerKmMax'),
          basePrice: pick(find(prices, row['id']), 'price notPriced priceList'),
        };
      }),
    );
    expect(found['totalCount']).toBe(page['total']);
    expect(found['facets']).toEqual(page['facets']);
    expect(answer.restCallCount).toBeLessThanOrEqual(2);
  });

  it('pages through the search without losing or repeating a variant', async () => {
    const { market } = sample;
    const names: unknown[] = [];
    let after: unknown = null;

    let hasNextPage = true;
    let totalCount: unknown;
    for (let page = 0; hasNextPage && page < 20; page += 1) {
      const { data } = await stack.query(
        `query($after: String, $filter: ModelVariantFilter!) {
          searchModelVariants(filter: $filter, first: 37, after: $after) {
            totalCount pageInfo { hasNextPage endCursor } nodes { id }
          }
        }`,
        { after, filter: { market, brand: sample.brand } },
      );
      const found = data['searchModelVariants'] as Record<string, unknown>;
      names.push(...innerList(found, 'nodes').map((node) => node['id']));
      after = inner(found, 'pageInfo')['endCursor'];
      hasNextPage = inner(found, 'pageInfo')['hasNextPage'] as boolean;
      totalCount = found['totalCount'];
    }

    expect(hasNextPage).toBe(false);
    expect(names).toHaveLength(totalCount as number);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(37);
  });

  it('answers all of one variant in at most 6 REST calls', async () => {
    const { variant, market } = sample;
    const row = await stack.getRow('vehicle', `/v1/model-variants/${variant}`);
    const query = `ids=${variant}&market=${market}`;
    const standard = await stack.getOne('options', `/v1/standard-equipment/batch?${query}`);
    const initial = await stack.getOne('options', `/v1/initial-configurations/batch?${query}`);
    const price = await stack.getOne('pricing', `/v1/variant-prices/batch?${query}`);
    const engine = String(inner(row, 'engine')['code']);
    const fluids = await stack.getOne('maintenance', `/v1/fluids/batch?ids=${engine}`);
    const intervals = await stack.getOne(
      'maintenance',
      `/v1/intervals/batch?ids=${engine}&market=${market}`,
    );

    const answer = await stack.run('04-model-variant', { id: variant, market });

    expect(answer.errors).toBeUndefined();
    expect(answer.data['modelVariant']).toEqual({
      ...pick(row, 'id name modelYear powerKw gearbox gears drive massKg doors seats'),
      ...pick(row, 'wltp epa electricRangeKm batteryKwh provenance source'),
      brand: pick(inner(row, 'brand'), 'id name'),
      series: pick(inner(row, 'series'), 'code name bodyStyle'),
      engine: pick(inner(row, 'engine'), engineFields),
      validity: pickValidity(row),
      standardEquipment: innerList(standard, 'items').map((item) => ({
        ...pick(item, 'id code name'),
        family: pick(inner(item, 'family'), 'id name'),
      })),
      initialConfiguration: pick(
        inner(initial, 'configuration'),
        'id selection buildable catalogueVersion',
      ),
      basePrice: pick(price, 'price notPriced priceList provenance'),
      fluids: innerList(fluids, 'fluids').map((fluid) => ({
        ...pick(fluid, 'kind litres specification'),
        oilNorms: innerList(fluid, 'oilNorms').map((norm) => pick(norm, 'code saeGrades acea')),
      })),
      intervals: innerList(intervals, 'intervals').map((interval) => ({
        ...pick(interval, 'intervalKm intervalMonths firstMonths'),
        item: pick(inner(interval, 'item'), 'id name kind'),
      })),
    });
    expect(answer.restCallCount).toBeLessThanOrEqual(6);
  });

  it('compares four variants in at most 5 REST calls', async () => {
    const { compared, market } = sample;
    const query = `ids=${compared.join(',')}&market=${market}`;
    const rows = indexBy(
      (await stack.getRows('vehicle', `/v1/model-variants/batch?${query}`)).items,
      'id',
    );
    const equipment = indexBy(
      (await stack.getRows('options', `/v1/standard-equipment/batch?${query}`)).items,
      'variantId',
    );
    const engines = [...rows.values()].map((row) => inner(row, 'engine')['code']);
    const fluids = indexBy(
      (
        await stack.getRows(
          'maintenance',
          `/v1/fluids/batch?ids=${[...new Set(engines)].join(',')}`,
        )
      ).items,
      'engine',
    );
    const prices = await variantPrices(compared, market);

    const answer = await stack.run('05-compare', { ids: compared, market });

    expect(answer.errors).toBeUndefined();
    expect(answer.data['modelVariants']).toEqual(
      compared.map((id) => {
        const row = find(rows, id);
        const price = find(prices, id);
        return {
          ...pick(row, 'id name powerKw drive massKg'),
          engine: pick(inner(row, 'engine'), 'code fuel displacementCc'),
          wltp: row['wltp'] && pick(row['wltp'], 'co2GramsPerKmMin co2GramsPerKmMax'),
          standardEquipment: innerList(find(equipment, id), 'items').map((item) =>
            pick(item, 'code name'),
          ),
          basePrice: {
            price: price['price'] && pick(price['price'], 'gross'),
            notPriced: price['notPriced'],
          },
          fluids: innerList(find(fluids, inner(row, 'engine')['code']), 'fluids').map((fluid) => ({
            ...pick(fluid, 'kind litres'),
            oilNorms: innerList(fluid, 'oilNorms').map((norm) => pick(norm, 'code')),
          })),
        };
      }),
    );
    expect(answer.restCallCount).toBeLessThanOrEqual(5);
  });

  async function variantPrices(ids: readonly unknown[], market: string) {
    const path = `/v1/variant-prices/batch?ids=${ids.join(',')}&market=${market}`;
    return indexBy((await stack.getRows('pricing', path)).items, 'variantId');
  }
});
