// Usage on the admin port: readers see what is counted, operators see recordings and erase a client.
import type { FastifyInstance } from 'fastify';

import { sendAdminProblem } from '../../runtime/admin/create-admin-base.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { UsageAccess } from '../telemetry/usage/start-usage.ts';
import { dayOf, isDay } from '../telemetry/usage/usage-store.ts';

const badDay = '`day` must be a day of the calendar, such as 2026-01-31.';
const storeAway = 'The store of usage cannot be reached; try again later.';

/** Adds the routes. A store that cannot be reached is answered with 503. */
export function registerUsageRoutes(app: FastifyInstance, usage: UsageAccess, clock: Clock): void {
  const readDay = (query: unknown): string | undefined => {
    const { day = dayOf(clock.nowMs()) } = query as { readonly day?: unknown };
    return typeof day === 'string' && isDay(day) ? day : undefined;
  };
  app.get('/usage', { config: { role: 'reader' } }, async (request, reply) => {
    const day = readDay(request.query);
    if (day === undefined) return sendAdminProblem(reply, 400, badDay);
    const report = await usage.readDay(day).catch(() => undefined);
    return report ?? sendAdminProblem(reply, 503, storeAway);
  });
  app.get('/usage/recordings', { config: { role: 'operator' } }, async (request, reply) => {
    const day = readDay(request.query);
    if (day === undefined) return sendAdminProblem(reply, 400, badDay);
    const recordings = await usage.readRecordings(day).catch(() => undefined);
    return recordings ? { day, recordings } : sendAdminProblem(reply, 503, storeAway);
  });
  app.delete('/usage/clients/:name', { config: { role: 'operator' } }, async (request, reply) => {
    const { name } = request.params as { readonly name: string };
    const erased = await usage.eraseClient(name).catch(() => undefined);
    return erased === undefined
      ? sendAdminProblem(reply, 503, storeAway)
      : { client: name, erased };
  });
}
