// The configuration that all subgraphs have in common; each team's config.ts reads the environment with it.
import {
  type AdminConfig,
  adminAccessVariables,
  partAdminPortVariable,
  readPartAdmin,
} from '../../runtime/admin/admin-config.ts';
import {
  byteSize,
  type DescribedVariable,
  describeVariables,
  durationMs,
  type Environment,
  filePath,
  hostVariable,
  httpUrl,
  logLevelVariable,
  parseVariables,
  portVariable,
  redisUrlVariable,
  variable,
} from '../../runtime/configuration.ts';
import type { LogLevel } from '../../runtime/log.ts';
import {
  readTraceSettings,
  type TraceSettings,
  traceVariables,
} from '../../runtime/tracing/trace-settings.ts';

/** Settings of one subgraph's process. */
export interface SubgraphConfig {
  readonly host: string;
  readonly port: number;
  /** Absent: no admin port is opened. */
  readonly admin?: AdminConfig | undefined;
  /** Base URL of the team's REST service. */
  readonly apiUrl: string;
  /** Without it the cache is embedded. */
  readonly redisUrl: string | undefined;
  readonly cacheMaxBytes: number;
  /** For all REST calls of one request; less than the gateway waits, so that a part of it gets through. */
  readonly timeoutMs: number;
  readonly bodyLimitBytes: number;
  readonly logLevel: LogLevel;
  /** Absent: nothing is traced. */
  readonly tracing?: TraceSettings | undefined;
  /** Absent: whoever asks is taken for the gateway. */
  readonly gatewayKeysFile?: string | undefined;
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
  const own: Readonly<Record<string, unknown>> = parsed;
  return Object.freeze({
    host: own[names.host] as string,
    port: own[names.port] as number,
    admin: readPartAdmin(parsed, own[names.adminPort] as number | undefined),
    apiUrl: own[names.apiUrl] as string,
    redisUrl: parsed.MARQUE_REDIS_URL,
    cacheMaxBytes: parsed.MARQUE_SUBGRAPH_CACHE_SIZE,
    timeoutMs: parsed.MARQUE_REST_TIMEOUT,
    bodyLimitBytes: parsed.MARQUE_SUBGRAPH_BODY_LIMIT,
    logLevel: parsed.MARQUE_LOG_LEVEL,
    tracing: readTraceSettings(parsed),
    gatewayKeysFile: parsed.MARQUE_GATEWAY_JWKS_FILE,
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
    adminPort: `MARQUE_${prefix}_SUBGRAPH_ADMIN_PORT`,
    apiUrl: `MARQUE_${prefix}_API_URL`,
  };
}

function declareVariables(prefix: string) {
  const names = nameVariables(prefix);
  return {
    [names.host]: hostVariable(),
    [names.port]: portVariable('0'),
    [names.adminPort]: partAdminPortVariable(),
    ...adminAccessVariables,
    [names.apiUrl]: variable(httpUrl(), 'Where the REST service of the subgraph answers.'),

    MARQUE_REDIS_URL: redisUrlVariable(),
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
    MARQUE_GATEWAY_JWKS_FILE: variable(
      filePath().optional(),
      "JSON Web Key Set with the gateway's public keys, several while they change. Requests without a token that one of them signed are refused. Without it whoever asks is taken for the gateway.",
    ),
    MARQUE_LOG_LEVEL: logLevelVariable(),
    ...traceVariables,
  };
}
