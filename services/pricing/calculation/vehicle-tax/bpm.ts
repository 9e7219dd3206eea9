// Netherlands, BPM (tax on passenger cars and motorcycles): Wet BPM 1992, art. 9, passenger cars by WLTP CO2.
import { type Static, Type } from 'typebox';

import { sumMinor } from '../../../server/money.ts';
import { co2Missing, lastBandFrom, type TaxedCar, taxOf, type TaxOutcome } from './taxed-car.ts';

/** The tariff's columns, in euro cents. */
export const bpmParameters = Type.Object({
  brackets: Type.Array(
    Type.Object({
      fromGramsPerKm: Type.Integer({ minimum: 0 }),
      /** Due at the bracket's lower end. */
      baseMinor: Type.Integer({ minimum: 0 }),
      /** Due for each gram above it. */
      perGramMinor: Type.Integer({ minimum: 0 }),
    }),
    { minItems: 1 },
  ),
  dieselSurcharge: Type.Object({
    aboveGramsPerKm: Type.Integer({ minimum: 0 }),
    perGramMinor: Type.Integer({ minimum: 0 }),
  }),
});

/**
 * The bracket's base plus its rate for the grams above the bracket's lower end; diesels pay a surcharge for
 * each gram above a limit of its own. Since 2025 a car without emissions pays the first bracket's base.
 */
export function calculateBpm(parameters: Static<typeof bpmParameters>, car: TaxedCar): TaxOutcome {
  const { brackets, dieselSurcharge } = parameters;
  const grams = car.fuel === 'ELECTRIC' ? 0 : car.co2GramsPerKm;
  if (grams === null) return co2Missing;

  const bracket = lastBandFrom(brackets, (band) => band.fromGramsPerKm, grams);
  const tariffMinor =
    bracket === undefined
      ? 0
      : bracket.baseMinor + (grams - bracket.fromGramsPerKm) * bracket.perGramMinor;
  const dieselGrams =
    car.fuel === 'DIESEL' ? Math.max(0, grams - dieselSurcharge.aboveGramsPerKm) : 0;
  return taxOf(sumMinor([tariffMinor, dieselGrams * dieselSurcharge.perGramMinor]));
}
