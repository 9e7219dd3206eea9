// Dealers and their labour rates over HTTP.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MaintenanceBench, startMaintenanceBench } from '../maintenance-bench.ts';

let bench: MaintenanceBench;
beforeAll(async () => {
  bench = await startMaintenanceBench();
});
afterAll(() => bench.stop());

describe('dealers', () => {
  it('come in pages by offset', async () => {
    const all = await bench.send('/v1/dealers?market=DE&limit=100');
    const second = await bench.send('/v1/dealers?market=DE&offset=2&limit=2');

    const { items, total } = all.body as { items: object[]; total: number };
    expect(items).toHaveLength(total);
    expect(second.body).toEqual({ items: items.slice(2, 4), offset: 2, limit: 2, total });
  });

  it('are found by id, one or several', async () => {
    const one = await bench.send('/v1/dealers/D-DE-001');
    const none = await bench.send('/v1/dealers/D-DE-999');
    const some = await bench.send('/v1/dealers/batch?ids=D-DE-001,D-DE-999');

    expect(one.body).toMatchObject({ id: 'D-DE-001', labourRate: { currency: 'EUR' } });
    expect(none.status).toBe(404);
    expect(some.body).toMatchObject({ items: [one.body], notFound: ['D-DE-999'] });
  });

  it('have a labour rate each, which says where it comes from as its dealer does', async () => {
    const { body: dealer } = await bench.send('/v1/dealers/D-DE-001');
    const { body } = await bench.send('/v1/labour-rates/batch?ids=D-DE-001,D-XX-001');

    expect(body).toMatchObject({
      items: [
        {
          dealer: 'D-DE-001',
          labourUnitsPerHour: 12,
          provenance: expect.stringMatching(/^(REAL|DERIVED|SYNTHETIC)$/) as string,
          source: (dealer as { source: string }).source,
        },
      ],
      notFound: ['D-XX-001'],
    });
  });
});
