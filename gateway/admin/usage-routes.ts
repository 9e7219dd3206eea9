// Usage on the admin port: readers see what is counted, operators see recordings and erase a client.
import type { FastifyInstance } from 'fastify';

import type { Clock } from '../../runtime/clock.ts';
import type { UsageAccess } from '../telemetry/usage/start-usage.ts';
import { dayOf, isDay } from '../telemetry/usage/usage-store.ts';
import { sendProblem } from './problem.ts';

/** Adds the routes. A store that cannot be reached is answered with 503. */
export function registerUsageRoutes(app: FastifyInstance, usage: UsageAccess, clock: Clock): void {
  const readDay = (query: unknown): string | undefined => {
    const { day = dayOf(clock.nowMs()) } = query as { readonly day?: unknown };
    return typeof day === 'string' && isDay(day) ? day : undefined;
  };
  app.get('/usage', { config: { role: 'reader' } }, async (request, reply) => {
    const day = readDay(request.query);
    if (day === undefined) return sendProblem(reply, 400);
    const report = await usage.readDay(day).catch(() => undefined);
    return report ?? sendProblem(reply, 503);
  });
  app.get('/usage/recordings', { config: { role: 'operator' } }, async (request, reply) => {
    const day = readDay(request.query);
    if (day === undefined) return sendProblem(reply, 400);
    const recordings = await usage.readRecordings(day).catch(() => undefined);
    return recordings ? { day, recordings } : sendProblem(reply, 503);
  });
  app.delete('/usage/clients/:name', { config: { role: 'operator' } }, async (request, reply) => {
    const { name } = request.params as { readonly name: string };
    const erased = await usage.eraseClient(name).catch(() => undefined);
    return erased === undefined ? sendProblem(reply, 503) : { client: name, erased };
  });
}
