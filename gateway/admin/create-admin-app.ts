// The admin port: metrics and health in detail, for operators and their tools, never for clients.
import type { FastifyInstance } from 'fastify';

import type { Clock } from '../../runtime/clock.ts';
import {
  type AdminBaseOptions,
  createAdminBase,
  sendAdminProblem,
} from '../../runtime/admin/create-admin-base.ts';
import { securityHeaders } from '../../runtime/http/security-headers.ts';
import type { ProcessFigures } from '../../runtime/telemetry/process-metrics.ts';
import type { GatewayState } from '../telemetry/gateway-state.ts';
import type { UsageAccess } from '../telemetry/usage/start-usage.ts';
import { describeHealth } from './health-detail.ts';
import type { LiveStream } from './live-stream.ts';
import { registerUsageRoutes } from './usage-routes.ts';

/** What the port shows. */
export interface AdminAppOptions extends AdminBaseOptions {
  readonly readState: () => GatewayState;
  readonly readProcess: () => ProcessFigures;
  readonly live: LiveStream;
  readonly clock: Clock;
  /** Absent where usage is not counted. */
  readonly usage?: UsageAccess | undefined;
}

const streamHeaders = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' };

/** Creates the server; it does not listen yet. Every answer that is not a success is an RFC 9457 problem. */
export function createAdminApp(options: AdminAppOptions): FastifyInstance {
  const { readState, readProcess, live } = options;
  const app = createAdminBase(options);
  app.get('/health', { config: { role: 'reader' } }, (_request, reply) => {
    void reply.send(describeHealth(readState(), readProcess()));
  });
  app.get('/live', { config: { role: 'reader' } }, (_request, reply) => {
    if (live.add(reply.raw) === 'crowded') return sendAdminProblem(reply, 503);
    const { raw } = reply.hijack();
    raw.writeHead(200, { ...securityHeaders, ...streamHeaders });
    raw.flushHeaders();
    return reply;
  });
  if (options.usage) registerUsageRoutes(app, options.usage, options.clock);
  return app;
}
