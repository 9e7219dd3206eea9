// Which rows hold on a day.
import { describe, expect, it } from 'vitest';

import { dayOf, isValidOn, latestOn } from '../../../services/server/validity.ts';

const row = (validFrom: string, validTo: string | null) => ({ validFrom, validTo });

describe('validity', () => {
  it('includes the first and the last day, and without a last one never ends', () => {
    const bounded = row('2020-07-01', '2020-12-31');

    expect(
      ['2020-06-30', '2020-07-01', '2020-12-31', '2021-01-01'].map((day) =>
        isValidOn(bounded, day),
      ),
    ).toEqual([false, true, true, false]);
    expect(isValidOn(row('2020-07-01', null), '2099-01-01')).toBe(true);
  });

  it('finds the row that came into force last where rows overlap', () => {
    const rows = [row('2020-01-01', null), row('2021-01-01', null), row('2022-01-01', null)];

    expect(latestOn(rows, '2021-06-01')).toBe(rows[1]);
    expect(latestOn(rows, '2019-12-31')).toBeUndefined();
  });

  it('takes the day in UTC', () => {
    expect(dayOf(Date.UTC(2026, 0, 1, 23, 59))).toBe('2026-01-01');
  });
});
