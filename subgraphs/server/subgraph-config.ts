// The configuration that all subgraphs have in common; each team's config.ts reads the environment with it.
import {
  byteSize,
  type DescribedVariable,
  describeVariables,
  durationMs,
  type Environment,
  hostVariable,
  httpUrl,
  logLevelVariable,
  parseVariables,
  portVariable,
  redisVariable,
  variable,
} from '../../runtime/configuration.ts';
import type { LogLevel } from '../../runtime/log.ts';

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
  const names = nameVariables(prefix);
  const parsed = parseVariables(declareVariables(prefix), env);
  return Object.freeze({
    host: parsed[names.host] as string,
    port: parsed[names.port] as number,
    apiUrl: parsed[names.apiUrl] as string,
    redisUrl: parsed.MARQUE_REDIS_URL,
    cacheMaxBytes: parsed.MARQUE_SUBGRAPH_CACHE_SIZE,
    timeoutMs: parsed.MARQUE_REST_TIMEOUT,
    bodyLimitBytes: parsed.MARQUE_SUBGRAPH_BODY_LIMIT,
    logLevel: parsed.MARQUE_LOG_LEVEL,
  });
}

/** Lists a subgraph's variables for the documentation. */
export function describeSubgraphConfiguration(prefix: string): readonly DescribedVariable[] {
  return describeVariables(declareVariables(prefix));
}

function nameVariables(prefix: string) {
  return {
    host: `MARQUE_${prefix}_SUBGRAPH_HOST`,
    port: `MARQUE_${prefix}_SUBGRAPH_PORT`,
    apiUrl: `MARQUE_${prefix}_API_URL`,
  };
}

function declareVariables(prefix: string) {
  const names = nameVariables(prefix);
  return {
    [names.host]: hostVariable(),
    [names.port]: portVariable('0'),
    [names.apiUrl]: variable(httpUrl(), 'Where the REST service of the subgraph answers.'),

    MARQUE_REDIS_URL: redisVariable(),
    MARQUE_SUBGRAPH_CACHE_SIZE: variable(byteSize(), 'Bound of the cache in memory.', '64mb'),
    MARQUE_REST_TIMEOUT: variable(
      durationMs(),
      'Time for all REST calls of one request; less than MARQUE_SUBGRAPH_TIMEOUT of the gateway, or a slow service costs the whole fetch and not only its own fields.',
      '7s',
    ),
    MARQUE_SUBGRAPH_BODY_LIMIT: variable(
      byteSize(),
      'Largest request body that a subgraph takes.',
      '4mb',
    ),
    MARQUE_LOG_LEVEL: logLevelVariable(),
  };
}
