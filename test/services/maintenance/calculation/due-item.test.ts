// When an item is due: by distance, time or wear, whichever comes first.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ItemSchedule } from '../../../../services/maintenance/calculation/applicable-schedules.ts';
import { addDays, addMonths } from '../../../../services/maintenance/calculation/calendar-day.ts';
import { dueItems, worstStatus } from '../../../../services/maintenance/calculation/due-item.ts';
import {
  type DoneService,
  historyOf,
} from '../../../../services/maintenance/calculation/item-history.ts';
import { dayOfMileage } from '../../../../services/maintenance/calculation/mileage-forecast.ts';
import { schedule } from '../schedules.ts';

// 40 km a day.
const reading = { firstRegistration: '2025-01-01', mileageKm: 14_600, mileageAt: '2026-01-01' };
const oil = schedule('OIL', { intervalKm: 30_000, intervalMonths: 24 });
const airFilter = schedule(
  'AIR_FILTER',
  { intervalKm: 60_000, intervalMonths: 48 },
  { kind: 'COUPLED', coupledWith: 'OIL', everyNth: 2 },
);

function due(schedules: ItemSchedule[], services: DoneService[] = [], asOf = '2026-01-01') {
  const history = historyOf(schedules, reading.firstRegistration, services);
  return dueItems(schedules, history, reading, asOf);
}

describe('dueItems', () => {
  it('counts from first registration where an item was never done', () => {
    const [item] = due([oil]);

    // 15,400 km to go at 40 a day is 385 days: later than the second anniversary? 2027-01-21, so no.
    expect(item).toMatchObject({
      dueOn: '2027-01-01',
      dueAtKm: 30_000,
      remainingKm: 15_400,
      remainingDays: 365,
      status: 'OK',
      lastDoneOn: null,
      lastDoneAtKm: null,
    });
  });

  it('is due on the day on which the mileage runs out, if that is earlier', () => {
    const [item] = due([schedule('OIL', { intervalKm: 20_000, intervalMonths: 24 })]);

    // 5,400 km at 40 a day.
    expect(item).toMatchObject({ dueOn: '2026-05-16', dueAtKm: 20_000 });
  });

  it('counts from the latest service that contains the item', () => {
    const [item] = due(
      [oil],
      [
        { performedOn: '2025-12-01', mileageKm: 13_400, items: ['OIL'] },
        { performedOn: '2025-03-01', mileageKm: 2_000, items: ['OIL'] },
        { performedOn: '2025-12-24', mileageKm: 14_300, items: ['BRAKE_FLUID'] },
      ],
    );

    expect(item).toMatchObject({
      dueAtKm: 43_400,
      lastDoneOn: '2025-12-01',
      lastDoneAtKm: 13_400,
      dueOn: '2027-12-01',
    });
  });

  it('gives a new car the longer first interval of an inspection', () => {
    const inspection = schedule('VEHICLE_TUV', { intervalMonths: 24, firstMonths: 36 });

    const [first] = due([inspection]);
    const [next] = due(
      [inspection],
      [{ performedOn: '2025-06-01', mileageKm: 5_000, items: ['VEHICLE_TUV'] }],
    );

    expect(first).toMatchObject({ dueOn: '2028-01-01', dueAtKm: null, remainingKm: null });
    expect(next?.dueOn).toBe('2027-06-01');
  });

  it('is pending within 1,500 km or 30 days of the limit and overdue past it', () => {
    const byKm = (intervalKm: number) => due([schedule('PADS', { intervalKm })])[0]?.status;
    const byDay = (asOf: string) =>
      due([schedule('CHECK', { intervalMonths: 24 })], [], asOf)[0]?.status;

    expect([byKm(16_101), byKm(16_100), byKm(14_600), byKm(14_599)]).toEqual([
      'OK',
      'PENDING',
      'PENDING',
      'OVERDUE',
    ]);
    expect([
      byDay('2026-12-01'),
      byDay('2026-12-02'),
      byDay('2027-01-01'),
      byDay('2027-01-02'),
    ]).toEqual(['OK', 'PENDING', 'PENDING', 'OVERDUE']);
  });

  it('lets a coupled item go along with every second service of its partner', () => {
    const none = due([oil, airFilter]);
    const once = due(
      [oil, airFilter],
      [{ performedOn: '2025-12-01', mileageKm: 13_400, items: ['OIL'] }],
    );

    // Never serviced: the second oil service, at 60,000 km or after four years.
    expect(none[1]).toMatchObject({ dueAtKm: 60_000, dueOn: '2029-01-01' });
    expect(once[1]).toMatchObject({ dueAtKm: once[0]?.dueAtKm, dueOn: once[0]?.dueOn });
  });

  it('starts the count anew once the coupled item was done', () => {
    const items = due(
      [oil, airFilter],
      [{ performedOn: '2025-12-01', mileageKm: 13_400, items: ['OIL', 'AIR_FILTER'] }],
    );

    expect(items[1]).toMatchObject({ dueAtKm: 13_400 + 60_000, lastDoneAtKm: 13_400 });
  });

  it('gives a coupled item its own interval on a car without its partner', () => {
    const [item] = due([airFilter]);

    expect(item).toMatchObject({ dueAtKm: 60_000, dueOn: '2029-01-01' });
  });

  it('leaves out an item that nothing limits', () => {
    expect(due([schedule('NOTHING', {})])).toEqual([]);
  });

  it('is never later than any of its limits', () => {
    fc.assert(
      fc.property(
        fc.option(fc.integer({ min: 1, max: 100_000 })),
        fc.option(fc.integer({ min: 1, max: 120 })),
        fc.nat(1_000),
        (intervalKm, intervalMonths, days) => {
          const asOf = addDays('2026-01-01', days);
          const [item] = due([schedule('ITEM', { intervalKm, intervalMonths })], [], asOf);
          if (!item) return;

          const limits = [
            intervalMonths === null ? null : addMonths('2025-01-01', intervalMonths),
            intervalKm === null ? null : dayOfMileage(reading, intervalKm),
          ].filter((limit) => limit !== null);
          expect(item.dueOn).toBe(limits.toSorted((a, b) => a.localeCompare(b))[0] ?? null);
          expect(item.status === 'OVERDUE').toBe(
            (item.remainingDays ?? 0) < 0 || (item.remainingKm ?? 0) < 0,
          );
        },
      ),
    );
  });
});

describe('worstStatus', () => {
  it('is the worst of all, and OK of none', () => {
    expect(worstStatus(['OK', 'OVERDUE', 'PENDING'])).toBe('OVERDUE');
    expect(worstStatus(['OK', 'PENDING'])).toBe('PENDING');
    expect(worstStatus([])).toBe('OK');
  });
});
