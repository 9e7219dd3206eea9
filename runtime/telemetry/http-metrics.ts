// Counts what a server answers, by the pattern of the route: no ids, so no labels without a bound.
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { MetricRegistry } from './metric-registry.ts';

/** The part of a Fastify instance that is needed. */
interface CountedApp {
  addHook(
    name: 'onResponse',
    hook: (request: FastifyRequest, reply: FastifyReply) => Promise<void>,
  ): unknown;
}

const secondsBounds = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
] as const;
const maxRoutes = 100;
const maxStatuses = 50;

/** Counts the answers of an app from now on. */
export function addHttpMetrics(app: CountedApp, registry: MetricRegistry): void {
  const route = { name: 'route', maxValues: maxRoutes };
  const answers = registry.counter(
    { name: 'marque_http_answers_total', help: 'Answers, by route and status.' },
    [route, { name: 'status', maxValues: maxStatuses }],
  );
  const seconds = registry.histogram(
    {
      name: 'marque_http_request_duration_seconds',
      help: 'From the head of a request to the end of its answer.',
    },
    secondsBounds,
    [route],
  );
  app.addHook('onResponse', async (request, reply) => {
    const url = request.routeOptions.url ?? 'none';
    answers.at(url, String(reply.statusCode)).add();
    seconds.at(url).observe(reply.elapsedTime / 1_000);
  });
}
