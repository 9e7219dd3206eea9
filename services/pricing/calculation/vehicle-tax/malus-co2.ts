// France, malus on CO2 at first registration: Code des impositions sur les biens et services, art. L421-58 to L421-70.
import { type Static, Type } from 'typebox';

import { co2Missing, lastBandFrom, type TaxedCar, taxOf, type TaxOutcome } from './taxed-car.ts';

/** The year's scale: a flat amount in cents for each gram figure (WLTP), and the most that is ever due. */
export const malusCo2Parameters = Type.Object({
  amountMinorByGramsPerKm: Type.Record(
    Type.String({ pattern: '^[0-9]{1,4}$' }),
    Type.Integer({ minimum: 0 }),
  ),
  capMinor: Type.Integer({ minimum: 0 }),
});

/**
 * The scale names one amount for each gram; below its first nothing is due, from its last on that one's amount.
 * Electric cars are exempt.
 */
export function calculateMalusCo2(
  parameters: Static<typeof malusCo2Parameters>,
  car: TaxedCar,
): TaxOutcome {
  if (car.fuel === 'ELECTRIC') return taxOf(0);
  if (car.co2GramsPerKm === null) return co2Missing;
  const step = lastBandFrom(
    Object.entries(parameters.amountMinorByGramsPerKm),
    ([grams]) => Number(grams),
    car.co2GramsPerKm,
  );
  return taxOf(Math.min(step?.[1] ?? 0, parameters.capMinor));
}
