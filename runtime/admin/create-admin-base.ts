// What every admin port has: who may ask, problems for all that is no success, and the metrics.
import { STATUS_CODES } from 'node:http';

import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';

import { securityHeaders } from '../http/security-headers.ts';
import { metricsMediaType, type MetricRegistry } from '../telemetry/metric-registry.ts';
import { type AdminRole, type AdminTokens, createAdminAccess } from './admin-access.ts';

/** What the port stands on. */
export interface AdminBaseOptions {
  readonly tokens: AdminTokens;
  readonly registry: MetricRegistry;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** On an admin port: who may use the route; `reader` unless it says otherwise. */
    role?: AdminRole;
  }
}

const requestTimeoutMs = 10_000;
const keepAliveTimeoutMs = 65_000;
// Names of clients.
const maxParameterCharacters = 256;
const statusByDecision = { unauthenticated: 401, forbidden: 403 } as const;

/** Creates the server; it does not listen yet. Every answer that is not a success is an RFC 9457 problem. */
export function createAdminBase({ tokens, registry }: AdminBaseOptions): FastifyInstance {
  const decide = createAdminAccess(tokens);
  const app = fastify({
    bodyLimit: 1_024,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: maxParameterCharacters },
  });

  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(securityHeaders).header('cache-control', 'no-store');
    // A path that leads nowhere is told to nobody who may not know.
    const decision = decide(request.headers, request.routeOptions.config.role ?? 'reader');
    if (decision === 'allowed') return undefined;
    if (decision === 'unauthenticated') void reply.header('www-authenticate', 'Bearer');
    return sendAdminProblem(reply, statusByDecision[decision]);
  });
  app.setNotFoundHandler((_request, reply) => sendAdminProblem(reply, 404));
  app.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) =>
    sendAdminProblem(reply, error.statusCode ?? 500),
  );
  app.get('/metrics', { config: { role: 'reader' } }, (_request, reply) => {
    void reply.header('content-type', metricsMediaType).send(registry.write());
  });
  return app;
}

/** Sends an RFC 9457 problem; `detail` says what to do about it. */
export function sendAdminProblem(
  reply: FastifyReply,
  status: number,
  detail?: string,
): FastifyReply {
  return reply
    .status(status)
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify({ title: STATUS_CODES[status] ?? 'Error', status, detail }));
}
