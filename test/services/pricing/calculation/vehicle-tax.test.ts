// Each tax formula against cases computed by hand.
import { describe, expect, it } from 'vitest';

import {
  calculateVehicleTaxes,
  parseVehicleTax,
  type VehicleTax,
} from '../../../../services/pricing/calculation/vehicle-tax.ts';
import type { TaxedCar } from '../../../../services/pricing/calculation/vehicle-tax/taxed-car.ts';

const car: TaxedCar = {
  fuel: 'PETROL',
  co2GramsPerKm: 150,
  massKg: 1_700,
  isGasGuzzler: false,
  gasGuzzlerMpg: null,
  netMinor: 4_000_000,
};
const computed = (amountMinor: number) => ({ status: 'computed', amountMinor });

describe('NoVA (Austria, 2024)', () => {
  const nova = parseVehicleTax('NOVA', {
    deductGramsPerKm: 97,
    divisor: 5,
    maxRatePercent: 80,
    malusAboveGramsPerKm: 155,
    malusPerGramMinor: 8_000,
    deductionMinor: 35_000,
  });

  it('charges a fifth of the grams above the deduction in percent of the net price, less 350', () => {
    // (150 − 97) / 5 = 10.6, so 11 %; 11 % of 40,000 is 4,400; less 350 is 4,050.
    expect(nova(car)).toEqual(computed(405_000));
  });

  it('rounds the rate to the nearest percent', () => {
    // (149 − 97) / 5 = 10.4, so 10 %: 4,000 − 350.
    expect(nova({ ...car, co2GramsPerKm: 149 })).toEqual(computed(365_000));
  });

  it('adds 80 for each gram above 155', () => {
    // (165 − 97) / 5 = 13.6, so 14 %: 5,600; malus 10 × 80 = 800; less 350.
    expect(nova({ ...car, co2GramsPerKm: 165 })).toEqual(computed(605_000));
  });

  it('caps the rate, not the malus', () => {
    // (600 − 97) / 5 = 100.6, capped at 80 %: 32,000; malus 445 × 80 = 35,600; less 350.
    expect(nova({ ...car, co2GramsPerKm: 600 })).toEqual(computed(6_725_000));
  });

  it('never pays out, and exempts electric cars', () => {
    expect(nova({ ...car, co2GramsPerKm: 30 })).toEqual(computed(0));
    expect(nova({ ...car, fuel: 'ELECTRIC', co2GramsPerKm: null })).toEqual(computed(0));
  });
});

describe('CO2 malus (France)', () => {
  const malus = parseVehicleTax('MALUS_CO2', {
    amountMinorByGramsPerKm: { '113': 5_000, '114': 7_500, '150': 781_900, '193': 7_000_000 },
    capMinor: 7_000_000,
  });

  it('charges the amount of the gram figure', () => {
    expect(malus({ ...car, co2GramsPerKm: 112 })).toEqual(computed(0));
    expect(malus({ ...car, co2GramsPerKm: 113 })).toEqual(computed(5_000));
    expect(malus({ ...car, co2GramsPerKm: 114 })).toEqual(computed(7_500));
    expect(malus(car)).toEqual(computed(781_900));
  });

  it('ends at the ceiling', () => {
    expect(malus({ ...car, co2GramsPerKm: 400 })).toEqual(computed(7_000_000));
  });
});

describe('weight malus (France, 2025)', () => {
  const malus = parseVehicleTax('MALUS_WEIGHT', {
    bands: [
      { fromKg: 1_600, toKg: 1_799, perKgMinor: 1_000 },
      { fromKg: 1_800, toKg: 1_899, perKgMinor: 1_500 },
      { fromKg: 1_900, toKg: null, perKgMinor: 2_000 },
    ],
    jointCapMinor: 7_000_000,
  });

  it('charges each kilogram at the rate of its band', () => {
    // 200 kg at 10 + 100 kg at 15 + 50 kg at 20 = 2,000 + 1,500 + 1,000.
    expect(malus({ ...car, massKg: 1_950 })).toEqual(computed(450_000));
    expect(malus({ ...car, massKg: 1_850 })).toEqual(computed(275_000));
  });

  it('charges no more than the CO2 malus leaves of their joint ceiling', () => {
    const heavy = { ...car, massKg: 1_950 };

    expect(malus(heavy, { malusCo2Minor: 6_400_000 })).toEqual(computed(450_000));
    expect(malus(heavy, { malusCo2Minor: 6_900_000 })).toEqual(computed(100_000));
    expect(malus(heavy, { malusCo2Minor: 7_000_000 })).toEqual(computed(0));
  });

  it('charges nothing up to the threshold, and electric cars never', () => {
    expect(malus({ ...car, massKg: 1_600 })).toEqual(computed(0));
    expect(malus({ ...car, massKg: 2_500, fuel: 'ELECTRIC' })).toEqual(computed(0));
  });
});

describe('BPM (Netherlands, 2025)', () => {
  const bpm = parseVehicleTax('BPM', {
    brackets: [
      { fromGramsPerKm: 0, toGramsPerKm: 79, baseMinor: 66_700, perGramMinor: 200 },
      { fromGramsPerKm: 79, toGramsPerKm: 101, baseMinor: 82_500, perGramMinor: 7_900 },
      { fromGramsPerKm: 101, toGramsPerKm: 141, baseMinor: 256_300, perGramMinor: 17_300 },
      { fromGramsPerKm: 141, toGramsPerKm: null, baseMinor: 948_300, perGramMinor: 28_400 },
    ],
    dieselSurcharge: { aboveGramsPerKm: 70, perGramMinor: 10_987 },
  });

  it('charges the base of the bracket and its rate for the grams in it', () => {
    // 120 g: 2,563 + 19 × 173 = 5,850; 150 g: 9,483 + 9 × 284 = 12,039.
    expect(bpm({ ...car, co2GramsPerKm: 120 })).toEqual(computed(585_000));
    expect(bpm(car)).toEqual(computed(1_203_900));
  });

  it('is continuous where brackets meet', () => {
    // 667 + 79 × 2 = 825, the next bracket's base.
    expect(bpm({ ...car, co2GramsPerKm: 79 })).toEqual(computed(82_500));
  });

  it('adds the surcharge of diesels', () => {
    // 120 g: 5,850 + 50 × 109.87 = 11,343.50.
    expect(bpm({ ...car, fuel: 'DIESEL', co2GramsPerKm: 120 })).toEqual(computed(1_134_350));
  });

  it('charges an electric car the first base', () => {
    expect(bpm({ ...car, fuel: 'ELECTRIC', co2GramsPerKm: null })).toEqual(computed(66_700));
  });
});

describe('gas guzzler tax (United States)', () => {
  const tax = parseVehicleTax('GAS_GUZZLER', {
    unadjustedPercentOfLabel: 127,
    bands: [
      { fromTenthsMpg: 225, amountMinor: 0 },
      { fromTenthsMpg: 215, amountMinor: 100_000 },
      { fromTenthsMpg: 205, amountMinor: 130_000 },
      { fromTenthsMpg: 0, amountMinor: 770_000 },
    ],
  });
  const guzzler = { ...car, isGasGuzzler: true };

  it('goes by the unadjusted consumption', () => {
    // 17 mpg on the label × 1.27 = 21.59, in the band from 21.5; 16 × 1.27 = 20.32, below 20.5.
    expect(tax({ ...guzzler, gasGuzzlerMpg: 17 })).toEqual(computed(100_000));
    expect(tax({ ...guzzler, gasGuzzlerMpg: 16 })).toEqual(computed(770_000));
    expect(tax({ ...guzzler, gasGuzzlerMpg: 30 })).toEqual(computed(0));
  });

  it('spares models that are not listed, and misses the consumption of those that are', () => {
    expect(tax({ ...car, gasGuzzlerMpg: 12 })).toEqual(computed(0));
    expect(tax(guzzler)).toEqual({ status: 'missing', figure: 'the consumption' });
  });
});

describe('vehicle excise duty, first year (United Kingdom)', () => {
  const duty = parseVehicleTax('VED_FIRST_YEAR', {
    bands: [
      { fromGramsPerKm: 0, toGramsPerKm: 0, amountMinor: 1_000 },
      { fromGramsPerKm: 1, toGramsPerKm: 50, amountMinor: 11_000 },
      { fromGramsPerKm: 131, toGramsPerKm: 150, amountMinor: 54_000 },
      { fromGramsPerKm: 151, toGramsPerKm: null, amountMinor: 136_000 },
    ],
  });

  it('charges the flat duty of the band', () => {
    expect(duty(car)).toEqual(computed(54_000));
    expect(duty({ ...car, co2GramsPerKm: 151 })).toEqual(computed(136_000));
    expect(duty({ ...car, co2GramsPerKm: 1 })).toEqual(computed(11_000));
    expect(duty({ ...car, fuel: 'ELECTRIC', co2GramsPerKm: null })).toEqual(computed(1_000));
  });
});

describe('calculateVehicleTaxes', () => {
  const named = (amountMinor: number): VehicleTax => ({
    kind: 'BPM',
    name: 'BPM',
    compute: () => ({ status: 'computed', amountMinor }),
  });

  it('leaves out taxes of nothing and remarks on those that lack a figure', () => {
    const lacking: VehicleTax = {
      kind: 'NOVA',
      name: 'NoVA',
      compute: () => ({ status: 'missing', figure: 'the CO2 figure' }),
    };

    const taxes = calculateVehicleTaxes([named(0), named(5), lacking], car);

    expect(taxes.lines).toEqual([{ code: 'BPM', name: 'BPM', amountMinor: 5 }]);
    expect(taxes.remarks).toEqual([
      'NoVA is not included: the CO2 figure of the car is not known.',
    ]);
  });

  it('tells the weight malus what the CO2 malus comes to, whichever is listed first', () => {
    const co2: VehicleTax = {
      kind: 'MALUS_CO2',
      name: 'CO2',
      compute: () => ({ status: 'computed', amountMinor: 6_900_000 }),
    };
    const weight: VehicleTax = {
      kind: 'MALUS_WEIGHT',
      name: 'Weight',
      compute: parseVehicleTax('MALUS_WEIGHT', {
        bands: [{ fromKg: 1_600, perKgMinor: 3_000 }],
        jointCapMinor: 7_000_000,
      }),
    };

    for (const taxes of [
      [co2, weight],
      [weight, co2],
    ]) {
      const { lines } = calculateVehicleTaxes(taxes, car);

      expect(lines).toContainEqual({ code: 'MALUS_WEIGHT', name: 'Weight', amountMinor: 100_000 });
    }
  });

  it('refuses parameters that do not fit the formula, by name', () => {
    expect(() => parseVehicleTax('NOVA', { divisor: 0 })).toThrow(/NOVA/);
  });
});
