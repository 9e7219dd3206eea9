// The gateway's configuration: the only place of the gateway that knows environment variables.
import type { AdminConfig } from '../runtime/admin/admin-config.ts';
import {
  byteSize,
  choice,
  commaList,
  ConfigurationError,
  type DescribedVariable,
  describeVariables,
  durationMs,
  type Environment,
  filePath,
  flag,
  hostVariable,
  httpUrl,
  logLevelVariable,
  parseVariables,
  portVariable,
  variable,
  type Variables,
} from '../runtime/configuration.ts';
import { adminVariables, readAdminConfig } from './admin/admin-config.ts';
import { marketLanguages } from './config-values.ts';
import type { UnauthorizedHandling } from './engine/operation-hooks.ts';
import { budgetVariables, readBudget } from './guard/budget-config.ts';
import {
  type IdentityConfig,
  identityVariables,
  readIdentityConfig,
} from './guard/identity-config.ts';
import { type LimitConfig, limitVariables, readLimits } from './guard/limit-config.ts';
import type { BudgetConfig } from './guard/operation-budget.ts';
import {
  type RateLimitConfig,
  rateLimitVariables,
  readRateLimits,
} from './guard/rate-limits/rate-limit-config.ts';
import {
  type PersistedQueryConfig,
  persistedQueryVariables,
  readPersistedQueries,
} from './guard/persisted-query-config.ts';
import { readSchemaAccess, schemaAccessVariables } from './guard/schema-access-config.ts';
import type { SchemaAccess } from './guard/schema-access.ts';
import { readSigning, type SigningConfig, signingVariables } from './guard/signing-config.ts';
import type { PartialSuccessStatus } from './http/answer-status.ts';
import type { MarketLanguages } from './http/dimension-headers.ts';
import {
  readUsageConfig,
  type UsageConfig,
  usageVariables,
} from './telemetry/usage/usage-config.ts';
import type { LogLevel } from '../runtime/log.ts';
import {
  readTraceSettings,
  type TraceSettings,
  traceVariables,
} from '../runtime/tracing/trace-settings.ts';

/** Everything that can be set about a gateway; durations in milliseconds, sizes in bytes. */
export interface GatewayConfig extends LimitConfig {
  /** What one operation may cost. */
  readonly budget: BudgetConfig;
  /** What callers may take in a minute. */
  readonly rateLimits: RateLimitConfig;
  readonly environment: 'local' | 'production';
  readonly host: string;
  readonly port: number;
  /** Absent: no admin port is opened. */
  readonly admin?: AdminConfig | undefined;
  readonly logLevel: LogLevel;
  /** Absent: nothing is traced. */
  readonly tracing?: TraceSettings | undefined;
  /** Whether traces show documents, without any value in them. */
  readonly isTracingDocuments: boolean;
  readonly engine: 'compiled' | 'reference';
  /** Labels of progressive overrides that are on. */
  readonly overrideLabels: readonly string[];
  readonly requestTimeoutMs: number;
  readonly subgraphTimeoutMs: number;
  readonly maxSubgraphResponseBytes: number;
  readonly maxBodyBytes: number;
  /** Absent: hashes do not stand for documents. */
  readonly persistedQueries?: PersistedQueryConfig | undefined;
  readonly schemaAccess: SchemaAccess;
  /** Whether queries may come by GET. */
  readonly isGetAnswered: boolean;
  /** Whether a GET is answered that any page can make a browser send. */
  readonly isGetWithoutPreflightAllowed: boolean;
  readonly partialSuccessStatus: PartialSuccessStatus;
  /** Whether equal queries that are asked at the same time are run once. */
  readonly isSharingRuns: boolean;
  /** What is done with an operation that selects what its caller may not see. */
  readonly unauthorized: UnauthorizedHandling;
  /** The private key that tokens for subgraphs are signed with; absent: they get none. */
  readonly subgraphKeyFile?: string | undefined;
  /** Absent: no request to a subgraph is signed for AWS. */
  readonly signing?: SigningConfig | undefined;
  /** Show what an operation cost to everyone, or only to callers with the scope `cost:read`. */
  readonly cost: 'always' | 'scope';
  readonly corsOrigins: readonly string[];
  readonly identity: IdentityConfig;
  /** Whether browsers get the explorer at `/`. */
  readonly isExplorerServed: boolean;
  /** The explorer may sign in with the token in this file; only in the environment `local`. */
  readonly developerTokenFile?: string | undefined;
  readonly marketLanguages: MarketLanguages;
  /** Absent: usage is not counted. */
  readonly usage?: UsageConfig | undefined;
  readonly drainDelayMs: number;
  readonly drainTimeoutMs: number;
  /** Mean wait of a request for the event loop; 0 for no limit. */
  readonly maxEventLoopWaitMs: number;
  /** By subgraph name. */
  readonly subgraphUrls: ReadonlyMap<string, string>;
}

const graphDirectory = variable(
  filePath().optional(),
  "Folder with `schema/supergraph.graphql` and `subgraphs/<name>/schema.graphql` of each subgraph in it; the project's own without it.",
);

const variables = {
  MARQUE_GRAPH_DIR: graphDirectory,
  MARQUE_ENVIRONMENT: variable(
    choice(['local', 'production']),
    '`local` switches on what helps while developing; nothing else does.',
    'production',
  ),
  MARQUE_HOST: hostVariable(),
  MARQUE_PORT: portVariable('4000'),
  ...adminVariables,
  MARQUE_LOG_LEVEL: logLevelVariable(),
  ...traceVariables,
  MARQUE_TRACE_DOCUMENTS: variable(
    flag(),
    'Whether spans show the document, with every literal value in it left out.',
    'false',
  ),
  MARQUE_ENGINE: variable(
    choice(['compiled', 'reference']),
    'What executes operations: `compiled` compiles their plans, `reference` is `ApolloGateway`.',
    'compiled',
  ),
  MARQUE_OVERRIDE_LABELS: variable(
    commaList().optional(),
    'Labels of `@override(label:)` that are on. `percent(x)` is on for x of 100 callers without being listed. Only for the engine `compiled`.',
  ),
  MARQUE_REQUEST_TIMEOUT: variable(durationMs(), 'Time for a whole operation.', '15s'),
  MARQUE_SUBGRAPH_TIMEOUT: variable(durationMs(), 'Time for one fetch from a subgraph.', '8s'),
  MARQUE_SUBGRAPH_MAX_RESPONSE: variable(byteSize(), 'Largest answer of a subgraph.', '10mb'),
  MARQUE_MAX_BODY: variable(byteSize(), 'Largest request body, also after gunzip.', '1mb'),
  ...limitVariables,
  ...budgetVariables,
  ...rateLimitVariables,
  ...persistedQueryVariables,
  ...schemaAccessVariables,
  MARQUE_GET: variable(
    flag(),
    'Whether queries may come by GET; mutations never do. Where it is false, GET is 405.',
    'true',
  ),
  MARQUE_GET_WITHOUT_PREFLIGHT: variable(
    flag(),
    'Whether a query by GET is answered without a header that makes browsers ask first. Then any page can make its visitors send queries, though not read the answers.',
    'false',
  ),
  MARQUE_PARTIAL_SUCCESS_STATUS: variable(
    choice(['200', '294']),
    'Status of an answer with data and errors, for clients that accept `application/graphql-response+json`.',
    '200',
  ),
  MARQUE_SHARE_EQUAL_QUERIES: variable(
    flag(),
    'Run equal queries that are asked at the same time, by callers whose answers cannot differ, once. Fetches are shared in any case.',
    'false',
  ),
  MARQUE_COST: variable(
    choice(['always', 'scope']).optional(),
    'Who sees `extensions.marque`: everyone, or callers with the scope `cost:read`. Without it: `always` in the environment `local`, else `scope`.',
  ),
  MARQUE_CORS_ORIGINS: variable(
    commaList().optional(),
    'Origins of browser apps that may call, such as `https://configurator.example`; none without it.',
  ),
  ...identityVariables,
  MARQUE_SUBGRAPH_KEY_FILE: variable(
    filePath().optional(),
    'Private Ed25519 key as a JSON Web Key with a `kid`, which signs the token that goes along with each fetch. Without it subgraphs get none.',
  ),
  ...signingVariables,
  MARQUE_UNAUTHORIZED: variable(
    choice(['null', 'refuse']),
    'What is done with an operation that selects what its caller may not see: those parts are null with an error each, or all of it is refused. The engine `reference` always refuses.',
    'null',
  ),
  MARQUE_EXPLORER: variable(
    flag().optional(),
    'Whether browsers get the explorer at `/`. Without it: where everyone may query the schema.',
  ),
  MARQUE_DEVELOPER_TOKEN_FILE: variable(
    filePath().optional(),
    'Token that the explorer may sign in with, on this machine only; refused outside the environment `local`.',
  ),
  MARQUE_MARKET_LANGUAGES: variable(
    marketLanguages(),
    "Each market's languages, the default first.",
    'DE=de,FR=fr,AT=de,NL=nl,GB=en,US=en,JP=ja,CH=de+fr+it',
  ),
  ...usageVariables,
  MARQUE_DRAIN_DELAY: variable(
    durationMs(),
    'How long a stopping gateway says that it is not ready before it stops accepting.',
    '0ms',
  ),
  MARQUE_DRAIN_TIMEOUT: variable(
    durationMs(),
    'How long a stopping gateway lets requests finish before it closes their connections.',
    '10s',
  ),
  MARQUE_MAX_EVENT_LOOP_WAIT: variable(
    durationMs(),
    'Mean wait for the event loop above which operations are refused with 503; `0ms` for never.',
    '1s',
  ),
} as const satisfies Variables;

const subgraphUrl = variable(
  httpUrl(),
  'Where a subgraph answers, such as `http://127.0.0.1:4101/graphql`.',
);

/**
 * Reads the configuration. With names of subgraphs, `MARQUE_<NAME>_SUBGRAPH_URL` of each is needed.
 *
 * @throws CodedError `CONFIGURATION_INVALID`, listing every fault.
 */
export function parseGatewayConfig(
  env: Environment = process.env,
  subgraphNames: readonly string[] = [],
): GatewayConfig {
  const urlVariables = Object.fromEntries(
    subgraphNames.map((name) => [subgraphUrlVariable(name), subgraphUrl]),
  );
  const read = parseVariables({ ...variables, ...urlVariables }, env);
  const urls: Readonly<Record<string, unknown>> = read;
  const isLocal = read.MARQUE_ENVIRONMENT === 'local';
  const schemaAccess = readSchemaAccess(read, isLocal);
  if (read.MARQUE_DEVELOPER_TOKEN_FILE !== undefined && !isLocal) {
    throw new ConfigurationError([
      'MARQUE_DEVELOPER_TOKEN_FILE hands a token to browsers; leave it out, or set MARQUE_ENVIRONMENT=local.',
    ]);
  }

  if (read.MARQUE_GET_WITHOUT_PREFLIGHT && !read.MARQUE_GET) {
    throw new ConfigurationError([
      'MARQUE_GET_WITHOUT_PREFLIGHT=true says how GET is answered, but MARQUE_GET=false; leave one of them out.',
    ]);
  }

  return Object.freeze<GatewayConfig>({
    environment: read.MARQUE_ENVIRONMENT,
    host: read.MARQUE_HOST,
    port: read.MARQUE_PORT,
    admin: readAdminConfig(read, read.MARQUE_PORT),
    logLevel: read.MARQUE_LOG_LEVEL,
    tracing: readTraceSettings(read),
    isTracingDocuments: read.MARQUE_TRACE_DOCUMENTS,
    engine: read.MARQUE_ENGINE,
    overrideLabels: read.MARQUE_OVERRIDE_LABELS ?? [],
    requestTimeoutMs: read.MARQUE_REQUEST_TIMEOUT,
    subgraphTimeoutMs: read.MARQUE_SUBGRAPH_TIMEOUT,
    maxSubgraphResponseBytes: read.MARQUE_SUBGRAPH_MAX_RESPONSE,
    maxBodyBytes: read.MARQUE_MAX_BODY,
    ...readLimits(read),
    budget: readBudget(read),
    rateLimits: readRateLimits(read),
    persistedQueries: readPersistedQueries(read),
    schemaAccess,
    isGetAnswered: read.MARQUE_GET,
    isGetWithoutPreflightAllowed: read.MARQUE_GET_WITHOUT_PREFLIGHT,
    partialSuccessStatus: read.MARQUE_PARTIAL_SUCCESS_STATUS === '294' ? 294 : 200,
    unauthorized: read.MARQUE_UNAUTHORIZED,
    subgraphKeyFile: read.MARQUE_SUBGRAPH_KEY_FILE,
    signing: readSigning(read, subgraphNames),
    isSharingRuns: read.MARQUE_SHARE_EQUAL_QUERIES,
    cost: read.MARQUE_COST ?? (isLocal ? 'always' : 'scope'),
    corsOrigins: read.MARQUE_CORS_ORIGINS ?? [],
    identity: readIdentityConfig(read),
    isExplorerServed: read.MARQUE_EXPLORER ?? schemaAccess === 'everyone',
    developerTokenFile: read.MARQUE_DEVELOPER_TOKEN_FILE,
    marketLanguages: read.MARQUE_MARKET_LANGUAGES,
    usage: readUsageConfig(read),
    drainDelayMs: read.MARQUE_DRAIN_DELAY,
    drainTimeoutMs: read.MARQUE_DRAIN_TIMEOUT,
    maxEventLoopWaitMs: read.MARQUE_MAX_EVENT_LOOP_WAIT,
    subgraphUrls: new Map(
      subgraphNames.map((name) => [name, String(urls[subgraphUrlVariable(name)])]),
    ),
  });
}

/**
 * Reads which graph is served, of which the names of subgraphs are known only afterwards.
 *
 * @throws CodedError `CONFIGURATION_INVALID` if it is set to nothing.
 */
export function parseGraphDirectory(env: Environment = process.env): string | undefined {
  return parseVariables({ MARQUE_GRAPH_DIR: graphDirectory }, env).MARQUE_GRAPH_DIR;
}

/** Lists the gateway's variables for the documentation. */
export function describeConfiguration(): readonly DescribedVariable[] {
  return describeVariables({ ...variables, 'MARQUE_<NAME>_SUBGRAPH_URL': subgraphUrl });
}

/** Names the variable that holds a subgraph's URL: `pricing` → `MARQUE_PRICING_SUBGRAPH_URL`. */
export function subgraphUrlVariable(subgraph: string): string {
  return `MARQUE_${subgraph.toUpperCase().replaceAll('-', '_')}_SUBGRAPH_URL`;
}
