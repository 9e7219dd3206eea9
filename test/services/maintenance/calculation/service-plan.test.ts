// A plan is the exact sum of its positions.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type {
  LabourOperationRow,
  PartRow,
} from '../../../../services/catalogue/rows/maintenance-rows.ts';
import type { CarTraits } from '../../../../services/maintenance/calculation/applicable-schedules.ts';
import type { WorkshopCatalogue } from '../../../../services/maintenance/calculation/expand-event.ts';
import { historyOf } from '../../../../services/maintenance/calculation/item-history.ts';
import {
  calculateServicePlan,
  type Coverage,
  type ServicePlanInputs,
} from '../../../../services/maintenance/calculation/service-plan.ts';
import { schedule } from '../schedules.ts';

const sourced = { provenance: 'SYNTHETIC', source: 'test' } as const;
const applicability = { brands: null, series: null, fuels: null, markets: null };
const operation = (code: string, item: string, labourUnits: number, contains: string[] = []) =>
  ({
    code,
    item,
    labourUnits,
    contains,
    name: { en: code },
    applicability,
    ...sourced,
  }) satisfies LabourOperationRow;
const part = (number: string, item: string, quantity: number, netEurMinor: number) =>
  ({
    number,
    item,
    quantity,
    netEurMinor,
    name: { en: number },
    applicability,
    ...sourced,
  }) satisfies PartRow;

const operations = [operation('OIL-1', 'OIL', 7, ['COVER']), operation('COVER', 'FILTER', 2)];
const catalogue: WorkshopCatalogue = {
  operations: new Map(operations.map((row) => [row.code, row])),
  operationsByItem: new Map(operations.map((row) => [row.item, [row]])),
  partsByItem: new Map([
    ['OIL', [part('KIT', 'OIL', 2, 1_890)]],
    ['FILTER', [part('ELEMENT', 'FILTER', 1, 3_890)]],
  ]),
  fluidsByEngine: new Map([
    [
      'B48',
      [
        {
          engine: 'B48',
          kind: 'ENGINE_OIL',
          litres: '5.25',
          oilNorms: ['Longlife-00', 'Longlife-17FE+'],
          specification: null,
          ...sourced,
        },
      ],
    ],
  ]),
  oilNorms: new Map([
    [
      'Longlife-17FE+',
      { code: 'Longlife-17FE+', saeGrades: ['0W-20'], acea: [], note: null, ...sourced },
    ],
  ]),
};
const car: CarTraits = {
  engine: 'B48',
  fuel: 'PETROL',
  brands: ['bmw'],
  series: null,
  market: 'DE',
  optionCodes: [],
};
const schedules = [
  schedule('OIL', { intervalMonths: 24 }),
  schedule('FILTER', { intervalMonths: 24 }),
  schedule('TUV', { intervalMonths: 24 }, { kind: 'LEGAL' }),
];
const reading = { firstRegistration: '2024-01-01', mileageKm: 14_600, mileageAt: '2025-12-31' };
const inputs: ServicePlanInputs = {
  schedules,
  history: historyOf(schedules, reading.firstRegistration, []),
  reading,
  window: { at: '2025-12-31', windowMonths: 3, horizonMonths: 12 },
  contracts: [],
  catalogue,
  pricing: {
    car,
    labourRate: { rateMinor: 18_850, unitsPerHour: 12 },
    euroRate: { currency: 'EUR', rate: '1' },
  },
  vatBasisPointsOn: () => 1_900,
};
const contract: Coverage = {
  validFrom: '2024-01-01',
  validTo: '2026-01-01',
  maxMileageKm: 100_000,
  coveredItems: ['OIL'],
};

describe('calculateServicePlan', () => {
  it('expands a visit into labour without overlap, parts, fluids, external and small parts', () => {
    const [event] = calculateServicePlan(inputs).events;

    expect(
      event?.positions.map(({ kind, code, quantity, netMinor }) => [
        kind,
        code,
        quantity,
        netMinor,
      ]),
    ).toEqual([
      // 7 units of 188.50 / 12 = 109.958…; the cover's work is contained.
      ['LABOUR', 'OIL-1', '7', 10_996],
      ['PART', 'KIT', '2', 3_780],
      ['PART', 'ELEMENT', '1', 3_890],
      ['FLUID', null, '5.25', 11_498],
      ['EXTERNAL', null, '1', 11_900],
      // 2 % of 76.70 is 1.534.
      ['SMALL_PARTS', null, '1', 153],
    ]);
    expect(event?.positions[3]).toMatchObject({ oilNorm: 'Longlife-17FE+', saeGrade: '0W-20' });
  });

  it('adds VAT of the day of the visit to the exact sum', () => {
    const plan = calculateServicePlan({
      ...inputs,
      vatBasisPointsOn: (day) => (day === '2026-01-01' ? 1_600 : 0),
    });

    const netMinor = 10_996 + 3_780 + 3_890 + 11_498 + 11_900 + 153;
    // 16 % of 422.17 is 67.5472.
    expect(plan).toMatchObject({ netMinor, grossMinor: netMinor + 6_755 });
  });

  it('costs the customer nothing for what a contract covers', () => {
    const [event] = calculateServicePlan({ ...inputs, contracts: [contract] }).events;

    const covered = event?.positions.filter((position) => position.covered);
    expect(covered?.map(({ kind, netMinor }) => [kind, netMinor])).toEqual([
      ['LABOUR', 0],
      ['PART', 0],
      ['FLUID', 0],
    ]);
    // Small parts go by the one part that is paid: 2 % of 38.90.
    expect(event?.netMinor).toBe(3_890 + 11_900 + 78);
  });

  it('covers small parts where all parts are covered', () => {
    const contracts = [{ ...contract, coveredItems: ['OIL', 'FILTER'] }];

    const [event] = calculateServicePlan({ ...inputs, contracts }).events;

    expect(event?.positions.at(-1)).toMatchObject({
      kind: 'SMALL_PARTS',
      netMinor: 0,
      covered: true,
    });
  });

  it.each([
    ['has run out', { validTo: '2025-12-31' }],
    ['has not begun', { validFrom: '2026-01-02' }],
    // 40 km × 1.0014 a day: 14,620 km on the day of the visit.
    ['ends at a lower mileage', { maxMileageKm: 14_619 }],
  ])('covers nothing by a contract that %s', (_, change) => {
    const [event] = calculateServicePlan({
      ...inputs,
      contracts: [{ ...contract, ...change }],
    }).events;

    expect(event?.positions.some(({ covered }) => covered)).toBe(false);
  });

  it('is the exact sum of its visits and positions at any rate', () => {
    const drawn = fc.record({
      rateMinor: fc.integer({ min: 1, max: 50_000 }),
      unitsPerHour: fc.constantFrom(10, 12, 100),
      euroRate: fc.integer({ min: 1, max: 2_000_000 }).map((rate) => `${rate / 10_000}`),
      currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
      vat: fc.nat(2_700),
    });

    fc.assert(
      fc.property(drawn, ({ rateMinor, unitsPerHour, euroRate, currency, vat }) => {
        const plan = calculateServicePlan({
          ...inputs,
          window: { ...inputs.window, horizonMonths: 60 },
          pricing: {
            car,
            labourRate: { rateMinor, unitsPerHour },
            euroRate: { currency, rate: euroRate },
          },
          vatBasisPointsOn: () => vat,
        });

        for (const event of plan.events) {
          const net = event.positions.reduce((sum, { netMinor }) => sum + netMinor, 0);
          expect(event.netMinor).toBe(net);
          expect(event.grossMinor).toBe(net + event.vatMinor);
          expect(Math.abs(event.vatMinor * 10_000 - net * vat)).toBeLessThanOrEqual(5_000);
        }
        expect(plan.netMinor).toBe(plan.events.reduce((sum, { netMinor }) => sum + netMinor, 0));
        expect(plan.grossMinor).toBe(
          plan.events.reduce((sum, { grossMinor }) => sum + grossMinor, 0),
        );
      }),
    );
  });
});
