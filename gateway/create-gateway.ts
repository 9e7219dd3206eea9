// Puts the gateway together: configuration and a supergraph in, a part that can be started out.
import { setTimeout as wait } from 'node:timers/promises';

import type { FastifyInstance } from 'fastify';

import type { RunningAdmin } from '../runtime/admin/start-part-admin.ts';
import { CancellationSource } from '../runtime/cancellation.ts';
import type { Clock } from '../runtime/clock.ts';
import { CodedError } from '../runtime/coded-error.ts';
import { ConfigurationError } from '../runtime/configuration.ts';
import { createHttpClient } from '../runtime/http/http-client.ts';
import type { HttpLimits } from '../runtime/http/http-limits.ts';
import type { InProcessUpstreams } from '../runtime/http/in-process-exchange.ts';
import { listen } from '../runtime/listen.ts';
import type { Log } from '../runtime/log.ts';
import type { RunningPart } from '../runtime/part.ts';
import { createServerDrain } from '../runtime/server-drain.ts';
import { createRandomPool } from '../runtime/random-pool.ts';
import { createMetricRegistry } from '../runtime/telemetry/metric-registry.ts';
import { createTracer } from '../runtime/tracing/tracer.ts';
import type { RandomBytes } from '../runtime/trace-context.ts';
import { startAdmin } from './admin/start-admin.ts';
import type { GatewayConfig } from './config.ts';
import { createConcurrencyLimiter } from './engine/concurrency-limiter.ts';
import type { EngineSubgraph } from './engine/engine.ts';
import { createEngineBuilder } from './engine-builder.ts';
import { type LoadedCallerReader, loadCallerReader } from './guard/load-caller-reader.ts';
import { loadPersistedQueries } from './guard/load-persisted-queries.ts';
import { createOperationGate } from './guard/operation-gate.ts';
import type { PersistedQueries } from './guard/persisted-queries.ts';
import type { RateLimits } from './guard/rate-limits/rate-limits.ts';
import { createHttpApp } from './http/create-http-app.ts';
import { registerExplorer } from './http/explorer-routes.ts';
import { type GraphQLRoute, registerGraphQLRoute } from './http/graphql-route.ts';
import { createEngineSlot } from './release/engine-slot.ts';
import { createGatewayMetrics } from './telemetry/gateway-metrics.ts';
import { type GatewayState, registerStateMetrics } from './telemetry/gateway-state.ts';
import { registerIdentityMetrics } from './telemetry/identity-metrics.ts';
import { registerPersistedQueryMetrics } from './telemetry/persisted-query-metrics.ts';
import { registerRateLimitMetrics } from './telemetry/rate-limit-metrics.ts';
import { createOperationSpans } from './telemetry/operation-spans.ts';
import { registerSpanMetrics } from './telemetry/span-metrics.ts';
import type { Usage, UsageOptions } from './telemetry/usage/start-usage.ts';
import type { OperationReport } from './telemetry/operation-report.ts';

/** What a gateway stands on. */
export interface GatewayDependencies {
  readonly log: Log;
  readonly clock: Clock;
  /** Gives a number from 0 up to 1; `Math.random` fits. */
  readonly random: () => number;
  readonly randomBytes: RandomBytes;
  /** `crypto.randomUUID` fits. */
  readonly newCorrelationId: () => string;
  /** Subgraphs that run in this process are asked without a socket. */
  readonly inProcess?: InProcessUpstreams | undefined;
}

/** What a gateway is made from. */
export interface GatewayOptions extends GatewayDependencies {
  readonly config: GatewayConfig;
  readonly supergraphSdl: string;
  /** All subgraphs of the supergraph, with the URLs to fetch from. */
  readonly subgraphs: readonly EngineSubgraph[];
  /** Bounds of the connections to subgraphs, where they differ from the defaults. */
  readonly httpLimits?: Partial<HttpLimits> | undefined;
  /** Whether requests come through the door of AWS Lambda, which alone can say what an authorizer found. */
  readonly isBehindLambda?: true | undefined;
  /** Where the explorer is built to; without it none is served. */
  readonly explorerDirectory?: string | undefined;
  /** What a build made of the supergraph; where it is not there or does not fit, the start takes longer. */
  readonly preparedReleaseFile?: string | undefined;
  /** Hears of each answered request of /graphql, beside the metrics. */
  readonly onOperation?: ((report: OperationReport) => void) | undefined;
  /**
   * After a start with prepared plans, when to load the planner for operations that are not among
   * them; without it the first of those waits for it.
   */
  readonly loadPlannerAfterMs?: number | undefined;
}

/** A gateway; everything is opened by `start`, or all but the socket by `open`. */
export interface Gateway {
  /**
   * Loads keys and supergraph, and answers in this process by `inject`.
   *
   * @throws CodedError one of `loadCallerReader`, or one of `createReferenceEngine`.
   */
  open(): Promise<FastifyInstance>;
  /**
   * Loads keys and supergraph, then listens.
   *
   * @throws CodedError `LISTEN_FAILED`, `KEY_SET_UNREADABLE`, `KEY_PEPPER_UNREADABLE`, or one of `createReferenceEngine`.
   */
  start(): Promise<RunningPart>;
  /**
   * Builds an engine of another supergraph aside, then serves with it; the one before finishes what
   * it has begun. Rejects like `start` if it cannot be built, and then keeps serving as before.
   */
  reload(supergraphSdl: string, subgraphs: readonly EngineSubgraph[]): Promise<void>;
  /** Waits, shortly, until the spans of what was answered are sent: before a process is frozen. */
  flush(): Promise<void>;
  /** Says that it is not ready, stops accepting, lets requests finish, closes. Safe to call twice. */
  stop(): Promise<void>;
}

// As many as keep the processor busy while others wait for their subgraphs.
const busyConcurrency = 12;

/** Creates a gateway. Opens nothing. */
export function createGateway(options: GatewayOptions): Gateway {
  const { config, log, clock, random } = options;
  const randomBytes = createRandomPool(options.randomBytes);
  const http = createHttpClient({
    clock,
    log,
    random,
    inProcess: options.inProcess,
    limits: options.httpLimits ?? {},
  });
  const limiter = createConcurrencyLimiter({
    busyConcurrency,
    maxWaitMs: config.maxEventLoopWaitMs,
    clock,
  });
  const engines = createEngineSlot(config.drainTimeoutMs, log);
  const lifetime = new CancellationSource();
  const registry = createMetricRegistry(clock);
  const metrics = createGatewayMetrics(registry);
  const closeUpstreams = async (): Promise<void> => {
    await engines.close();
    await http.close();
    await callers?.close();
    await rateLimits?.close();
    await persistedQueries?.close();
  };
  const { tracing: settings } = config;
  const serviceName = 'marque-gateway';
  const tracer = settings && createTracer({ settings, serviceName, clock, log, randomBytes });
  const tracing = tracer && {
    tracer,
    traceOperation: createOperationSpans({ tracer, hasDocuments: config.isTracingDocuments }),
  };
  const flush = async (): Promise<void> => {
    await Promise.all([tracer?.flush(), rateLimits?.flush()]);
  };
  let callers: LoadedCallerReader | undefined;
  let rateLimits: RateLimits | undefined;
  let persistedQueries: PersistedQueries | undefined;
  let app: FastifyInstance | undefined;
  let route: GraphQLRoute | undefined;
  let admin: RunningAdmin | undefined;
  let usage: Usage | undefined;
  let drain = closeUpstreams;
  let isDraining = false;
  let stopped: Promise<void> | undefined;

  const readStatus = (): GatewayState['status'] => {
    if (isDraining) return 'draining';
    return engines.supergraphId() === undefined ? 'starting' : 'ready';
  };
  const readState = (): GatewayState => ({
    status: readStatus(),
    supergraphId: engines.supergraphId(),
    door: route?.readFigures() ?? {
      running: 0,
      waiting: 0,
      isShedding: false,
      isSheddingBatch: false,
    },
    http: http.readFigures(),
    engine: engines.readFigures(),
    drainingEngines: engines.drainingCount,
  });
  registerStateMetrics(registry, readState);
  if (tracer) registerSpanMetrics(registry, tracer);
  registerIdentityMetrics(registry, () => callers?.readFigures());
  registerRateLimitMetrics(registry, () => rateLimits?.readFigures());
  registerPersistedQueryMetrics(registry, () => persistedQueries?.readFigures());

  const buildEngine = createEngineBuilder({
    config,
    limiter,
    http,
    clock,
    log,
    randomBytes,
    prepared: { supergraphSdl: options.supergraphSdl, file: options.preparedReleaseFile },
    loadPlannerAfterMs: options.loadPlannerAfterMs,
  });

  const prepare = async (): Promise<FastifyInstance> => {
    if (config.identity.proxy.isAuthorizerTrusted && !options.isBehindLambda) {
      throw new ConfigurationError([
        'MARQUE_LAMBDA_AUTHORIZER is set, but this is not AWS Lambda: any client could send what it trusts.',
      ]);
    }
    callers = await loadCallerReader(config.identity, { http, clock, log });
    rateLimits = await openRateLimits(config, { clock, log });
    persistedQueries =
      config.persistedQueries &&
      (await loadPersistedQueries(config.persistedQueries, { clock, log }));
    usage = await openUsage(config, { clock, log, random, registry });
    const { supergraphSdl, subgraphs } = options;
    engines.switchTo(await buildEngine({ supergraphSdl, subgraphs, usage: usage?.recorder }));
    app = await createHttpApp({
      config,
      state: { supergraphId: () => engines.supergraphId(), isDraining: () => isDraining },
      log,
      newCorrelationId: options.newCorrelationId,
    });
    app.decorate('flush', flush);
    app.addHook('onResponse', async (request, reply) => {
      metrics.recordHttpAnswer(request.routeOptions.url ?? 'none', reply.statusCode);
    });
    drain = createServerDrain(app, {
      drainMs: config.drainTimeoutMs,
      onCut: () => {
        log.warn({ drainMs: config.drainTimeoutMs }, 'gateway.connections_cut');
        endLifetime(lifetime);
      },
      closeUpstreams,
    });
    await registerExplorer(app, {
      directory: config.isExplorerServed ? options.explorerDirectory : undefined,
      developerTokenFile: config.developerTokenFile,
      log,
    });
    route = registerGraphQLRoute(app, {
      config,
      metrics,
      tracing,
      engines,
      limiter,
      callers,
      rateLimits,
      persistedQueries,
      gate: createOperationGate(config.operationLimits, config.variableLimits),
      clock,
      log,
      randomBytes,
      usage: usage?.recorder,
      onOperation: options.onOperation,
      lifetime,
      newCorrelationId: options.newCorrelationId,
      isDraining: () => isDraining,
    });
    return app;
  };
  const shutDown = async (): Promise<void> => {
    isDraining = true;
    log.info({ delayMs: config.drainDelayMs, drainMs: config.drainTimeoutMs }, 'gateway.draining');
    if (app?.server.listening && config.drainDelayMs > 0) await wait(config.drainDelayMs);
    await drain();
    await tracer?.close();
    await usage?.close();
    // Last, so that it can be watched how the gateway drains.
    await admin?.stop();
  };
  const stop = (): Promise<void> => {
    stopped ??= shutDown();
    return stopped;
  };

  const open = async (): Promise<FastifyInstance> => {
    try {
      return await prepare();
    } catch (error) {
      await stop();
      throw error;
    }
  };

  return {
    open,
    async start() {
      const ready = await open();
      try {
        const { host, port } = config;
        const url = await listen(ready, { part: 'gateway', host, port, variable: 'MARQUE_PORT' });
        admin =
          config.admin &&
          (await startAdmin({
            config: config.admin,
            clock,
            registry,
            metrics,
            readState,
            usage: usage?.access,
          }));
        const adminUrl = admin?.url;
        log.info({ url, adminUrl, supergraphId: engines.supergraphId() }, 'gateway.listening');
        return { name: 'gateway', url, adminUrl, stop };
      } catch (error) {
        await stop();
        throw error;
      }
    },
    async reload(supergraphSdl, subgraphs) {
      const engine = await buildEngine({ supergraphSdl, subgraphs, usage: usage?.recorder });
      if (isDraining) await engine.close();
      else engines.switchTo(engine);
    },
    flush,
    stop,
  };
}

/** Loaded only where somebody may be limited. */
async function openRateLimits(
  { rateLimits: config, budget, identity }: GatewayConfig,
  dependencies: { readonly clock: Clock; readonly log: Log },
): Promise<RateLimits | undefined> {
  const { users, addresses } = config;
  // Keys may have limits, whatever is configured.
  const isNeeded = identity.keys || Object.keys({ ...users, ...addresses }).length > 0;
  if (!isNeeded) return undefined;
  const { loadRateLimits } = await import('./guard/rate-limits/load-rate-limits.ts');
  const { trustedProxies } = identity;
  return await loadRateLimits({ ...dependencies, config, budget, trustedProxies });
}

/** Loaded only where it is configured. */
async function openUsage(
  { usage: config }: GatewayConfig,
  dependencies: Omit<UsageOptions, 'config'>,
): Promise<Usage | undefined> {
  if (!config) return undefined;
  const { startUsage } = await import('./telemetry/usage/start-usage.ts');
  return startUsage({ ...dependencies, config });
}

/** What ends all requests, when the gateway waits for them no longer. */
function endLifetime(lifetime: CancellationSource): void {
  lifetime.cancel(
    new CodedError({
      code: 'DEADLINE_EXCEEDED',
      kind: 'internal',
      message: 'The gateway stops and waits no longer.',
    }),
  );
}
