// Operations 13 to 19: registered vehicles and their maintenance, against what the REST services say.
import { describe, expect, it } from 'vitest';

import {
  find,
  indexBy,
  inner,
  innerList,
  pick,
  pickValidity,
  typenameOf,
  type Row,
} from './row-selection.ts';
import { sample } from './samples.ts';
import { engineNames, useStack } from './stack-under-test.ts';

describe.each(engineNames)('registered vehicles, %s engine', (engineName) => {
  const stack = useStack({
    scopes: 'vehicle:read service:write',
    subject: sample.owner,
    variables: { MARQUE_ENGINE: engineName },
  });

  it('answers a vehicle with variant, equipment and original price in at most 4 REST calls', async () => {
    const row = await vehicleRow(sample.vin);
    const { variantId, market, firstRegistration } = row;
    const codes = row['factoryOptionCodes'] as string[];
    const variant = await stack.getRow('vehicle', `/v1/model-variants/${String(variantId)}`);
    const ids = codes.map((code) => `${String(variantId)}~${String(market)}~${code}`);
    const items = indexBy(
      (await stack.getRows('options', `/v1/items/batch?ids=${ids.join(',')}`)).items,
      'id',
    );
    const { items: prices } = await stack.postRows('pricing', '/v1/price-calculations', {
      items: [
        {
          key: sample.vin,
          variantId,
          market,
          at: firstRegistration,
          selection: codes.map((code) => ({ code, charge: 'CHARGEABLE', overridePercent: null })),
          co2GramsPerKm: null,
          massKg: null,
          gasGuzzlerMpg: null,
          scope: 'LIST',
        },
      ],
    });

    const answer = await stack.run('13-vehicle', { vin: sample.vin });

    expect(answer.errors).toBeUndefined();
    expect(codes.length).toBeGreaterThan(0);
    expect(prices).toHaveLength(1);
    expect(answer.data['vehicle']).toEqual({
      ...pick(row, 'vin firstRegistration mileageKm provenance'),
      market: { id: market },
      variant: {
        ...pick(variant, 'id name powerKw'),
        engine: pick(inner(variant, 'engine'), 'code fuel'),
      },
      equipment: ids.map((id) => {
        const item = find(items, id);
        return { __typename: typenameOf(item), ...pick(item, 'id code name') };
      }),
      originalListPrice: {
        ...pick(prices[0], 'net gross priceList'),
        lines: innerList(prices[0], 'lines').map((line) => pick(line, 'kind code amount')),
      },
    });
    expect(answer.restCallCount).toBeLessThanOrEqual(4);
  });

  it('answers the garage of five vehicles with their due status in at most 3 REST calls', async () => {
    const { items: vehicles } = await stack.getRows(
      'vehicle',
      `/v1/vehicles?owner=${sample.owner}&limit=100`,
    );
    const variants = indexBy(
      (
        await stack.getRows(
          'vehicle',
          `/v1/model-variants/batch?ids=${[...new Set(vehicles.map((row) => row['variantId']))].join(',')}`,
        )
      ).items,
      'id',
    );
    const statuses = indexBy(await statusRows(vehicles), 'vin');

    const answer = await stack.run('14-garage', {});

    expect(answer.errors).toBeUndefined();
    expect(vehicles).toHaveLength(5);
    expect(answer.data['garage']).toEqual(
      vehicles.map((row) => {
        const status = find(statuses, row['vin']);
        return {
          ...pick(row, 'vin mileageKm'),
          variant: pick(find(variants, row['variantId']), 'id name'),
          serviceStatus: {
            ...pick(status, 'status asOf'),
            items: innerList(status, 'items').map((item) => ({
              item: pick(inner(item, 'item'), 'id'),
              ...pick(item, 'status dueOn dueAtKm'),
            })),
          },
        };
      }),
    );
    expect(answer.restCallCount).toBeLessThanOrEqual(3);
  });

  it('answers the service status in at most 3 REST calls', async () => {
    const row = await vehicleRow(sample.vin);
    const [status] = await statusRows([row]);

    const answer = await stack.run('15-service-status', { vin: sample.vin });

    expect(answer.errors).toBeUndefined();
    expect(innerList(status, 'items').length).toBeGreaterThanOrEqual(5);
    expect(answer.data['vehicle']).toEqual({
      ...pick(row, 'vin mileageKm mileageAt'),
      serviceStatus: {
        ...pick(status, 'status asOf'),
        items: innerList(status, 'items').map((item) => ({
          item: pick(inner(item, 'item'), 'id name kind byWear'),
          ...pick(item, 'status dueOn dueAtKm remainingKm remainingDays lastDoneOn lastDoneAtKm'),
        })),
      },
    });
    expect(answer.restCallCount).toBeLessThanOrEqual(3);
  });

  it('answers the service plan at a dealer with all positions in at most 5 REST calls', async () => {
    const row = await vehicleRow(sample.vin);
    const dealer = await stack.getRow('maintenance', `/v1/dealers/${sample.dealer}`);
    const { items: plans } = await stack.postRows('maintenance', '/v1/service-plans', {
      items: [
        {
          vehicle: await stateOf(row),
          dealer: sample.dealer,
          at: stack.today,
          windowMonths: 3,
          horizonMonths: 60,
        },
      ],
    });
    const plan = plans[0] as Row;
    const events = innerList(plan, 'events');

    const answer = await stack.run('16-service-plan', { vin: sample.vin, dealer: sample.dealer });

    expect(answer.errors).toBeUndefined();
    expect(events.flatMap((event) => innerList(event, 'items')).length).toBeGreaterThanOrEqual(12);
    expect(events.flatMap((event) => innerList(event, 'positions')).length).toBeGreaterThanOrEqual(
      30,
    );
    expect(answer.data['vehicle']).toEqual({
      vin: sample.vin,
      servicePlan: {
        plannedAt: plan['at'],
        dealer: pick(dealer, 'id name city labourRate'),
        total: plan['total'],
        events: events.map((event) => ({
          ...pick(event, 'dueOn dueAtKm net vat gross'),
          items: innerList(event, 'items').map((item) => ({
            item: pick(inner(item, 'item'), 'id name'),
            ...pick(item, 'status dueOn'),
          })),
          positions: innerList(event, 'positions').map((position) => ({
            ...pick(position, 'kind item code name quantity unit oilNorm saeGrade net covered'),
          })),
        })),
      },
    });
    expect(answer.restCallCount).toBeLessThanOrEqual(5);
  });

  it('answers service products and coverage in at most 3 REST calls', async () => {
    const { vinWithContract: vin, market } = sample;
    const { items: products } = await stack.getRows(
      'maintenance',
      `/v1/service-products?market=${market}&limit=100`,
    );
    const { contracts } = await stack.getOne<{ contracts: readonly Row[] }>(
      'maintenance',
      `/v1/contracts/batch?ids=${vin}`,
    );

    const answer = await stack.run('17-service-products', { vin, market });

    expect(answer.errors).toBeUndefined();
    expect(contracts.length).toBeGreaterThan(0);
    const covered = (product: Row) =>
      innerList(product, 'coveredItems').map((item) => pick(item, 'id name'));
    expect(answer.data).toEqual({
      serviceProducts: products.map((product) => ({
        ...pick(product, 'id name termMonths maxKm'),
        coveredItems: covered(product),
      })),
      vehicle: {
        vin,
        contracts: contracts.map((contract) => ({
          ...pick(contract, 'id maxMileageKm'),
          validity: pickValidity(contract),
          product: {
            ...pick(inner(contract, 'product'), 'id name'),
            coveredItems: covered(inner(contract, 'product')),
          },
        })),
      },
    });
    expect(answer.restCallCount).toBeLessThanOrEqual(3);
  });

  it('answers the recalls of 250 VINs in 3 REST calls', async () => {
    const { items: known } = await stack.getRows(
      'vehicle',
      `/v1/vehicles?owner=${sample.owner}&limit=100`,
    );
    const vins = [...known.map((row) => String(row['vin'])), sample.vinWithRecall];
    for (let serial = 0; vins.length < 250; serial += 1) {
      vins.push(`${sample.vin.slice(0, 11)}${String(900_000 + serial)}`);
    }
    const rows: Row[] = [];
    for (let start = 0; start < vins.length; start += 100) {
      const ids = vins.slice(start, start + 100).join(',');
      rows.push(...(await stack.getRows('maintenance', `/v1/recalls/batch?ids=${ids}`)).items);
    }
    const byVin = indexBy(rows, 'vin');

    const answer = await stack.run('18-recalls', { vins });

    expect(answer.errors).toBeUndefined();
    expect(innerList(find(byVin, sample.vinWithRecall), 'recalls').length).toBeGreaterThan(0);
    expect(answer.data['recallChecks']).toEqual(
      vins.map((vin) => ({
        vin,
        recalls: innerList(find(byVin, vin), 'recalls').map((entry) => ({
          status: entry['status'],
          recall: pick(inner(entry, 'recall'), 'id title description remedy publishedOn'),
        })),
      })),
    );
    expect(answer.restCallCount).toBe(3);
  });

  it('records a service and the mileage in 2 REST calls, and nothing twice under the same keys', async () => {
    const before = await vehicleRow(sample.vin);
    const mileageKm = Number(before['mileageKm']) + 10;
    const variables = {
      service: {
        vin: sample.vin,
        performedOn: stack.today,
        mileageKm,
        items: ['OIL'],
        dealer: sample.dealer,
        idempotencyKey: 'record-operation-19',
      },
      mileage: {
        vin: sample.vin,
        mileageKm,
        mileageAt: stack.today,
        idempotencyKey: 'mileage-operation-19',
      },
    };

    const answer = await stack.run('19-record-service', variables);
    const again = await stack.run('19-record-service', variables);

    expect(answer.errors).toBeUndefined();
    const history = await stack.getRows(
      'maintenance',
      `/v1/service-history?vin=${sample.vin}&limit=100`,
    );
    const recorded = inner(answer.data, 'recordService');
    const written = history.items.filter((record) => record['mileageKm'] === mileageKm);
    expect(written).toHaveLength(1);
    expect(recorded['recordId']).toBe(written[0]?.['id']);
    const oil = innerList(inner(recorded, 'status'), 'items').find(
      (item) => inner(item, 'item')['id'] === 'OIL',
    );
    expect(oil).toMatchObject({ status: 'OK', lastDoneOn: stack.today, lastDoneAtKm: mileageKm });
    expect((await vehicleRow(sample.vin))['mileageKm']).toBe(mileageKm);
    expect(answer.data['updateMileage']).toEqual({
      vin: sample.vin,
      mileageKm,
      mileageAt: stack.today,
    });
    expect(answer.restCallCount).toBe(2);
    expect(again.data).toEqual(answer.data);
  });

  async function vehicleRow(vin: string): Promise<Row> {
    return await stack.getRow('vehicle', `/v1/vehicles/${vin}`);
  }

  async function stateOf(row: Row): Promise<Row> {
    const variant = await stack.getRow('vehicle', `/v1/model-variants/${String(row['variantId'])}`);
    const { code, fuel } = inner(variant, 'engine');
    return {
      ...pick(row, 'vin market firstRegistration mileageKm mileageAt'),
      engine: code,
      fuel,
    };
  }

  async function statusRows(rows: readonly Row[]): Promise<readonly Row[]> {
    const states = await Promise.all(rows.map(stateOf));
    const path = '/v1/service-status';
    return (await stack.postRows('maintenance', path, { items: states })).items;
  }
});
