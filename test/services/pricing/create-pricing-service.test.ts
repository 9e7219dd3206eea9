// The pricing service over HTTP.
import { once } from 'node:events';
import { request } from 'node:http';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { systemClock } from '../../../runtime/clock.ts';
import { silentLog } from '../../../runtime/log.ts';
import type { RunningPart } from '../../../runtime/part.ts';
import { createPricingService } from '../../../services/pricing/create-pricing-service.ts';
import { loadPricingTables } from '../../../services/pricing/start-pricing-service.ts';
import { buildOpenApi } from '../../../services/server/open-api.ts';
import { startService } from '../../../services/server/start-service.ts';
import type { Service } from '../../../services/server/service.ts';

const clock = { nowMs: () => Date.UTC(2026, 10, 21, 12), monotonicMs: () => performance.now() };
let service: Service;
let part: RunningPart;

beforeAll(async () => {
  service = await createPricingService({
    config: { databaseFile: ':memory:', minVariants: 0, financeDelayMs: 100 },
    tables: await loadPricingTables(),
    log: silentLog,
    clock,
  });
  part = await startService({
    clock: systemClock,
    name: 'pricing-api',
    service,
    config: { host: '127.0.0.1', port: 0 },
    portVariable: 'MARQUE_PRICING_API_PORT',
  });
});

afterAll(() => part.stop());

async function read(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${part.url}${path}`, { headers });
  const text = await response.text();
  return { response, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}

async function calculate(items: readonly object[], query = '') {
  const response = await fetch(`${part.url}/v1/price-calculations${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ items }),
  });
  return { response, body: (await response.json()) as never };
}

const car = {
  key: 'car',
  variantId: 'bmw-f39-x2-m35i',
  market: 'DE',
  at: '2026-11-21',
  selection: [{ code: 'P0475', charge: 'CHARGEABLE', overridePercent: null }],
  co2GramsPerKm: 180,
  massKg: 1_700,
  gasGuzzlerMpg: null,
  scope: 'FULL',
};

describe('pricing service: taxes', () => {
  it('knows the 16 % VAT of Germany in the second half of 2020', async () => {
    const { body } = await read('/v1/taxes?ids=DE,XX&at=2020-08-01&language=de');

    expect(body).toMatchObject({
      items: [
        {
          market: 'DE',
          currency: 'EUR',
          taxes: [{ kind: 'VAT', name: 'Mehrwertsteuer', ratePercent: '16' }],
        },
      ],
      notFound: ['XX'],
    });
  });

  it('writes rates without trailing zeros, and no VAT in the United States', async () => {
    const { body } = await read('/v1/taxes?ids=CH,US');

    expect(body).toMatchObject({
      items: [
        { taxes: [{ kind: 'VAT', ratePercent: '8.1' }] },
        { taxes: [{ kind: 'GAS_GUZZLER' }] },
      ],
    });
  });

  it('answers without an ETag, cacheable all the same', async () => {
    const { response } = await read('/v1/taxes?ids=DE', { 'if-none-match': '*' });

    expect(response.status).toBe(200);
    expect(response.headers.get('etag')).toBeNull();
    expect(response.headers.get('cache-control')).toBe('public, max-age=86400');
  });
});

describe('pricing service: list prices', () => {
  it('revalidates a batch of variant prices by ETag', async () => {
    const path = '/v1/variant-prices/batch?ids=bmw-f39-x2-m35i,no-such-car&market=DE';
    const first = await read(path);

    const second = await read(path, { 'if-none-match': first.response.headers.get('etag') ?? '' });

    expect(first.body).toMatchObject({
      items: [{ variantId: 'bmw-f39-x2-m35i', price: { gross: { amount: '58200.00' } } }],
      notFound: ['no-such-car'],
    });
    expect(second.response.status).toBe(304);
  });

  it('says why a variant has no price', async () => {
    const { body } = await read(
      '/v1/variant-prices/batch?ids=bmw-us-2024-228i-gran-coupe&market=US',
    );

    expect(body).toMatchObject({
      items: [{ price: null, notPriced: expect.stringMatching(/^Not on sale/) as string }],
    });
  });

  it('prices items of several markets in one batch', async () => {
    const { body } = await read(
      '/v1/item-prices/batch?ids=bmw-f39-x2-m35i~DE~P0475,bmw-f39-x2-m35i~JP~P0475,x,no-car~DE~P0475',
    );

    expect(body).toMatchObject({
      items: [
        { priceList: 'DE-2026-1', price: { gross: { currency: 'EUR' } } },
        { priceList: 'JP-2026-1', price: { gross: { currency: 'JPY' } } },
      ],
      notFound: ['x', 'no-car~DE~P0475'],
    });
  });

  it.each([
    '/v1/variant-prices/batch?ids=bmw-f39-x2-m35i&market=DE&at=2020-08-01',
    '/v1/item-prices/batch?ids=bmw-f39-x2-m35i~DE~P0475&at=2020-08-01',
  ])('answers 422 for a date outside all price lists: %s', async (path) => {
    const { response, body } = await read(path);

    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ code: 'NO_PRICE_LIST', parameter: 'at' });
  });

  it.each([
    ['/v1/variant-prices/batch?ids=a&market=XX', 'MARKET_UNKNOWN'],
    ['/v1/price-lists?market=XX', 'MARKET_UNKNOWN'],
    ['/v1/variant-prices/batch?ids=a', 'INVALID_PARAMETER'],
    ['/v1/variant-prices/batch?ids=../x&market=DE', 'INVALID_PARAMETER'],
    ['/v1/variant-prices/batch?ids=a&market=DE&at=2026-02-30', 'INVALID_PARAMETER'],
    ['/v1/price-lists?market=DE&limit=101', 'INVALID_PARAMETER'],
    ['/v1/exchange-rates/eur', 'INVALID_PARAMETER'],
  ])('answers 400 for %s', async (path, code) => {
    const { response, body } = await read(path);

    expect(response.status).toBe(400);
    expect(body).toMatchObject({ code });
  });

  it('pages through price lists', async () => {
    const all = await read('/v1/price-lists?market=DE&limit=100');
    const { items, total } = all.body as { items: { id: string }[]; total: number };
    const paged: object[] = [];
    let token = '';
    do {
      const { body } = await read(`/v1/price-lists?market=DE&limit=1${token}`);
      const page = body as { items: object[]; nextPageToken: string | null };
      paged.push(...page.items);
      token = page.nextPageToken === null ? '' : `&pageToken=${page.nextPageToken}`;
    } while (token !== '');

    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(['DE-2025-1', 'DE-2026-1']));
    expect(paged).toEqual(items);
    expect(total).toBe(items.length);
  });
});

describe('pricing service: calculations', () => {
  it('answers what can be priced and says of each other entry why not', async () => {
    const unknown = { code: 'NOPE', charge: 'CHARGEABLE', overridePercent: null };

    const { response, body } = await calculate([
      car,
      { ...car, key: 'old', at: '2020-08-01' },
      { ...car, key: 'unknown', selection: [unknown] },
    ]);

    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({
      items: [{ key: 'car', priceList: 'DE-2026-1' }],
      failures: [
        { key: 'old', code: 'NO_PRICE_LIST' },
        { key: 'unknown', code: 'ITEM_UNKNOWN', detail: 'There is no item NOPE.' },
      ],
    });
  });

  it('agrees with the list prices that it serves', async () => {
    const { body } = await calculate([{ ...car, scope: 'LIST' }]);
    const variant = await read('/v1/variant-prices/batch?ids=bmw-f39-x2-m35i&market=DE');
    const item = await read('/v1/item-prices/batch?ids=bmw-f39-x2-m35i~DE~P0475');

    const base = (variant.body as { items: [{ price: { net: object } }] }).items[0].price;
    const paint = (item.body as { items: [{ price: { net: object } }] }).items[0].price;
    expect(body).toMatchObject({
      items: [{ lines: [{ amount: base.net }, { amount: paint.net }, { kind: 'VAT' }] }],
    });
  });

  it('refuses a body that is not to the schema', async () => {
    const { response, body } = await calculate([{ ...car, scope: 'ALL' }]);

    expect(response.status).toBe(400);
    expect(body).toMatchObject({ code: 'INVALID_PARAMETER', parameter: '/items/0/scope' });
  });
});

describe('pricing service: offers', () => {
  it('lists the campaigns of a dealer, those for all dealers and its own', async () => {
    const { body } = await read('/v1/dealer-campaigns/batch?ids=D-DE-001,D-XX-001&language=de');

    const [dealer] = (body as { items: [{ campaigns: { id: string }[] }] }).items;
    expect(dealer.campaigns.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['CP-DE-bmw-spring', 'CP-DE-mini-city']),
    );
    expect(body).toMatchObject({ notFound: ['D-XX-001'] });
  });

  it('filters campaigns by market, brand and day', async () => {
    const { body } = await read('/v1/campaigns?market=DE&brand=bmw&at=2025-06-01');

    expect(body).toMatchObject({
      items: [{ id: 'CP-DE-bmw-launch', discountPercent: '2' }],
      total: 1,
    });
  });

  it('serves delivery charges and exchange rates', async () => {
    const charges = await read('/v1/delivery-charges?market=DE');
    const rate = await read('/v1/exchange-rates/USD?at=2025-03-01');
    const none = await read('/v1/exchange-rates/XXX');

    expect(charges.body).toMatchObject({
      items: [{ brand: 'bmw', charge: { gross: { amount: '1010.00' } } }, {}, {}, {}],
    });
    expect(rate.body).toMatchObject({ currency: 'USD', base: 'EUR', rate: '1.0450' });
    expect(none.response.status).toBe(404);
  });
});

describe('pricing service: finance offers', () => {
  const path = '/v1/finance-offers?market=DE&amountMinor=5000000&currency=EUR';

  it('offers loans and leases of the asked term', async () => {
    const { body } = await read(`${path}&termMonths=48&downPaymentPercent=10`);

    expect(body).toMatchObject({
      items: [
        {
          id: 'FP-DE-LOAN~48~10',
          monthlyRate: { amount: '1015.86' },
          totalCost: { amount: '53761.28' },
        },
        { id: 'FP-DE-LEASE~48~10', residualValue: { amount: '22500.00' } },
      ],
    });
  });

  it('offers no loan below its least down payment, and nothing in a foreign currency', async () => {
    const low = await read(`${path}&downPaymentPercent=5&kind=LOAN`);
    const foreign = await read('/v1/finance-offers?market=DE&amountMinor=1&currency=USD');

    expect(low.body).toEqual({ items: [] });
    expect(foreign.response.status).toBe(400);
  });

  it('serves two requests of a client at a time, and answers 429 with Retry-After to a third', async () => {
    const asClient = (name: string) => read(path, { 'x-client-id': name });

    const answers = await Promise.all([...[1, 2, 3, 4].map(() => asClient('a')), asClient('b')]);
    const later = await asClient('a');

    const statuses = answers.slice(0, 4).map(({ response }) => response.status);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 200, 429, 429]);
    const refused = answers.find(({ response }) => response.status === 429);
    expect(refused?.response.headers.get('retry-after')).toBe('1');
    expect(refused?.body).toMatchObject({ code: 'RATE_LIMITED' });
    expect(answers[4]?.response.status).toBe(200);
    expect(later.response.status).toBe(200);
  });

  it('gives the place of a client that went away back', async () => {
    const headers = { 'x-client-id': 'c' };
    const gone = [1, 2].map(() => request(`${part.url}${path}`, { headers }));
    for (const message of gone) {
      message.on('error', () => undefined).end();
      await once(service.server, 'request');
    }
    const refused = await read(path, headers);

    for (const message of gone) message.destroy();

    await expect.poll(async () => (await read(path, headers)).response.status).toBe(200);
    expect(refused.response.status).toBe(429);
  });
});

describe('pricing service: house', () => {
  it('echoes the correlation id and describes all its routes', async () => {
    const { response, body } = await read('/openapi.json', { 'x-correlation-id': 'test-1' });

    expect(response.headers.get('x-correlation-id')).toBe('test-1');
    expect(Object.keys((body as { paths: object }).paths).toSorted()).toEqual([
      '/v1/campaigns',
      '/v1/dealer-campaigns/batch',
      '/v1/delivery-charges',
      '/v1/exchange-rates/{currency}',
      '/v1/finance-offers',
      '/v1/item-prices/batch',
      '/v1/price-calculations',
      '/v1/price-lists',
      '/v1/taxes',
      '/v1/variant-prices/batch',
    ]);
    expect(buildOpenApi(service)).toEqual(body);
  });
});
