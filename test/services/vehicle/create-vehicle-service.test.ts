// The vehicle service over HTTP, on a small catalogue of known rows.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { RunningPart } from '../../../runtime/part.ts';
import { batchOf, pageOf } from '../../../services/server/schemas.ts';
import {
  market,
  modelSeries,
  modelVariant,
  vehicle,
  vinDecoding,
} from '../../../services/vehicle/schemas.ts';
import { expectSchema, readJson, sendJson } from '../read-json.ts';
import { startVehicleBench } from './vehicle-bench.ts';

let folder: string;
let part: RunningPart;

const start = (minVariants = 0) => startVehicleBench(folder, minVariants);
const get = (path: string) => readJson(part.url + path);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'marque-vehicle-'));
  part = await start();
});
afterEach(async () => {
  await part.stop();
  rmSync(folder, { recursive: true });
});

describe('reference routes', () => {
  it('words names in the asked language, then the market\u2019s, then English', async () => {
    const german = await get('/v1/markets/batch?ids=DE,US,XX&language=de');
    const french = await get('/v1/markets/DE?language=fr');
    const byMarket = await get('/v1/model-series/G20?market=DE');

    const batch = expectSchema(batchOf(market), german.body);
    expect(batch.items.map(({ name }) => name)).toEqual(['Deutschland', 'United States']);
    expect(batch.notFound).toEqual(['XX']);
    expect(french.body).toMatchObject({ name: 'Germany' });
    expect(byMarket.body).toMatchObject({ name: '3er Limousine' });
  });

  it('lists the series of a brand that a market has', async () => {
    const answer = await get('/v1/model-series?brand=bmw&market=US');

    const page = expectSchema(pageOf(modelSeries), answer.body);
    expect(page.items.map(({ code }) => code)).toEqual(['G26']);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=86400');
  });

  it('refuses a market that the catalogue does not have', async () => {
    const unknown = await get('/v1/model-variants?market=ZZ');
    const malformed = await get('/v1/model-variants?market=zz');

    expect(unknown).toMatchObject({ status: 400, body: { code: 'MARKET_UNKNOWN' } });
    expect(malformed).toMatchObject({ status: 400, body: { code: 'INVALID_PARAMETER' } });
  });
});

describe('model variants', () => {
  it('embeds brand, series and engine in each row', async () => {
    const { body } = await get('/v1/model-variants/bmw-g20-320i');

    expect(expectSchema(modelVariant, body)).toMatchObject({
      brand: { name: 'BMW' },
      series: { code: 'G20', brand: { id: 'bmw' } },
      engine: { fuel: 'PETROL', displacementCc: 1_998 },
    });
  });

  it.each([
    ['market=US', ['bmw-g26-i4-edrive40']],
    ['fuel=PETROL', ['bmw-g20-320i', 'bmw-motorrad-k50-r-1200-gs']],
    ['text=I4%20edrive', ['bmw-g26-i4-edrive40']],
    ['text=100%25', []],
    ["text='%20OR%201=1", []],
    ['minPowerKw=200', ['bmw-g26-i4-edrive40']],
    ['maxPowerKw=135', ['bmw-g20-320i']],
    ['at=2026-01-01', ['bmw-g20-320i', 'bmw-g26-i4-edrive40']],
    ['sort=powerKw', ['bmw-g20-320i', 'bmw-g26-i4-edrive40', 'bmw-motorrad-k50-r-1200-gs']],
    ['sort=co2', ['bmw-g26-i4-edrive40', 'bmw-g20-320i', 'bmw-motorrad-k50-r-1200-gs']],
  ])('searches by %s', async (query, ids) => {
    const { body } = await get(`/v1/model-variants?${query}`);

    const page = expectSchema(pageOf(modelVariant), body);
    expect(page.items.map(({ id }) => id)).toEqual(ids);
    expect(page.total).toBe(ids.length);
  });

  it('counts each facet as if its own filter were lifted', async () => {
    const { body } = await get('/v1/model-variants?brand=bmw&fuel=PETROL');

    expect(body).toMatchObject({
      total: 1,
      facets: [
        {
          name: 'brand',
          values: [
            { value: 'bmw', count: 1 },
            { value: 'bmw-motorrad', count: 1 },
          ],
        },
        { name: 'series', values: [{ value: 'G20', count: 1 }] },
        {
          name: 'fuel',
          values: [
            { value: 'ELECTRIC', count: 1 },
            { value: 'PETROL', count: 1 },
          ],
        },
        { name: 'drive', values: [{ value: 'RWD', count: 1 }] },
        { name: 'gearbox', values: [{ value: 'AUTOMATIC', count: 1 }] },
      ],
    });
  });

  it('fills up with copies for a load test and reseeds the same file', async () => {
    await part.stop();
    part = await start(10);

    const { body } = await get('/v1/model-variants?limit=100');

    const page = expectSchema(pageOf(modelVariant), body);
    expect(page.total).toBe(10);
    expect(page.items.filter(({ provenance }) => provenance === 'SYNTHETIC')).toHaveLength(10);
    expect((await get('/v1/model-variants/bmw-g20-320i-v3')).status).toBe(200);
  });

  it.each([
    ['%2e%2e%2fadmin', 400],
    ['a%00', 400],
    ['a%0d%0aHost:x', 400],
    ['x'.repeat(10_000), 400],
    ['unknown', 404],
  ])('answers the id %.20s with %d', async (id, status) => {
    expect((await get(`/v1/model-variants/${id}`)).status).toBe(status);
  });
});

describe('VINs', () => {
  it('decodes one and a batch, and sorts out what it cannot decode', async () => {
    const one = await get('/v1/vins/wba5f11000f123456');
    const many = await get('/v1/vins/batch?ids=WBA5F11000F123456,ZZZ5F11000F123456,nonsense');

    expect(expectSchema(vinDecoding, one.body).vin).toBe('WBA5F11000F123456');
    expect(one.headers.get('cache-control')).toBe('private, max-age=300');
    expect(many.body).toMatchObject({
      items: [{ wmi: 'WBA' }],
      notFound: ['ZZZ5F11000F123456', 'nonsense'],
      failures: [],
    });
  });

  it.each([
    ['/v1/vins/WBA5F11000F12345', 400, 'VIN_INVALID'],
    ['/v1/vins/WBA5F1%000F123456', 400, 'VIN_INVALID'],
    ['/v1/vins/ZZZ5F11000F123456', 404, 'NOT_FOUND'],
    ['/v1/vins/WBA5F11020F123456?market=US', 422, 'VIN_CHECK_DIGIT_MISMATCH'],
  ])('refuses %s', async (path, status, code) => {
    expect(await get(path)).toMatchObject({ status, body: { code } });
  });

  it('reports a refused check digit in a batch as that VIN\u2019s failure', async () => {
    const { body } = await get('/v1/vins/batch?ids=WBA5F11020F123456&market=US');

    expect(body).toMatchObject({
      items: [],
      failures: [{ key: 'WBA5F11020F123456', code: 'VIN_CHECK_DIGIT_MISMATCH' }],
    });
  });
});

describe('vehicles', () => {
  const vin = 'WBA5F11000F123456';
  const put = (body: unknown, key: string | undefined, target = vin) =>
    sendJson(`${part.url}/v1/vehicles/${target}/mileage`, body, {
      method: 'PUT',
      headers: key === undefined ? {} : { 'idempotency-key': key },
    });

  it('lists those of an owner, and never those of everybody', async () => {
    const owned = await get('/v1/vehicles?owner=C-0001&limit=1');
    const all = await get('/v1/vehicles');

    expect(expectSchema(pageOf(vehicle), owned.body)).toMatchObject({ total: 2 });
    expect(owned.headers.get('cache-control')).toBe('private, max-age=60');
    expect(all.status).toBe(400);
  });

  it('keeps a new mileage, also after a restart', async () => {
    const written = await put({ mileageKm: 21_000, mileageAt: '2026-11-20' }, 'key-00000001');
    await part.stop();
    part = await start();

    const { body } = await get(`/v1/vehicles/batch?ids=${vin}`);

    expect(written).toMatchObject({ status: 200, body: { mileageKm: 21_000 } });
    expect(body).toMatchObject({ items: [{ mileageKm: 21_000, mileageAt: '2026-11-20' }] });
  });

  it('answers a repeated key as before and does nothing twice, also after a restart', async () => {
    const first = await put({ mileageKm: 21_000, mileageAt: '2026-11-20' }, 'key-00000001');
    await put({ mileageKm: 22_000, mileageAt: '2026-11-20' }, 'key-00000002');
    await part.stop();
    part = await start();

    const replay = await put({ mileageAt: '2026-11-20', mileageKm: 21_000 }, 'key-00000001');

    expect(replay.status).toBe(200);
    expect(replay.body).toEqual(first.body);
    expect(replay.headers.get('idempotency-replayed')).toBe('true');
    expect((await get(`/v1/vehicles/${vin}`)).body).toMatchObject({ mileageKm: 22_000 });
  });

  it('refuses a key that was used for another body or another vehicle', async () => {
    await put({ mileageKm: 21_000, mileageAt: '2026-11-20' }, 'key-00000001');

    const otherBody = await put({ mileageKm: 21_001, mileageAt: '2026-11-20' }, 'key-00000001');
    const otherVehicle = await put(
      { mileageKm: 21_000, mileageAt: '2026-11-20' },
      'key-00000001',
      'WBA5F11000F123457',
    );

    expect(otherBody).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect(otherVehicle.status).toBe(422);
  });

  it.each([
    [
      'no key',
      undefined,
      { mileageKm: 1, mileageAt: '2026-01-01' },
      400,
      'IDEMPOTENCY_KEY_REQUIRED',
    ],
    ['a short key', 'short', { mileageKm: 1, mileageAt: '2026-01-01' }, 400, 'INVALID_PARAMETER'],
    [
      'less than known',
      'k-12345678',
      { mileageKm: 1, mileageAt: '2026-01-01' },
      409,
      'MILEAGE_BELOW_KNOWN',
    ],
    [
      'a day to come',
      'k-12345678',
      { mileageKm: 30_000, mileageAt: '2027-01-01' },
      400,
      'INVALID_PARAMETER',
    ],
    [
      'no date',
      'k-12345678',
      { mileageKm: 30_000, mileageAt: '2026-02-30' },
      400,
      'INVALID_PARAMETER',
    ],
    [
      'a text',
      'k-12345678',
      { mileageKm: '30000', mileageAt: '2026-02-01' },
      400,
      'INVALID_PARAMETER',
    ],
  ])('refuses a mileage with %s', async (_name, key, body, status, code) => {
    expect(await put(body, key)).toMatchObject({ status, body: { code } });
    expect((await get(`/v1/vehicles/${vin}`)).body).toMatchObject({ mileageKm: 20_000 });
  });

  it('answers 404 for a vehicle that is not registered', async () => {
    const body = { mileageKm: 30_000, mileageAt: '2026-02-01' };

    expect(await put(body, 'k-12345678', 'WBA5F11000F999999')).toMatchObject({ status: 404 });
  });
});
