// Registered vehicles: by VIN, by owner, and the mileage that an owner or a dealer reports.
import { Type } from 'typebox';

import type { Clock } from '../../../runtime/clock.ts';
import { collectBatch, parseIds } from '../../server/batch.ts';
import { privateFor } from '../../server/caching.ts';
import { idempotencyHeaders, type IdempotentWrites } from '../../server/idempotency.ts';
import { pageOfRows, pageParameters } from '../../server/page.ts';
import { invalidParameter, notFound, ServiceProblem } from '../../server/problem.ts';
import { batchOf, dimensions, idsParameter, pageOf } from '../../server/schemas.ts';
import type { Service } from '../../server/service.ts';
import { mileageUpdate, vehicle } from '../schemas.ts';
import type { VehicleStore } from '../vehicle-store.ts';
import { parseVin } from '../vin/parse-vin.ts';
import { vinInvalid } from './vin-routes.ts';

/** What the routes stand on. */
export interface VehicleRouteOptions {
  readonly vehicles: VehicleStore;
  readonly writes: IdempotentWrites;
  readonly clock: Clock;
}

const cached = privateFor(60);
const dayMs = 86_400_000;

/** Adds the routes below `/v1/vehicles`. */
export function registerVehicleRoutes(service: Service, options: VehicleRouteOptions): void {
  const { vehicles, writes, clock } = options;
  const findVehicle = (text: string) => {
    const vin = parseVin(text);
    if (!vin) throw vinInvalid();
    const found = vehicles.find(vin.vin);
    if (!found) throw notFound('vehicle');
    return found;
  };

  service.get(
    '/v1/vehicles',
    {
      schema: {
        // Required: nobody lists the vehicles of everybody.
        querystring: Type.Object({
          owner: Type.String({ pattern: '^[A-Za-z0-9._~-]{1,64}$' }),
          ...pageParameters,
          ...dimensions,
        }),
        response: { 200: pageOf(vehicle) },
      },
      config: cached,
    },
    ({ query }) =>
      pageOfRows({ ...query, filter: { owner: query.owner } }, vehicles.listByOwner(query.owner)),
  );
  service.get(
    '/v1/vehicles/batch',
    {
      schema: {
        querystring: Type.Object({ ids: idsParameter, ...dimensions }),
        response: { 200: batchOf(vehicle) },
      },
      config: cached,
    },
    ({ query }) =>
      collectBatch(parseIds(query.ids), (id) => {
        const vin = parseVin(id);
        return vin && vehicles.find(vin.vin);
      }),
  );
  service.get(
    '/v1/vehicles/:vin',
    {
      schema: { params: Type.Object({ vin: Type.String() }), response: { 200: vehicle } },
      config: cached,
    },
    ({ params }) => findVehicle(params.vin),
  );

  service.put(
    '/v1/vehicles/:vin/mileage',
    {
      schema: {
        params: Type.Object({ vin: Type.String() }),
        headers: idempotencyHeaders,
        body: mileageUpdate,
        response: { 200: vehicle },
      },
    },
    (request, reply) => {
      const { mileageKm, mileageAt } = request.body;
      // A day of grace: it is tomorrow already elsewhere.
      if (mileageAt > new Date(clock.nowMs() + dayMs).toISOString().slice(0, 10)) {
        throw invalidParameter('/mileageAt', 'A mileage cannot be of a day to come.');
      }
      return writes.answer(request, reply, () => {
        const known = findVehicle(request.params.vin);
        if (mileageKm < known.mileageKm) {
          throw new ServiceProblem(
            'MILEAGE_BELOW_KNOWN',
            409,
            `The known mileage is ${known.mileageKm} km; a vehicle's mileage does not fall.`,
            '/mileageKm',
          );
        }
        vehicles.saveMileage(known.vin, { mileageKm, mileageAt });
        return { status: 200, body: { ...known, mileageKm, mileageAt } };
      });
    },
  );
}
