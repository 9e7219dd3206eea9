// The HTTP server with both ways in to /graphql, over an engine that the test writes.
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import type { FastifyInstance } from 'fastify';
import type { HTTPGraphQLResponse } from '@apollo/server';

import { parseGatewayConfig } from '../../../gateway/config.ts';
import {
  type ConcurrencyLimiter,
  createConcurrencyLimiter,
} from '../../../gateway/engine/concurrency-limiter.ts';
import { type CallerReader, createCallerReader } from '../../../gateway/guard/caller.ts';
import { createIdentityReader } from '../../../gateway/guard/identity.ts';
import { createOperationGate } from '../../../gateway/guard/operation-gate.ts';
import { createHttpApp } from '../../../gateway/http/create-http-app.ts';
import type { GraphQLRequest } from '../../../gateway/http/graphql-request.ts';
import { registerGraphQLRoute } from '../../../gateway/http/graphql-route.ts';
import { createHeaderMap } from '../../../gateway/http/header-map.ts';
import type { RequestContext } from '../../../gateway/http/request-context.ts';
import { createEngineSlot } from '../../../gateway/release/engine-slot.ts';
import { createGatewayMetrics } from '../../../gateway/telemetry/gateway-metrics.ts';
import { systemClock } from '../../../runtime/clock.ts';
import type { CancellationSource } from '../../../runtime/cancellation.ts';
import { createMetricRegistry } from '../../../runtime/telemetry/metric-registry.ts';
import { createRecordingLog, type LogEvent } from '../recording-log.ts';

/** The server, which listens. */
export interface EngineApp {
  readonly app: FastifyInstance;
  readonly port: number;
  readonly events: readonly LogEvent[];
  /** Sockets that are open. */
  socketCount(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts it on a free port. */
export async function startEngineApp(options: {
  answer: (request: GraphQLRequest, context: RequestContext) => Promise<HTTPGraphQLResponse>;
  lifetime: CancellationSource;
  isDraining?: () => boolean;
  env?: Record<string, string>;
  /** Without it one under which nobody waits. */
  limiter?: ConcurrencyLimiter;
  /** Without it nobody can prove anything. */
  callers?: CallerReader;
}): Promise<EngineApp> {
  const { answer, lifetime, isDraining = () => false, env = {} } = options;
  const { log, events } = createRecordingLog();
  const config = parseGatewayConfig({ MARQUE_PORT: '0', ...env });
  const engines = createEngineSlot(0, log);
  engines.switchTo({
    supergraphId: 'test',
    answer,
    close: () => Promise.resolve(),
    readFigures: () => ({ flights: new Map() }),
  });
  const newCorrelationId = randomUUID;
  const app = await createHttpApp({
    config,
    state: { supergraphId: () => 'test', isDraining },
    log,
    newCorrelationId,
  });
  registerGraphQLRoute(app, {
    config,
    engines,
    limiter:
      options.limiter ??
      createConcurrencyLimiter({ busyConcurrency: 12, maxWaitMs: 0, clock: systemClock }),
    metrics: createGatewayMetrics(createMetricRegistry(systemClock)),
    callers:
      options.callers ??
      createCallerReader({ tokens: createIdentityReader([], systemClock), isKeyRequired: false }),
    gate: createOperationGate(config.operationLimits, config.variableLimits),
    clock: systemClock,
    log,
    randomBytes,
    lifetime,
    newCorrelationId,
    isDraining,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    app,
    port: (app.server.address() as AddressInfo).port,
    events,
    socketCount: () =>
      new Promise((resolve, reject) => {
        app.server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
      }),
    async stop() {
      const closed = once(app.server, 'close');
      app.server.closeAllConnections();
      await app.close();
      await closed;
      await engines.close();
    },
  };
}

/** An engine's answer. */
export function writeJson(text: string): HTTPGraphQLResponse {
  return {
    status: 200,
    headers: createHeaderMap([['content-type', 'application/json; charset=utf-8']]),
    body: { kind: 'complete', string: text },
  };
}
