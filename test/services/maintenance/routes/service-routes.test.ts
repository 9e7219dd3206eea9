// Service status and service plan over HTTP.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Static } from 'typebox';

import type { servicePlan, serviceStatus } from '../../../../services/maintenance/schemas.ts';
import { parseMinor } from '../../../../services/server/money.ts';
import { type MaintenanceBench, startMaintenanceBench } from '../maintenance-bench.ts';

let bench: MaintenanceBench;
beforeAll(async () => {
  bench = await startMaintenanceBench();
});
afterAll(() => bench.stop());

const planInput = (vin: string, dealer: string | null) => ({
  vehicle: bench.stateOf(vin),
  dealer,
  at: '2026-11-21',
  windowMonths: 3,
  horizonMonths: 60,
});

describe('service status and service plan', () => {
  it('answers what can be computed and says of each other entry why not', async () => {
    const vin = bench.petrolCar('DE');
    const state = bench.stateOf(vin);

    const { headers, body } = await bench.send('/v1/service-status?at=2026-11-21&language=de', {
      items: [
        state,
        { ...state, vin: 'IOQ' },
        { ...state, market: 'XX' },
        { ...state, engine: 'NOPE' },
        { ...state, mileageKm: -1 },
      ],
    });

    expect(headers.get('cache-control')).toBe('no-store');
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
    const { data, tables } = bench;
    const inputs = tables.registeredVehicles.map(({ vin, market }) => {
      const brand = data.findVehicle(vin)?.brand ?? 'bmw';
      const dealer = tables.dealers.find(
        (row) => row.market === market && row.brands.includes(brand),
      );
      return planInput(vin, dealer?.id ?? null);
    });
    const plans: Static<typeof servicePlan>[] = [];
    for (let start = 0; start < inputs.length; start += 20) {
      const { body } = await bench.send('/v1/service-plans', {
        items: inputs.slice(start, start + 20),
      });
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
      const { body } = await bench.send('/v1/service-plans', {
        items: [planInput(bench.petrolCar(market), `D-${market}-001`)],
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
    const { body } = await bench.send('/v1/service-plans', {
      items: [planInput(bench.petrolCar('DE'), null)],
    });

    expect(body).toMatchObject({ items: [{ dealer: null, total: { net: { currency: 'EUR' } } }] });
  });

  it('plans in the currency of the workshop, and refuses one that does not fit', async () => {
    const car = bench.petrolCar('DE');
    const { body } = await bench.send('/v1/service-plans', {
      items: [planInput(car, 'D-GB-001'), planInput(car, 'D-XX-001')],
    });

    expect(body).toMatchObject({
      items: [{ total: { gross: { currency: 'GBP' } } }],
      failures: [{ key: car, code: 'DEALER_UNKNOWN' }],
    });
  });
});
