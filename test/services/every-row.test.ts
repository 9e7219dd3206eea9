// Pages through what the services hold in every market: each row fits the OpenAPI document, none comes twice.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Contract } from './contract.ts';
import { type RunningServices, serviceNames, startServices } from './running-services.ts';

type Row = Readonly<Record<string, unknown>>;

const markets = ['DE', 'FR', 'AT', 'NL', 'GB', 'US', 'JP', 'CH'];
const givenHere = new Set(['market', 'language', 'at', 'limit', 'pageToken']);

let services: RunningServices;

beforeAll(async () => {
  services = await startServices();
}, 60_000);
afterAll(() => services.stop());

/** Walks a list to its end in pages of the largest size. */
async function readList(contract: Contract, path: string, query: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let token: unknown;
  let total: unknown;
  do {
    const suffix = typeof token === 'string' ? `&pageToken=${token}` : '';
    const page = await contract.get(path, `${path}?limit=100&${query}${suffix}`);
    rows.push(...(page['items'] as readonly Row[]));
    total = page['total'];
    expect(rows.length).toBeLessThanOrEqual(Number(total));
    token = page['nextPageToken'];
  } while (typeof token === 'string');
  expect(rows).toHaveLength(Number(total));
  expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(rows.length);
  return rows;
}

async function readBatches(contract: Contract, path: string, ids: readonly string[], query = '') {
  const rows: Row[] = [];
  const size = 50;
  for (let start = 0; start < ids.length; start += size) {
    const chunk = ids.slice(start, start + size);
    const body = await contract.get(path, `${path}?ids=${chunk.join(',')}${query}`);
    expect(body['notFound']).toEqual([]);
    rows.push(...(body['items'] as readonly Row[]));
  }
  return rows;
}

describe('every row', { timeout: 60_000 }, () => {
  it.each(serviceNames)('of the lists of the %s service, in every market', async (name) => {
    const contract = services.contracts[name];
    const lists = contract.operations.filter(
      ({ parameters }) =>
        parameters.some((parameter) => parameter.name === 'pageToken') &&
        parameters.every(
          (parameter) => parameter.required !== true || givenHere.has(parameter.name),
        ),
    );

    for (const { path } of lists) {
      for (const market of markets) await readList(contract, path, `market=${market}`);
    }

    // The options service lists by model variant only; its rows are read below.
    expect(lists.length > 0).toBe(name !== 'options');
  });

  it.each(markets)('of all model variants sold in %s: data, price, equipment', async (market) => {
    const { vehicle, options, pricing } = services.contracts;
    const query = `&market=${market}`;

    const variants = await readList(vehicle, '/v1/model-variants', `market=${market}`);

    const ids = variants.map(({ id }) => String(id));
    expect(ids.length).toBeGreaterThan(50);
    const equipment = await readBatches(options, '/v1/standard-equipment/batch', ids, query);
    const start = await readBatches(options, '/v1/initial-configurations/batch', ids, query);
    expect([equipment.length, start.length]).toEqual([ids.length, ids.length]);
    await readBatches(pricing, '/v1/variant-prices/batch', ids, query);
  });

  it.each(markets)(
    'of the items of one variant a series in %s, with their prices',
    async (market) => {
      const { vehicle, options, pricing } = services.contracts;
      const query = `&market=${market}`;
      const variants = await readList(vehicle, '/v1/model-variants', `market=${market}`);
      const bySeries = new Map(
        variants.map((row) => [JSON.stringify(row['series']), String(row['id'])]),
      );

      const selectables = await readBatches(
        options,
        '/v1/selectables/batch',
        [...bySeries.values()],
        query,
      );

      const items = selectables.flatMap((row) => row['items'] as readonly Row[]);
      const ids = items.map(({ id }) => String(id));
      expect(ids.length).toBeGreaterThan(1_000);
      const prices = await readBatches(pricing, '/v1/item-prices/batch', ids);
      expect(prices).toHaveLength(ids.length);
    },
  );
});
