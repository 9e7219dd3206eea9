// France, malus on mass at first registration: Code des impositions sur les biens et services, art. L421-71 to L421-81.
import { type Static, Type } from 'typebox';

import { sumMinor } from '../../../server/money.ts';
import { type DueTaxes, type TaxedCar, taxOf, type TaxOutcome } from './taxed-car.ts';

/**
 * Kilograms from `fromKg` (included) to the next band cost `perKgMinor` cents each; together with the malus on CO2
 * no more than `jointCapMinor` is due.
 */
export const malusWeightParameters = Type.Object({
  bands: Type.Array(
    Type.Object({
      fromKg: Type.Integer({ minimum: 0 }),
      perKgMinor: Type.Integer({ minimum: 0 }),
    }),
    { minItems: 1 },
  ),
  jointCapMinor: Type.Integer({ minimum: 0 }),
});

/**
 * Progressive like an income tax: each kilogram is charged at the rate of the band that it lies in, so a car
 * of exactly a band's lower end has no kilogram in it yet. What the malus on CO2 leaves of the joint ceiling is the
 * most that is due. Electric cars are exempt.
 */
export function calculateMalusWeight(
  parameters: Static<typeof malusWeightParameters>,
  car: TaxedCar,
  { malusCo2Minor }: DueTaxes,
): TaxOutcome {
  if (car.fuel === 'ELECTRIC') return taxOf(0);
  const { massKg } = car;
  if (massKg === null) return { status: 'missing', figure: 'the mass' };

  const bands = parameters.bands.toSorted((a, b) => a.fromKg - b.fromKg);
  const amounts = bands.map((band, index) => {
    const endKg = Math.min(massKg, bands[index + 1]?.fromKg ?? massKg);
    return Math.max(0, endKg - band.fromKg) * band.perKgMinor;
  });
  return taxOf(Math.min(sumMinor(amounts), parameters.jointCapMinor - malusCo2Minor));
}
