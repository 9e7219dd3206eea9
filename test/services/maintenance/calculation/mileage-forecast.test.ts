// How far a vehicle will have gone by a day.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { addDays } from '../../../../services/maintenance/calculation/calendar-day.ts';
import {
  dayOfMileage,
  latestReading,
  mileageOn,
  paceOf,
} from '../../../../services/maintenance/calculation/mileage-forecast.ts';

// 40 km a day.
const reading = { firstRegistration: '2025-01-01', mileageKm: 14_600, mileageAt: '2026-01-01' };

describe('the mileage forecast', () => {
  it('carries the pace so far on', () => {
    expect(mileageOn(reading, '2026-01-11')).toBe(15_000);
    expect(dayOfMileage(reading, 15_000)).toBe('2026-01-11');
    expect(dayOfMileage(reading, 15_001)).toBe('2026-01-12');
  });

  it('does not go back before the reading', () => {
    expect(mileageOn(reading, '2025-06-01')).toBe(14_600);
  });

  it('tells the day on which a mileage was passed', () => {
    expect(dayOfMileage(reading, 14_200)).toBe('2025-12-22');
  });

  it('takes a car that is too new to judge for a usual one', () => {
    const newCar = { firstRegistration: '2025-12-20', mileageKm: 3_000, mileageAt: '2026-01-01' };

    expect(paceOf(newCar)).toEqual({ km: 15_000, days: 365 });
    expect(paceOf({ ...reading, mileageKm: 0 })).toEqual({ km: 15_000, days: 365 });
  });

  it('forecasts nothing beyond 20 years', () => {
    expect(dayOfMileage({ ...reading, mileageKm: 10 }, 30_000)).toBeNull();
  });

  it('reaches a mileage on the first day that has it', () => {
    fc.assert(
      fc.property(fc.nat(300_000), fc.nat(60_000), (mileageKm, ahead) => {
        const car = { ...reading, mileageKm };
        const on = dayOfMileage(car, mileageKm + ahead + 1);
        if (on === null) return;

        expect(mileageOn(car, on)).toBeGreaterThanOrEqual(mileageKm + ahead + 1);
        expect(mileageOn(car, addDays(on, -1))).toBeLessThan(mileageKm + ahead + 1);
      }),
    );
  });

  it('trusts the newest reading', () => {
    const service = { performedOn: '2026-03-01', mileageKm: 20_000 };
    const older = { performedOn: '2025-03-01', mileageKm: 2_000 };

    expect(latestReading(reading, [service, older])).toEqual({
      firstRegistration: '2025-01-01',
      mileageKm: 20_000,
      mileageAt: '2026-03-01',
    });
    expect(latestReading(reading, [older])).toEqual(reading);
  });
});
