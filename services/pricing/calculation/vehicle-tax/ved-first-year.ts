// United Kingdom, vehicle excise duty of the first year: Vehicle Excise and Registration Act 1994, schedule 1, part 1AA.
import { type Static, Type } from 'typebox';

import { co2Missing, lastBandFrom, type TaxedCar, taxOf, type TaxOutcome } from './taxed-car.ts';

/** From each CO2 figure on, the duty in pence. */
export const vedFirstYearParameters = Type.Object({
  bands: Type.Array(
    Type.Object({
      fromGramsPerKm: Type.Integer({ minimum: 0 }),
      amountMinor: Type.Integer({ minimum: 0 }),
    }),
    { minItems: 1 },
  ),
});

/** A flat duty by CO2 band, the lowest for zero emissions; diesels are taken to meet RDE2, so no higher rate. */
export function calculateVedFirstYear(
  parameters: Static<typeof vedFirstYearParameters>,
  car: TaxedCar,
): TaxOutcome {
  const grams = car.fuel === 'ELECTRIC' ? 0 : car.co2GramsPerKm;
  if (grams === null) return co2Missing;
  const band = lastBandFrom(parameters.bands, (candidate) => candidate.fromGramsPerKm, grams);
  return taxOf(band?.amountMinor ?? 0);
}
