// Austria, Normverbrauchsabgabe: § 6 Normverbrauchsabgabegesetz 1991, passenger cars (M1), in force by year.
import { type Static, Type } from 'typebox';

import { multiplyRatio, sumMinor } from '../../../server/money.ts';
import { co2Missing, type TaxedCar, taxOf, type TaxOutcome } from './taxed-car.ts';

/** Rate, its cap and deduction, and the surcharge a gram above a limit. Money in cents. */
export const novaParameters = Type.Object({
  /** Grams that are free before the rate begins. */
  deductGramsPerKm: Type.Integer({ minimum: 0 }),
  /** Grams above the deduction that make one percent. */
  divisor: Type.Integer({ minimum: 1 }),
  maxRatePercent: Type.Integer({ minimum: 0, maximum: 100 }),
  /** Taken off the tax; more than the tax is not paid out. */
  deductionMinor: Type.Integer({ minimum: 0 }),
  malusAboveGramsPerKm: Type.Integer({ minimum: 0 }),
  malusPerGramMinor: Type.Integer({ minimum: 0 }),
});

/**
 * The rate in percent is a fifth of the grams above the deduction, rounded half-up to a whole percent and
 * capped. It is applied to the price without VAT; each gram above the limit adds a fixed amount; the flat
 * deduction comes off the sum. Cars that run on electricity alone are exempt.
 */
export function calculateNova(
  parameters: Static<typeof novaParameters>,
  car: TaxedCar,
): TaxOutcome {
  if (car.fuel === 'ELECTRIC') return taxOf(0);
  if (car.co2GramsPerKm === null) return co2Missing;

  const taxedGrams = Math.max(0, car.co2GramsPerKm - parameters.deductGramsPerKm);
  const ratePercent = Math.min(
    parameters.maxRatePercent,
    multiplyRatio(taxedGrams, 1, parameters.divisor),
  );
  const malusGrams = Math.max(0, car.co2GramsPerKm - parameters.malusAboveGramsPerKm);
  return taxOf(
    sumMinor([
      multiplyRatio(car.netMinor, ratePercent, 100),
      malusGrams * parameters.malusPerGramMinor,
      -parameters.deductionMinor,
    ]),
  );
}
