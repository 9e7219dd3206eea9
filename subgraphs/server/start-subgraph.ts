// Opens a subgraph's socket, with a connection pool and a cache of its own, and closes all of it again.
import type { FastifyInstance } from 'fastify';

import { createCacheStore } from '../../cache/create-cache-store.ts';
import type { CacheMetrics, CacheStore } from '../../cache/store.ts';
import { nameAdminPortVariable } from '../../runtime/admin/admin-config.ts';
import { type RunningAdmin, startPartAdmin } from '../../runtime/admin/start-part-admin.ts';
import type { Clock } from '../../runtime/clock.ts';
import { createHttpClient, type HttpClient } from '../../runtime/http/http-client.ts';
import type { HttpLimits } from '../../runtime/http/http-limits.ts';
import { listen } from '../../runtime/listen.ts';
import type { Log } from '../../runtime/log.ts';
import type { RunningPart } from '../../runtime/part.ts';
import { createServerDrain } from '../../runtime/server-drain.ts';
import { addHttpMetrics } from '../../runtime/telemetry/http-metrics.ts';
import { createMetricRegistry } from '../../runtime/telemetry/metric-registry.ts';
import { addUpstreamMetrics } from '../../runtime/telemetry/upstream-metrics.ts';
import type { RandomBytes } from '../../runtime/trace-context.ts';
import { createAnswerInProcess } from './answer-in-process.ts';
import type { SubgraphConfig } from './subgraph-config.ts';
import type { SubgraphMeter } from './subgraph-meter.ts';
import { createSubgraphMetrics } from './subgraph-metrics.ts';

/** What any subgraph is handed by its process. */
export interface SubgraphDependencies {
  readonly clock: Clock;
  readonly log: Log;
  /** Gives a number from 0 up to 1. */
  readonly random: () => number;
  readonly randomBytes: RandomBytes;
  readonly newCorrelationId: () => string;
  readonly meter?: SubgraphMeter | undefined;
}

/** What a team wires its subgraph from. */
export interface SubgraphParts extends SubgraphDependencies {
  readonly httpClient: HttpClient;
  readonly cache: CacheStore;
}

/** Wires one team's subgraph. */
export type CreateSubgraph = (
  config: SubgraphConfig,
  parts: SubgraphParts,
) => Promise<FastifyInstance>;

const drainMs = 5_000;

/** Adds a connection pool and a cache to what the process gives. Opens nothing. */
export function createSubgraphParts(
  config: SubgraphConfig,
  dependencies: SubgraphDependencies,
  limits: Partial<HttpLimits> = {},
  metrics: CacheMetrics = { count: () => undefined },
): SubgraphParts {
  const { clock, log, random } = dependencies;
  const cache = createCacheStore({
    redisUrl: config.redisUrl,
    memoryMaxBytes: config.cacheMaxBytes,
    clock,
    log,
    metrics,
  });
  return { ...dependencies, httpClient: createHttpClient({ clock, log, random, limits }), cache };
}

/**
 * Starts a subgraph. `stop` ends idle sockets at once, answers what is under way for at most 5 s, then closes
 * everything.
 *
 * @throws CodedError `LISTEN_FAILED` with one line for the person who started it.
 */
export async function startSubgraph(
  team: string,
  create: CreateSubgraph,
  config: SubgraphConfig,
  dependencies: SubgraphDependencies,
): Promise<RunningPart> {
  const name = `${team}-subgraph`;
  const { host, port } = config;
  const variable = `MARQUE_${team.toUpperCase()}_SUBGRAPH_PORT`;
  const registry = config.admin && createMetricRegistry(dependencies.clock);
  const meter = registry && createSubgraphMetrics(registry);
  const parts = createSubgraphParts(config, { ...dependencies, meter }, {}, meter);
  const app = await create(config, parts);
  if (registry) {
    addHttpMetrics(app, registry);
    addUpstreamMetrics(registry, () => parts.httpClient.readFigures());
  }
  const drain = createServerDrain(app, {
    drainMs,
    closeUpstreams: () => Promise.all([parts.httpClient.close(), parts.cache.close()]),
  });
  let admin: RunningAdmin | undefined;
  const stop = async (): Promise<void> => {
    await drain();
    await admin?.stop();
  };
  try {
    const url = await listen(app, { part: name, host, port, variable });
    if (registry && config.admin) {
      admin = await startPartAdmin({
        config: config.admin,
        part: name,
        portVariable: nameAdminPortVariable(variable),
        registry,
        readHealth: () => ({ cache: parts.cache.health(), ...parts.httpClient.readFigures() }),
      });
    }
    return { name, url, adminUrl: admin?.url, answer: createAnswerInProcess(app), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
