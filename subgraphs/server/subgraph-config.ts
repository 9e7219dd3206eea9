// The configuration that all subgraphs have in common; each team's config.ts reads the environment with it.
import {
  byteSize,
  durationMs,
  type Environment,
  httpUrl,
  parseConfiguration,
  port,
} from '../../runtime/configuration.ts';
import { type LogLevel, logLevels } from '../../runtime/log.ts';
import { z } from 'zod';

/** Settings of one subgraph's process. */
export interface SubgraphConfig {
  readonly host: string;
  readonly port: number;
  /** Base URL of the team's REST service. */
  readonly apiUrl: string;
  /** Without it the cache is embedded. */
  readonly redisUrl: string | undefined;
  readonly cacheMaxBytes: number;
  /** For all REST calls of one request; less than the gateway waits, so that a part of it gets through. */
  readonly timeoutMs: number;
  readonly bodyLimitBytes: number;
  readonly logLevel: LogLevel;
}

/**
 * Reads a subgraph's settings. `prefix` is the team's name as in variable names: `VEHICLE` for
 * `MARQUE_VEHICLE_SUBGRAPH_PORT`.
 *
 * @throws CodedError `CONFIGURATION_INVALID` that lists every fault.
 */
export function parseSubgraphConfig(prefix: string, env: Environment): SubgraphConfig {
  const hostVariable = `MARQUE_${prefix}_SUBGRAPH_HOST`;
  const portVariable = `MARQUE_${prefix}_SUBGRAPH_PORT`;
  const apiVariable = `MARQUE_${prefix}_API_URL`;
  const parsed = parseConfiguration(
    {
      [hostVariable]: z.string().default('127.0.0.1'),
      [portVariable]: port().default(0),
      [apiVariable]: httpUrl(),
      MARQUE_REDIS_URL: z
        .url({ protocol: /^rediss?$/, error: 'expected a redis:// URL' })
        .optional(),
      MARQUE_SUBGRAPH_CACHE_SIZE: byteSize().default(64 * 1_024 ** 2),
      MARQUE_REST_TIMEOUT: durationMs().default(7_000),
      MARQUE_SUBGRAPH_BODY_LIMIT: byteSize().default(4 * 1_024 ** 2),
      MARQUE_LOG_LEVEL: z.enum(logLevels).default('info'),
    },
    env,
  );
  return Object.freeze({
    host: parsed[hostVariable] as string,
    port: parsed[portVariable] as number,
    apiUrl: parsed[apiVariable] as string,
    redisUrl: parsed.MARQUE_REDIS_URL,
    cacheMaxBytes: parsed.MARQUE_SUBGRAPH_CACHE_SIZE,
    timeoutMs: parsed.MARQUE_REST_TIMEOUT,
    bodyLimitBytes: parsed.MARQUE_SUBGRAPH_BODY_LIMIT,
    logLevel: parsed.MARQUE_LOG_LEVEL,
  });
}
