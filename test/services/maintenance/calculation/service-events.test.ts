// Items that are due together form one service.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { addMonths } from '../../../../services/maintenance/calculation/calendar-day.ts';
import { historyOf } from '../../../../services/maintenance/calculation/item-history.ts';
import { planEvents } from '../../../../services/maintenance/calculation/service-events.ts';
import { schedule } from '../schedules.ts';

const reading = { firstRegistration: '2025-01-01', mileageKm: 14_600, mileageAt: '2026-01-01' };
const schedules = [
  schedule('OIL', { intervalKm: 30_000, intervalMonths: 24 }),
  schedule(
    'AIR_FILTER',
    { intervalMonths: 48 },
    { coupledWith: 'OIL', everyNth: 2, kind: 'COUPLED' },
  ),
  schedule('BRAKE_FLUID', { intervalMonths: 26 }),
  schedule('TUV', { intervalMonths: 24, firstMonths: 36 }),
];

function plan(windowMonths: number, at = '2026-01-01', horizonMonths = 60) {
  const history = historyOf(schedules, reading.firstRegistration, []);
  return planEvents(schedules, history, reading, { at, windowMonths, horizonMonths }).map(
    ({ dueOn, items }) => [dueOn, items.map(({ schedule: { item } }) => item.id).join(' ')],
  );
}

describe('planEvents', () => {
  it('joins what is due within the window of the first item, and starts it anew', () => {
    expect(plan(3)).toEqual([
      ['2027-01-01', 'OIL BRAKE_FLUID'],
      ['2028-01-01', 'TUV'],
      ['2029-01-01', 'OIL AIR_FILTER BRAKE_FLUID'],
      ['2030-01-01', 'TUV'],
      ['2031-01-01', 'OIL BRAKE_FLUID'],
    ]);
  });

  it('has a visit for each date without a window', () => {
    expect(plan(0).slice(0, 2)).toEqual([
      ['2027-01-01', 'OIL'],
      ['2027-03-01', 'BRAKE_FLUID'],
    ]);
  });

  it('takes what is overdue at once', () => {
    expect(plan(3, '2028-06-01')[0]).toEqual(['2028-06-01', 'OIL BRAKE_FLUID TUV']);
  });

  it('is in order, within the horizon, and never has an item later than it is due', () => {
    const months = fc.option(fc.integer({ min: 1, max: 60 }));
    const km = fc.option(fc.integer({ min: 500, max: 100_000 }));
    const drawn = fc.array(fc.record({ intervalKm: km, intervalMonths: months }), {
      minLength: 1,
      maxLength: 8,
    });

    fc.assert(
      fc.property(
        drawn,
        fc.nat(24),
        fc.integer({ min: 1, max: 120 }),
        (intervals, window, ahead) => {
          const items = intervals.map((interval, index) => schedule(`I${index}`, interval));
          const history = historyOf(items, reading.firstRegistration, []);
          const at = '2026-01-01';

          const events = planEvents(items, history, reading, {
            at,
            windowMonths: window,
            horizonMonths: ahead,
          });

          const days = events.map(({ dueOn }) => dueOn);
          expect(days).toEqual(days.toSorted((a, b) => a.localeCompare(b)));
          expect(days.every((day) => day >= at && day <= addMonths(at, ahead))).toBe(true);
          for (const event of events) {
            expect(event.items.length).toBeGreaterThan(0);
            for (const { dueOn } of event.items) {
              const due = dueOn === null || dueOn < at ? at : dueOn;
              expect(due >= event.dueOn && due <= addMonths(event.dueOn, window)).toBe(true);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
