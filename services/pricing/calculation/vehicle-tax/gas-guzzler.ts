// United States, gas guzzler tax: Internal Revenue Code, 26 U.S.C. § 4064; the maker pays it, the buyer bears it.
import { type Static, Type } from 'typebox';

import { multiplyRatio } from '../../../server/money.ts';
import { lastBandFrom, type TaxedCar, taxOf, type TaxOutcome } from './taxed-car.ts';

/** From an unadjusted combined consumption on (tenths of a mile per gallon), an amount in US cents. */
export const gasGuzzlerParameters = Type.Object({
  /** The unadjusted test value in percent of the figure on the label. */
  unadjustedPercentOfLabel: Type.Integer({ minimum: 100 }),
  bands: Type.Array(
    Type.Object({
      fromTenthsMpg: Type.Integer({ minimum: 0 }),
      amountMinor: Type.Integer({ minimum: 0 }),
    }),
    { minItems: 1 },
  ),
});

/**
 * The thirstier the car, the higher its band; from 22.5 mpg on none is due. The law goes by the unadjusted test
 * value, which is estimated from the label's by a usual ratio. Models that are not listed as gas guzzlers, such
 * as all light trucks, owe nothing.
 */
export function calculateGasGuzzler(
  parameters: Static<typeof gasGuzzlerParameters>,
  car: TaxedCar,
): TaxOutcome {
  if (!car.isGasGuzzler) return taxOf(0);
  if (car.gasGuzzlerMpg === null) return { status: 'missing', figure: 'the consumption' };
  const unadjustedTenths = multiplyRatio(
    car.gasGuzzlerMpg * 10,
    parameters.unadjustedPercentOfLabel,
    100,
  );
  const band = lastBandFrom(
    parameters.bands,
    (candidate) => candidate.fromTenthsMpg,
    unadjustedTenths,
  );
  return taxOf(band?.amountMinor ?? 0);
}
