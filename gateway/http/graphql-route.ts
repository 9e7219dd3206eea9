// The path /graphql: two ways in, one answerer behind both.
import type { FastifyInstance } from 'fastify';

import { correlationIdHeader } from '../../runtime/correlation-id.ts';
import { registerFastPath } from './fast-path.ts';
import { registerGraphQLEndpoint } from './graphql-endpoint.ts';
import { registerLoadShedding } from './load-shedding.ts';
import { createOperationAnswerer, type OperationAnswererOptions } from './operation-answerer.ts';

/** What the route stands on. */
export interface GraphQLRouteOptions extends OperationAnswererOptions {
  readonly newCorrelationId: () => string;
  readonly isDraining: () => boolean;
}

const path = '/graphql';

/** Adds the route, after the hook that sets the correlation id. */
export function registerGraphQLRoute(app: FastifyInstance, options: GraphQLRouteOptions): void {
  const { config, log, newCorrelationId, isDraining } = options;
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url === path) void reply.header('cache-control', 'no-store');
  });
  const { isShedding } = registerLoadShedding(app, path, {
    maxWaitMs: config.maxEventLoopWaitMs,
    log,
  });
  const answer = createOperationAnswerer(options);
  registerGraphQLEndpoint(app, path, (request, reply) =>
    answer(request, reply.raw, String(reply.getHeader(correlationIdHeader))),
  );
  registerFastPath(app.server, {
    path,
    maxBodyBytes: config.maxBodyBytes,
    answer,
    log,
    newCorrelationId,
    isDraining,
    isShedding,
  });
}
