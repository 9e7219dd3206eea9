// The maintenance service as a whole.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MaintenanceBench, startMaintenanceBench } from './maintenance-bench.ts';

let bench: MaintenanceBench;
beforeAll(async () => {
  bench = await startMaintenanceBench();
});
afterAll(() => bench.stop());

describe('createMaintenanceService', () => {
  it('describes all its routes', async () => {
    const { body } = await bench.send('/openapi.json');

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
