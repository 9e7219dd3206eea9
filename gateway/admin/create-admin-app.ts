// The admin port: metrics and health in detail, for operators and their tools, never for clients.
import fastify, { type FastifyInstance } from 'fastify';

import type { Clock } from '../../runtime/clock.ts';
import { metricsMediaType, type MetricRegistry } from '../../runtime/telemetry/metric-registry.ts';
import type { ProcessFigures } from '../../runtime/telemetry/process-metrics.ts';
import { securityHeaders } from '../http/security-headers.ts';
import type { GatewayState } from '../telemetry/gateway-state.ts';
import type { UsageAccess } from '../telemetry/usage/start-usage.ts';
import { type AdminRole, createAdminAccess, type AdminTokens } from './admin-access.ts';
import { describeHealth } from './health-detail.ts';
import type { LiveStream } from './live-stream.ts';
import { sendProblem } from './problem.ts';
import { registerUsageRoutes } from './usage-routes.ts';

/** What the port shows. */
export interface AdminAppOptions {
  readonly tokens: AdminTokens;
  readonly registry: MetricRegistry;
  readonly readState: () => GatewayState;
  readonly readProcess: () => ProcessFigures;
  readonly live: LiveStream;
  readonly clock: Clock;
  /** Absent where usage is not counted. */
  readonly usage?: UsageAccess | undefined;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** On the admin port: who may use the route. */
    role?: AdminRole;
  }
}

const requestTimeoutMs = 10_000;
const keepAliveTimeoutMs = 65_000;
const maxClientNameCharacters = 256;
const streamHeaders = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' };
const statusByDecision = { unauthenticated: 401, forbidden: 403 } as const;

/** Creates the server; it does not listen yet. Every answer that is not a success is an RFC 9457 problem. */
export function createAdminApp(options: AdminAppOptions): FastifyInstance {
  const { registry, readState, readProcess, live } = options;
  const decide = createAdminAccess(options.tokens);
  const app = fastify({
    bodyLimit: 1_024,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: maxClientNameCharacters },
  });

  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(securityHeaders).header('cache-control', 'no-store');
    // A path that leads nowhere is told to nobody who may not know.
    const decision = decide(request.headers, request.routeOptions.config.role ?? 'reader');
    if (decision === 'allowed') return undefined;
    if (decision === 'unauthenticated') void reply.header('www-authenticate', 'Bearer');
    return sendProblem(reply, statusByDecision[decision]);
  });
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, 404));
  app.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) =>
    sendProblem(reply, error.statusCode ?? 500),
  );

  app.get('/metrics', { config: { role: 'reader' } }, (_request, reply) => {
    void reply.header('content-type', metricsMediaType).send(registry.write());
  });
  app.get('/health', { config: { role: 'reader' } }, (_request, reply) => {
    void reply.send(describeHealth(readState(), readProcess()));
  });
  app.get('/live', { config: { role: 'reader' } }, (_request, reply) => {
    if (live.add(reply.raw) === 'crowded') return sendProblem(reply, 503);
    const { raw } = reply.hijack();
    raw.writeHead(200, { ...securityHeaders, ...streamHeaders });
    raw.flushHeaders();
    return reply;
  });
  if (options.usage) registerUsageRoutes(app, options.usage, options.clock);
  return app;
}
