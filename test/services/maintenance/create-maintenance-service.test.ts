// The maintenance service over HTTP.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Static } from 'typebox';

import { silentLog } from '../../../runtime/log.ts';
import type { RunningPart } from '../../../runtime/part.ts';
import { createMaintenanceService } from '../../../services/maintenance/create-maintenance-service.ts';
import type { servicePlan, serviceStatus } from '../../../services/maintenance/schemas.ts';
import { loadMaintenanceTables } from '../../../services/maintenance/start-maintenance-service.ts';
import {
  createWorkshopData,
  type MaintenanceTables,
} from '../../../services/maintenance/workshop-data.ts';
import { parseMinor } from '../../../services/server/money.ts';
import { startService } from '../../../services/server/start-service.ts';

const clock = { nowMs: () => Date.UTC(2026, 10, 21, 12), monotonicMs: () => performance.now() };
let tables: MaintenanceTables;
let part: RunningPart;
let recordNumber = 0;

beforeAll(async () => {
  tables = await loadMaintenanceTables();
  const service = await createMaintenanceService({
    config: { databaseFile: ':memory:' },
    tables,
    log: silentLog,
    clock,
    newRecordId: () => `S-${(recordNumber += 1)}`,
  });
  part = await startService({
    name: 'maintenance-api',
    service,
    config: { host: '127.0.0.1', port: 0 },
    portVariable: 'MARQUE_MAINTENANCE_API_PORT',
  });
});

afterAll(() => part.stop());

async function send(path: string, body?: object, headers: Record<string, string> = {}) {
  const init =
    body === undefined
      ? { headers }
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
        };
  const response = await fetch(`${part.url}${path}`, init);
  const text = await response.text();
  return { response, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}

/** As the vehicle service knows it. */
function stateOf(vin: string) {
  const vehicle = createWorkshopData(tables).findVehicle(vin);
  if (!vehicle) throw new Error('The catalogue has no such vehicle.');
  const { market, engine, fuel, firstRegistration, mileageKm, mileageAt } = vehicle;
  return { vin, market, engine, fuel, firstRegistration, mileageKm, mileageAt };
}

/** A registered petrol car in a market, the n-th. */
function petrolCar(market: string, index = 0): string {
  const data = createWorkshopData(tables);
  const cars = tables.registeredVehicles.filter((row) => {
    const vehicle = data.findVehicle(row.vin);
    return row.market === market && vehicle?.brand === 'bmw' && vehicle.fuel === 'PETROL';
  });
  return cars[index]?.vin ?? '';
}

const planInput = (vin: string, dealer: string | null) => ({
  vehicle: stateOf(vin),
  dealer,
  at: '2026-11-21',
  windowMonths: 3,
  horizonMonths: 60,
});

describe('maintenance service: reference data', () => {
  it('serves the intervals of an engine in a market', async () => {
    const { body, response } = await send('/v1/intervals/batch?ids=B48,nope&market=FR&language=de');

    expect(response.headers.get('cache-control')).toBe('public, max-age=86400');
    expect(body).toMatchObject({ notFound: ['nope'], items: [{ engine: 'B48' }] });
    const { intervals } = (body as { items: [{ intervals: { item: { id: string } }[] }] }).items[0];
    const ids = intervals.map(({ item }) => item.id);
    expect(ids).toEqual(expect.arrayContaining(['OIL', 'SPARK_PLUGS', 'VEHICLE_TUV']));
    expect(ids).not.toContain('FUEL_FILTER');
    expect(intervals.find(({ item }) => item.id === 'VEHICLE_TUV')).toMatchObject({
      firstMonths: 48,
    });
  });

  it('serves the fluids of an engine with their oil norms', async () => {
    const { body } = await send('/v1/fluids/batch?ids=B48');

    const { fluids } = (body as { items: [{ fluids: { kind: string }[] }] }).items[0];
    expect(fluids.find(({ kind }) => kind === 'ENGINE_OIL')).toMatchObject({
      litres: '5.25',
      oilNorms: [{ code: 'Longlife-17FE+' }, {}, {}, {}],
    });
  });

  it.each([
    ['/v1/maintenance-items/batch?ids=OIL,NOPE', { items: [{ id: 'OIL' }], notFound: ['NOPE'] }],
    ['/v1/maintenance-items?limit=1', { items: [{ id: 'OIL' }], total: 17 }],
    ['/v1/labour-operations?item=SPARK_PLUGS', { items: [{ item: 'SPARK_PLUGS' }, {}], total: 2 }],
    ['/v1/parts?item=MICROFILTER', { items: [{ item: 'MICROFILTER', quantity: 1 }], total: 1 }],
    ['/v1/oil-norms?limit=2', { items: [{ code: 'Longlife-98' }, {}], total: 8 }],
    ['/v1/service-products', { items: [{ id: 'SERVICE_INCLUSIVE' }, {}, {}], total: 3 }],
    ['/v1/recall-campaigns/batch?ids=RC-2023-001,RC-0', { notFound: ['RC-0'] }],
    [
      '/v1/labour-rates/batch?ids=D-DE-001,D-XX-001',
      { items: [{ dealer: 'D-DE-001', labourUnitsPerHour: 12 }], notFound: ['D-XX-001'] },
    ],
  ])('serves %s', async (path, expected) => {
    const { body } = await send(path);

    expect(body).toMatchObject(expected);
  });

  it('pages dealers by offset', async () => {
    const all = await send('/v1/dealers?market=DE&limit=100');
    const second = await send('/v1/dealers?market=DE&offset=2&limit=2');

    const { items, total } = all.body as { items: object[]; total: number };
    expect(items).toHaveLength(total);
    expect(second.body).toEqual({ items: items.slice(2, 4), offset: 2, limit: 2, total });
  });

  it('finds one dealer, and several', async () => {
    const one = await send('/v1/dealers/D-DE-001');
    const none = await send('/v1/dealers/D-DE-999');
    const some = await send('/v1/dealers/batch?ids=D-DE-001,D-DE-999');

    expect(one.body).toMatchObject({ id: 'D-DE-001', labourRate: { currency: 'EUR' } });
    expect(none.response.status).toBe(404);
    expect(some.body).toMatchObject({ items: [one.body], notFound: ['D-DE-999'] });
  });
});

describe('maintenance service: what belongs to a vehicle', () => {
  it('lists contracts by vehicle and by id, private to the caller', async () => {
    const [row] = tables.contracts;
    const byVin = await send(`/v1/contracts/batch?ids=${row?.vin ?? ''},x`);
    const byId = await send(`/v1/contracts/by-id/batch?ids=${row?.id ?? ''},SC-none`);
    const one = await send(`/v1/contracts/${row?.id ?? ''}`);

    expect(byVin.response.headers.get('cache-control')).toBe('private, max-age=3600');
    expect(byVin.body).toMatchObject({ items: [{ contracts: [one.body] }], notFound: ['x'] });
    expect(byId.body).toEqual({ items: [one.body], notFound: ['SC-none'] });
  });

  it('has an empty list of recalls for a well-formed VIN without any', async () => {
    const { body } = await send('/v1/recalls/batch?ids=WBA00000000000000,IOQ');

    expect(body).toEqual({ items: [{ vin: 'WBA00000000000000', recalls: [] }], notFound: ['IOQ'] });
  });

  it('serves the service history, the latest first', async () => {
    const vin = tables.serviceRecords.find(
      (row, index, rows) => rows.findIndex((other) => other.vin === row.vin) < index,
    )?.vin;

    const { body } = await send(`/v1/service-history?vin=${vin ?? ''}`);

    const days = (body as { items: { performedOn: string }[] }).items.map((row) => row.performedOn);
    expect(days.length).toBeGreaterThan(1);
    expect(days).toEqual(days.toSorted((a, b) => b.localeCompare(a)));
  });

  it('refuses a malformed VIN by code', async () => {
    const { response, body } = await send('/v1/service-history?vin=IOQ');

    expect(response.status).toBe(400);
    expect(body).toMatchObject({ code: 'VIN_INVALID' });
  });
});

describe('maintenance service: status and plan', () => {
  it('answers what can be computed and says of each other entry why not', async () => {
    const vin = petrolCar('DE');
    const state = stateOf(vin);

    const { body, response } = await send('/v1/service-status?at=2026-11-21&language=de', {
      items: [
        state,
        { ...state, vin: 'IOQ' },
        { ...state, market: 'XX' },
        { ...state, engine: 'NOPE' },
        { ...state, mileageKm: -1 },
      ],
    });

    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({
      items: [{ vin, asOf: '2026-11-21' }],
      failures: [
        { key: 'IOQ', code: 'VIN_INVALID' },
        { code: 'MARKET_UNKNOWN' },
        { code: 'ENGINE_UNKNOWN' },
        { code: 'MILEAGE_INVALID' },
      ],
    });
    const [status] = (body as { items: [Static<typeof serviceStatus>] }).items;
    expect(status.items.find(({ item }) => item.id === 'OIL')?.item.name).toBe(
      'Motoröl und Filter',
    );
  });

  it('plans every registered vehicle at a dealer of its market, with exact sums', async () => {
    const data = createWorkshopData(tables);
    const inputs = tables.registeredVehicles.map(({ vin, market }) => {
      const brand = data.findVehicle(vin)?.brand ?? 'bmw';
      const dealer = tables.dealers.find(
        (row) => row.market === market && row.brands.includes(brand),
      );
      return planInput(vin, dealer?.id ?? null);
    });
    const plans: Static<typeof servicePlan>[] = [];
    for (let start = 0; start < inputs.length; start += 20) {
      const { body } = await send('/v1/service-plans', { items: inputs.slice(start, start + 20) });
      const { items, failures } = body as { items: typeof plans; failures: object[] };
      expect(failures).toEqual([]);
      plans.push(...items);
    }

    expect(plans).toHaveLength(tables.registeredVehicles.length);
    const minor = ({ amount, currency }: { amount: string; currency: string }) =>
      parseMinor(amount, currency);
    const sum = (amounts: readonly number[]) => amounts.reduce((total, next) => total + next, 0);
    for (const plan of plans) {
      for (const event of plan.events) {
        expect(minor(event.net)).toBe(sum(event.positions.map(({ net }) => minor(net))));
        expect(minor(event.gross)).toBe(minor(event.net) + minor(event.vat));
      }
      expect(minor(plan.total.net)).toBe(sum(plan.events.map(({ net }) => minor(net))));
      expect(minor(plan.total.gross)).toBe(sum(plan.events.map(({ gross }) => minor(gross))));
    }
  });

  it.each([['DE'], ['FR'], ['GB'], ['US']])(
    'has at least 12 items and 30 positions for a petrol car in %s over five years',
    async (market) => {
      const { body } = await send('/v1/service-plans', {
        items: [planInput(petrolCar(market), `D-${market}-001`)],
      });

      const [plan] = (body as { items: [Static<typeof servicePlan>] }).items;
      expect(plan.events.flatMap(({ items }) => items).length).toBeGreaterThanOrEqual(12);
      const positions = plan.events.flatMap((event) => event.positions);
      expect(positions.length).toBeGreaterThanOrEqual(30);
      expect(positions.find(({ kind }) => kind === 'FLUID')).toMatchObject({
        unit: 'LITRE',
        oilNorm: expect.any(String) as string,
        saeGrade: expect.stringMatching(/^\d+W-\d+$/) as string,
      });
      expect(new Set(positions.map(({ net }) => net.currency)).size).toBe(1);
    },
  );

  it('plans without a dealer at the average labour rate of the market', async () => {
    const { body } = await send('/v1/service-plans', { items: [planInput(petrolCar('DE'), null)] });

    expect(body).toMatchObject({ items: [{ dealer: null, total: { net: { currency: 'EUR' } } }] });
  });

  it('plans in the currency of the workshop, and refuses one that does not fit', async () => {
    const car = petrolCar('DE');
    const { body } = await send('/v1/service-plans', {
      items: [planInput(car, 'D-GB-001'), planInput(car, 'D-XX-001')],
    });

    expect(body).toMatchObject({
      items: [{ total: { gross: { currency: 'GBP' } } }],
      failures: [{ key: car, code: 'DEALER_UNKNOWN' }],
    });
  });
});

describe('maintenance service: recording a service', () => {
  const record = (vin: string, change: object = {}) => ({
    vin,
    performedOn: '2026-11-20',
    mileageKm: 400_000,
    items: ['OIL', 'MICROFILTER'],
    dealer: 'D-DE-001',
    ...change,
  });

  it('answers the record and the status after it at once', async () => {
    const vin = petrolCar('DE', 1);

    const { response, body } = await send('/v1/service-records', record(vin), {
      'idempotency-key': 'record-status',
    });

    expect(response.status).toBe(201);
    const answer = body as { record: { id: string }; status: Static<typeof serviceStatus> };
    expect(answer.status.items.find(({ item }) => item.id === 'OIL')).toMatchObject({
      status: 'OK',
      lastDoneOn: '2026-11-20',
      lastDoneAtKm: 400_000,
    });
    const history = await send(`/v1/service-history?vin=${vin}`);
    expect(history.body).toMatchObject({
      items: expect.arrayContaining([answer.record]) as object[],
    });
    const status = await send('/v1/service-status', { items: [stateOf(vin)] });
    expect(status.body).toMatchObject({ items: [answer.status] });
  });

  it('does nothing twice under one key', async () => {
    const vin = petrolCar('DE', 2);
    const headers = { 'idempotency-key': 'record-twice' };
    const first = await send('/v1/service-records', record(vin), headers);

    const second = await send('/v1/service-records', record(vin), headers);
    const other = await send('/v1/service-records', record(vin, { items: ['OIL'] }), headers);

    expect(second.response.status).toBe(201);
    expect(second.response.headers.get('idempotency-replayed')).toBe('true');
    expect(second.body).toEqual(first.body);
    expect(other.response.status).toBe(422);
    expect(other.body).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    const history = await send(`/v1/service-history?vin=${vin}`);
    const days = (history.body as { items: { performedOn: string }[] }).items;
    expect(days.filter(({ performedOn }) => performedOn === '2026-11-20')).toHaveLength(1);
  });

  it.each([
    [{ vin: 'WBA00000000000000' }, 404, 'VEHICLE_UNKNOWN'],
    [{ vin: 'IOQ' }, 400, 'VIN_INVALID'],
    [{ items: ['NOPE'] }, 422, 'ITEM_UNKNOWN'],
    [{ items: ['OIL', 'VALVE_CLEARANCE'] }, 422, 'ITEM_NOT_APPLICABLE'],
    [{ dealer: 'D-XX-001' }, 422, 'DEALER_UNKNOWN'],
    [{ mileageKm: 1 }, 409, 'MILEAGE_BELOW_KNOWN'],
    [{ performedOn: '2026-10-01' }, 409, 'MILEAGE_ABOVE_KNOWN'],
    [{ performedOn: '2026-11-23' }, 400, 'INVALID_PARAMETER'],
    [{ performedOn: '2001-01-01' }, 400, 'INVALID_PARAMETER'],
    [{ items: [] }, 400, 'INVALID_PARAMETER'],
  ])('refuses %j with %i %s and records nothing', async (change, status, code) => {
    const vin = petrolCar('DE');
    const before = await send(`/v1/service-history?vin=${vin}`);

    const { response, body } = await send('/v1/service-records', record(vin, change), {
      'idempotency-key': `refused-${code}`,
    });

    expect(response.status).toBe(status);
    expect(body).toMatchObject({ code });
    expect((await send(`/v1/service-history?vin=${vin}`)).body).toEqual(before.body);
  });

  it('needs an idempotency key', async () => {
    const { response, body } = await send('/v1/service-records', record(petrolCar('DE')));

    expect(response.status).toBe(400);
    expect(body).toMatchObject({ code: 'IDEMPOTENCY_KEY_REQUIRED' });
  });
});

describe('maintenance service: house', () => {
  it('describes all its routes', async () => {
    const { body } = await send('/openapi.json');

    expect(Object.keys((body as { paths: object }).paths).toSorted()).toEqual([
      '/v1/contracts/batch',
      '/v1/contracts/by-id/batch',
      '/v1/contracts/{id}',
      '/v1/dealers',
      '/v1/dealers/batch',
      '/v1/dealers/{id}',
      '/v1/fluids/batch',
      '/v1/intervals/batch',
      '/v1/labour-operations',
      '/v1/labour-rates/batch',
      '/v1/maintenance-items',
      '/v1/maintenance-items/batch',
      '/v1/oil-norms',
      '/v1/parts',
      '/v1/recall-campaigns/batch',
      '/v1/recalls/batch',
      '/v1/service-history',
      '/v1/service-plans',
      '/v1/service-products',
      '/v1/service-records',
      '/v1/service-status',
    ]);
  });
});
