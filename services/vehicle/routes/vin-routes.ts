// VIN decoding: one at a time, or in batches that sort out what cannot be decoded.
import { Type } from 'typebox';

import { parseIds } from '../../server/batch.ts';
import { privateFor } from '../../server/caching.ts';
import { calculationFailure } from '../../server/calculations.ts';
import { notFound, ServiceProblem } from '../../server/problem.ts';
import { batchOf, dimensions, idsParameter } from '../../server/schemas.ts';
import type { Service } from '../../server/service.ts';
import type { ReferenceData } from '../reference-data.ts';
import { vinDecoding } from '../schemas.ts';
import type { DecodeVin, VinDecoding } from '../vin/decode-vin.ts';

const cached = privateFor(300);

/** As a batch, and VINs that the market refuses for their check digit. */
const decodings = Type.Object({
  ...batchOf(vinDecoding).properties,
  failures: Type.Array(calculationFailure),
});

/** Adds the routes below `/v1/vins`. */
export function registerVinRoutes(
  service: Service,
  { data, decodeVin }: { readonly data: ReferenceData; readonly decodeVin: DecodeVin },
): void {
  const isCheckDigitRequired = (market: string | undefined): boolean =>
    market !== undefined && data.findMarket(market)?.vinCheckDigitRequired === true;

  service.get(
    '/v1/vins/batch',
    {
      schema: {
        querystring: Type.Object({ ids: idsParameter, ...dimensions }),
        response: { 200: decodings },
      },
      config: cached,
    },
    ({ query }) => {
      const isRequired = isCheckDigitRequired(query.market);
      const items: VinDecoding[] = [];
      const unknown: string[] = [];
      const failures: { key: string; code: string; detail: string }[] = [];
      for (const id of parseIds(query.ids)) {
        const outcome = decodeVin(id, isRequired);
        switch (outcome.status) {
          case 'DECODED':
            items.push(outcome.decoding);
            break;
          case 'CHECK_DIGIT_MISMATCH': {
            const { code, detail } = checkDigitMismatch();
            failures.push({ key: id, code, detail });
            break;
          }
          case 'MALFORMED':
          case 'MAKER_UNKNOWN':
            unknown.push(id);
            break;
          default:
            outcome satisfies never;
        }
      }
      return { items, notFound: unknown, failures };
    },
  );

  service.get(
    '/v1/vins/:vin',
    {
      schema: {
        // Its form is the VIN parser's business, so that each fault has the same code.
        params: Type.Object({ vin: Type.String() }),
        querystring: Type.Object(dimensions),
        response: { 200: vinDecoding },
      },
      config: cached,
    },
    ({ params, query }) => {
      const outcome = decodeVin(params.vin, isCheckDigitRequired(query.market));
      switch (outcome.status) {
        case 'DECODED':
          return outcome.decoding;
        case 'CHECK_DIGIT_MISMATCH':
          throw checkDigitMismatch();
        case 'MALFORMED':
          throw vinInvalid();
        case 'MAKER_UNKNOWN':
          throw notFound('maker of the group for this VIN');
        default:
          return outcome satisfies never;
      }
    },
  );
}

/** 400: the text is no VIN. */
export function vinInvalid(): ServiceProblem {
  return new ServiceProblem(
    'VIN_INVALID',
    400,
    'A VIN has 17 characters: digits and letters other than I, O and Q.',
    'vin',
  );
}

function checkDigitMismatch(): ServiceProblem {
  return new ServiceProblem(
    'VIN_CHECK_DIGIT_MISMATCH',
    422,
    'Place 9 is not the check digit of the other places, as this market requires.',
    'vin',
  );
}
