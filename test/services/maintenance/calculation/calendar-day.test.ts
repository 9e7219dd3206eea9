// Days and months without a time zone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  addDays,
  addMonths,
  daysBetween,
  earlier,
} from '../../../../services/maintenance/calculation/calendar-day.ts';

const day = fc.integer({ min: 0, max: 30_000 }).map((days) => addDays('2000-01-01', days));

describe('calendar days', () => {
  it('ends a month early where it lacks the day', () => {
    expect(addMonths('2025-01-31', 1)).toBe('2025-02-28');
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonths('2024-02-29', 12)).toBe('2025-02-28');
    expect(addMonths('2025-12-15', 1)).toBe('2026-01-15');
    expect(addMonths('2025-03-31', 0)).toBe('2025-03-31');
  });

  it('counts the days that were added', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -5_000, max: 5_000 }), (from, days) => {
        expect(daysBetween(from, addDays(from, days))).toBe(days);
      }),
    );
  });

  it('adds months in order', () => {
    fc.assert(
      fc.property(day, fc.nat(200), fc.nat(200), (from, fewer, more) => {
        expect(addMonths(from, fewer) <= addMonths(from, fewer + more)).toBe(true);
      }),
    );
  });

  it('takes null as never', () => {
    expect(earlier('2025-01-02', '2025-01-01')).toBe('2025-01-01');
    expect(earlier(null, '2025-01-01')).toBe('2025-01-01');
    expect(earlier(null, null)).toBeNull();
  });
});
