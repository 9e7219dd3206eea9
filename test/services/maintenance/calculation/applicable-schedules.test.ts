// Which maintenance items a vehicle has.
import { describe, expect, it } from 'vitest';

import {
  applicableSchedules,
  type CarTraits,
  isApplicableToCar,
} from '../../../../services/maintenance/calculation/applicable-schedules.ts';
import { intervalRow, itemRow } from '../schedules.ts';

const car: CarTraits = {
  engine: 'B48',
  fuel: 'PETROL',
  brands: ['bmw'],
  series: 'G20',
  market: 'DE',
  optionCodes: ['8TF'],
};
const items = [itemRow('OIL'), itemRow('COOLANT')];

describe('applicableSchedules', () => {
  it('takes the most specific interval: engine, then brand, market, fuel', () => {
    const intervals = [
      intervalRow('OIL', { intervalKm: 1, fuels: ['PETROL'] }),
      intervalRow('OIL', { intervalKm: 2, engine: 'B48' }),
      intervalRow('OIL', { intervalKm: 3, brands: ['bmw'], markets: ['DE'], fuels: ['PETROL'] }),
    ];

    const limits = [0, 1, 2].map(
      (dropped) =>
        applicableSchedules(
          car,
          items,
          intervals.filter((_, index) => index !== 1 || dropped === 0),
        )[0]?.interval.intervalKm,
    );

    expect(limits).toEqual([2, 3, 3]);
  });

  it('keeps an item that hangs on an option to cars known to have been built with it', () => {
    const intervals = [
      intervalRow('OIL', { intervalMonths: 60, option: '8TF' }),
      intervalRow('COOLANT', { intervalMonths: 60, option: '1AG' }),
    ];
    const unknown: CarTraits = { ...car, optionCodes: [] };

    expect(applicableSchedules(car, items, intervals).map(({ item }) => item.id)).toEqual(['OIL']);
    expect(applicableSchedules(unknown, items, intervals)).toEqual([]);
  });

  it('leaves out items without an interval that applies', () => {
    const intervals = [
      intervalRow('OIL', { intervalKm: 1, fuels: ['DIESEL'] }),
      intervalRow('COOLANT', { intervalMonths: 120, markets: ['US'] }),
    ];

    expect(applicableSchedules(car, items, intervals)).toEqual([]);
  });
});

describe('isApplicableToCar', () => {
  it('meets no restriction on what is not known', () => {
    const anything = { brands: null, series: null, fuels: null, markets: null };
    const unknown: CarTraits = { ...car, brands: [], series: null, market: null };

    expect(isApplicableToCar(anything, unknown)).toBe(true);
    expect(isApplicableToCar({ ...anything, brands: ['bmw'] }, unknown)).toBe(false);
    expect(isApplicableToCar({ ...anything, series: ['G20'] }, unknown)).toBe(false);
    expect(isApplicableToCar({ ...anything, series: ['G20'] }, car)).toBe(true);
  });
});
