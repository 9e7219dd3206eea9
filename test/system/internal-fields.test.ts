// What only dealers may see, asked through the gateway.
import { describe, expect, it } from 'vitest';

import { sample } from './samples.ts';
import { useStack } from './stack-under-test.ts';

const dealer = useStack({ subject: 'D-DE-001', scopes: 'dealer:internal' });
const query = '{ dealer(id: "D-DE-001") { id partsDiscountPercent } }';

describe('the parts discount of a dealer', () => {
  it('is answered to a caller with the scope, as the service says it', async () => {
    const row = await dealer.getOne('maintenance', '/v1/dealers/batch?ids=D-DE-001');

    const answer = await dealer.query(query);

    expect(answer.errors).toBeUndefined();
    expect(answer.data['dealer']).toEqual({
      id: 'D-DE-001',
      partsDiscountPercent: row['partsDiscountPercent'],
    });
  });

  it('is null for everybody else, and is not fetched', async () => {
    const answer = await dealer.query(query, {}, { authorization: '' });

    expect(answer.status).toBe(200);
    expect(answer.data['dealer']).toEqual({ id: 'D-DE-001', partsDiscountPercent: null });
    expect(answer.errors).toMatchObject([
      {
        path: ['dealer', 'partsDiscountPercent'],
        extensions: {
          code: 'UNAUTHORIZED_FIELD_OR_TYPE',
          coordinates: [{ coordinate: 'Dealer.partsDiscountPercent' }],
        },
      },
    ]);
    expect(answer.errors).toHaveLength(1);
  });
});

describe('a write without the scope for it', () => {
  it('is not done, and no service is asked', async () => {
    const write =
      'mutation($input: UpdateMileageInput!) { done: updateMileage(input: $input) { vin mileageKm } }';
    const input = {
      vin: sample.vin,
      mileageKm: 900_000,
      mileageAt: '2026-01-01',
      idempotencyKey: 'not-to-be-done-1',
    };

    const answer = await dealer.query(write, { input });

    expect(answer.data).toEqual({ done: null });
    expect(answer.errors).toMatchObject([
      { path: ['done'], extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } },
    ]);
    expect(answer.restCallCount).toBe(0);
  });
});
