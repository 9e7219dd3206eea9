// Service status and plans, computed in arrays, and the write that records a service.
import { Type } from 'typebox';

import type { Clock } from '../../../runtime/clock.ts';
import { calculateEach, calculationsOf } from '../../server/calculations.ts';
import { idempotencyHeaders, type IdempotentWrites } from '../../server/idempotency.ts';
import { dimensions } from '../../server/schemas.ts';
import type { Service } from '../../server/service.ts';
import { dayOf } from '../../server/validity.ts';
import { statusOfVehicle, type VehicleSources } from '../assess-vehicle.ts';
import { planServices } from '../plan-services.ts';
import { recordService } from '../record-service.ts';
import {
  servicePlan,
  servicePlanInput,
  serviceRecordInput,
  serviceRecordResult,
  serviceStatus,
  vehicleState,
} from '../schemas.ts';

/** What the routes stand on. */
export interface ServiceRouteOptions extends VehicleSources {
  readonly writes: IdempotentWrites;
  readonly clock: Clock;
  readonly newRecordId: () => string;
}

/** Adds `/v1/service-status`, `/v1/service-plans` and `/v1/service-records`. */
export function registerServiceRoutes(service: Service, options: ServiceRouteOptions): void {
  const { data, records, writes, clock, newRecordId } = options;
  const sources = { data, records };

  service.post(
    '/v1/service-status',
    {
      schema: {
        querystring: Type.Object(dimensions),
        body: Type.Object({ items: Type.Array(vehicleState, { maxItems: 100 }) }),
        response: { 200: calculationsOf(serviceStatus) },
      },
    },
    ({ body, query }) => {
      const day = query.at ?? dayOf(clock.nowMs());
      return calculateEach(
        body.items,
        ({ vin }) => vin,
        (state) => statusOfVehicle(sources, state, { day, language: query.language }),
      );
    },
  );
  service.post(
    '/v1/service-plans',
    {
      schema: {
        querystring: Type.Object(dimensions),
        body: Type.Object({ items: Type.Array(servicePlanInput, { maxItems: 20 }) }),
        response: { 200: calculationsOf(servicePlan) },
      },
    },
    ({ body, query }) =>
      calculateEach(
        body.items,
        ({ vehicle }) => vehicle.vin,
        (input) => planServices(sources, input, query.language),
      ),
  );
  service.post(
    '/v1/service-records',
    {
      schema: {
        querystring: Type.Object(dimensions),
        headers: idempotencyHeaders,
        body: serviceRecordInput,
        response: { 201: serviceRecordResult },
      },
    },
    (request, reply) =>
      writes.answer(request, reply, () => ({
        status: 201,
        body: recordService(
          { ...sources, nowMs: () => clock.nowMs(), newRecordId },
          request.body,
          request.query.language,
        ),
      })),
  );
}
