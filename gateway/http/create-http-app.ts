// The HTTP server around the routes: sizes, times, headers, CORS, faults.
import compress from '@fastify/compress';
import cors from '@fastify/cors';
import fastify, { type FastifyInstance } from 'fastify';

import { acceptCorrelationId, correlationIdHeader } from '../../runtime/correlation-id.ts';
import type { Log } from '../../runtime/log.ts';
import type { GatewayConfig } from '../config.ts';
import { answerClientError, answerFrameworkError, registerErrorHandlers } from './error-handler.ts';
import { registerHeadChecks } from './head-checks.ts';
import { registerHealthRoutes, type HealthState } from './health-routes.ts';
import { registerJsonBody } from './json-body.ts';
import { securityHeaders } from '../../runtime/http/security-headers.ts';

/** What the server stands on. */
export interface HttpAppOptions {
  readonly config: GatewayConfig;
  readonly state: HealthState;
  readonly log: Log;
  readonly newCorrelationId: () => string;
}

// A client that is slower than this is not one that waits for an answer.
const headersTimeoutMs = 5_000;
const bodyTimeoutMs = 15_000;
const timeoutCheckMs = 1_000;
const keepAliveTimeoutMs = 65_000;
const maxHeaderBytes = 16_384;
/** What pages of other origins may read of an answer's headers. */
export const exposedHeaders = [
  correlationIdHeader,
  'retry-after',
  'ratelimit',
  'ratelimit-policy',
] as const;
/** Answers below this are sent as they are. */
export const minCompressedBytes = 1_024;

/** Creates the server with everything but /graphql and the explorer. Listens to nothing yet. */
export async function createHttpApp(options: HttpAppOptions): Promise<FastifyInstance> {
  const { config, state, log, newCorrelationId } = options;
  const app = fastify({
    bodyLimit: config.maxBodyBytes,
    requestTimeout: bodyTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    exposeHeadRoutes: false,
    // A request that still comes by an open connection is answered, with `Connection: close`.
    return503OnClosing: false,
    // No route has a JSON schema, and the compilers of schemas take a tenth of a start to load.
    schemaController: {
      compilersFactory: { buildValidator: refuseSchema, buildSerializer: refuseSchema },
    },
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerClientError,
    http: {
      headersTimeout: headersTimeoutMs,
      connectionsCheckingInterval: timeoutCheckMs,
      maxHeaderSize: maxHeaderBytes,
      // Left to the head checks.
      requireHostHeader: false,
    },
  });

  app.addHook('onRequest', async (request, reply) => {
    const id = acceptCorrelationId(request.headers[correlationIdHeader], newCorrelationId);
    void reply.headers(securityHeaders).header(correlationIdHeader, id);
  });
  registerHeadChecks(app);
  app.addHook('onSend', async (_request, reply) => {
    if (state.isDraining()) void reply.header('connection', 'close');
  });
  // Brotli as it comes takes longer to compress than the bytes take to arrive.
  await app.register(compress, {
    encodings: ['gzip'],
    threshold: minCompressedBytes,
    globalDecompression: false,
  });
  await app.register(cors, {
    origin: [...config.corsOrigins],
    methods: ['GET', 'POST'],
    exposedHeaders: [...exposedHeaders],
    strictPreflight: false,
    maxAge: 600,
  });
  registerJsonBody(app, config.maxBodyBytes);
  registerErrorHandlers(app, log);
  registerHealthRoutes(app, state);
  return app;
}

function refuseSchema(): never {
  throw new Error('Routes of the gateway have no JSON schemas.');
}
