// WLTP figures of configurations, computed in arrays.
import { Type } from 'typebox';

import { calculateEach, calculationsOf } from '../../server/calculations.ts';
import type { ServiceProblem } from '../../server/problem.ts';
import type { Service } from '../../server/service.ts';
import type { Wltp, WltpInput } from '../calculate-wltp.ts';
import { wltp, wltpCalculationInput } from '../schemas.ts';

/** Adds `/v1/wltp-calculations`. */
export function registerWltpRoutes(
  service: Service,
  calculateWltp: (input: WltpInput) => Wltp | ServiceProblem,
): void {
  service.post(
    '/v1/wltp-calculations',
    {
      schema: {
        body: Type.Object({ items: Type.Array(wltpCalculationInput, { maxItems: 100 }) }),
        response: { 200: calculationsOf(wltp) },
      },
    },
    ({ body }) =>
      calculateEach(body.items, ({ configurationId }) => configurationId, calculateWltp),
  );
}
