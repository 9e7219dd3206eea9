// Recording a service over HTTP: once a key, and only what fits the vehicle.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Static } from 'typebox';

import type { serviceStatus } from '../../../services/maintenance/schemas.ts';
import { type MaintenanceBench, startMaintenanceBench } from './maintenance-bench.ts';

let bench: MaintenanceBench;
beforeAll(async () => {
  bench = await startMaintenanceBench();
});
afterAll(() => bench.stop());

describe('recording a service', () => {
  const record = (vin: string, change: object = {}) => ({
    vin,
    performedOn: '2026-11-20',
    mileageKm: 400_000,
    items: ['OIL', 'MICROFILTER'],
    dealer: 'D-DE-001',
    ...change,
  });

  it('answers the record and the status after it at once', async () => {
    const vin = bench.petrolCar('DE', 1);

    const { status, body } = await bench.send('/v1/service-records', record(vin), {
      'idempotency-key': 'record-status',
    });

    expect(status).toBe(201);
    const answer = body as { record: { id: string }; status: Static<typeof serviceStatus> };
    expect(answer.status.items.find(({ item }) => item.id === 'OIL')).toMatchObject({
      status: 'OK',
      lastDoneOn: '2026-11-20',
      lastDoneAtKm: 400_000,
    });
    const history = await bench.send(`/v1/service-history?vin=${vin}`);
    expect(history.body).toMatchObject({
      items: expect.arrayContaining([answer.record]) as object[],
    });
    const after = await bench.send('/v1/service-status', { items: [bench.stateOf(vin)] });
    expect(after.body).toMatchObject({ items: [answer.status] });
  });

  it('does nothing twice under one key', async () => {
    const vin = bench.petrolCar('DE', 2);
    const headers = { 'idempotency-key': 'record-twice' };
    const first = await bench.send('/v1/service-records', record(vin), headers);

    const second = await bench.send('/v1/service-records', record(vin), headers);
    const other = await bench.send('/v1/service-records', record(vin, { items: ['OIL'] }), headers);

    expect(second.status).toBe(201);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(second.body).toEqual(first.body);
    expect(other.status).toBe(422);
    expect(other.body).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    const history = await bench.send(`/v1/service-history?vin=${vin}`);
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
  ])('refuses %j with %i %s and records nothing', async (change, expected, code) => {
    const vin = bench.petrolCar('DE');
    const before = await bench.send(`/v1/service-history?vin=${vin}`);

    const { status, body } = await bench.send('/v1/service-records', record(vin, change), {
      'idempotency-key': `refused-${code}`,
    });

    expect(status).toBe(expected);
    expect(body).toMatchObject({ code });
    expect((await bench.send(`/v1/service-history?vin=${vin}`)).body).toEqual(before.body);
  });

  it('needs an idempotency key', async () => {
    const { status, body } = await bench.send('/v1/service-records', record(bench.petrolCar('DE')));

    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'IDEMPOTENCY_KEY_REQUIRED' });
  });
});
