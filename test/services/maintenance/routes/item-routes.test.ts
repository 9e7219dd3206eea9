// Maintenance items, intervals, fluids, work and parts over HTTP.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MaintenanceBench, startMaintenanceBench } from '../maintenance-bench.ts';

let bench: MaintenanceBench;
beforeAll(async () => {
  bench = await startMaintenanceBench();
});
afterAll(() => bench.stop());

describe('maintenance items, intervals, fluids, work and parts', () => {
  it('serves the intervals of an engine in a market', async () => {
    const { headers, body } = await bench.send(
      '/v1/intervals/batch?ids=B48,nope&market=FR&language=de',
    );

    expect(headers.get('cache-control')).toBe('public, max-age=86400');
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
    const { body } = await bench.send('/v1/fluids/batch?ids=B48');

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
  ])('serves %s', async (path, expected) => {
    const { body } = await bench.send(path);

    expect(body).toMatchObject(expected);
  });
});
