// France, malus on CO2 at first registration: Code des impositions sur les biens et services, art. L421-58 to L421-70.
import { type Static, Type } from 'typebox';

import { co2Missing, lastBandFrom, type TaxedCar, taxOf, type TaxOutcome } from './taxed-car.ts';

/** The year's scale: from each gram figure on (WLTP), a flat amount in cents. */
export const malusCo2Parameters = Type.Object({
  steps: Type.Array(
    Type.Object({
      fromGramsPerKm: Type.Integer({ minimum: 0 }),
      amountMinor: Type.Integer({ minimum: 0 }),
    }),
    { minItems: 1 },
  ),
});

/**
 * The scale names one amount for each gram; the amount of the highest step that the car reaches is due, below
 * the first step none. The last step is the ceiling. Electric cars are exempt.
 */
export function calculateMalusCo2(
  parameters: Static<typeof malusCo2Parameters>,
  car: TaxedCar,
): TaxOutcome {
  if (car.fuel === 'ELECTRIC') return taxOf(0);
  if (car.co2GramsPerKm === null) return co2Missing;
  const step = lastBandFrom(parameters.steps, (band) => band.fromGramsPerKm, car.co2GramsPerKm);
  return taxOf(step?.amountMinor ?? 0);
}
