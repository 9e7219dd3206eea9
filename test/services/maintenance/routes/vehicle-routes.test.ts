// What belongs to a vehicle, over HTTP: contracts, recalls, history.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MaintenanceBench, startMaintenanceBench } from '../maintenance-bench.ts';

let bench: MaintenanceBench;
beforeAll(async () => {
  bench = await startMaintenanceBench();
});
afterAll(() => bench.stop());

describe('what belongs to a vehicle', () => {
  it('lists contracts by vehicle and by id, private to the caller', async () => {
    const [row] = bench.tables.contracts;
    const byVin = await bench.send(`/v1/contracts/batch?ids=${row?.vin ?? ''},x`);
    const byId = await bench.send(`/v1/contracts/by-id/batch?ids=${row?.id ?? ''},SC-none`);
    const one = await bench.send(`/v1/contracts/${row?.id ?? ''}`);

    expect(byVin.headers.get('cache-control')).toBe('private, max-age=3600');
    expect(byVin.body).toMatchObject({ items: [{ contracts: [one.body] }], notFound: ['x'] });
    expect(byId.body).toEqual({ items: [one.body], notFound: ['SC-none'] });
  });

  it('has an empty list of recalls for a well-formed VIN without any', async () => {
    const { body } = await bench.send('/v1/recalls/batch?ids=WBA00000000000000,IOQ');

    expect(body).toEqual({ items: [{ vin: 'WBA00000000000000', recalls: [] }], notFound: ['IOQ'] });
  });

  it('serves the recall campaigns themselves', async () => {
    const { body } = await bench.send('/v1/recall-campaigns/batch?ids=RC-2023-001,RC-0');

    expect(body).toMatchObject({ items: [{ id: 'RC-2023-001' }], notFound: ['RC-0'] });
  });

  it('serves the products that contracts are made of', async () => {
    const { body } = await bench.send('/v1/service-products');

    expect(body).toMatchObject({ items: [{ id: 'SERVICE_INCLUSIVE' }, {}, {}], total: 3 });
  });

  it('serves the service history, the latest first', async () => {
    const vin = bench.tables.serviceRecords.find(
      (row, index, rows) => rows.findIndex((other) => other.vin === row.vin) < index,
    )?.vin;

    const { body } = await bench.send(`/v1/service-history?vin=${vin ?? ''}`);

    const days = (body as { items: { performedOn: string }[] }).items.map((row) => row.performedOn);
    expect(days.length).toBeGreaterThan(1);
    expect(days).toEqual(days.toSorted((a, b) => b.localeCompare(a)));
  });

  it('refuses a malformed VIN by code', async () => {
    const { status, body } = await bench.send('/v1/service-history?vin=IOQ');

    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'VIN_INVALID' });
  });
});
