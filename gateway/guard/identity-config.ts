// The settings of who may ask, tokens and API keys, as part of the gateway's configuration.
import {
  commaList,
  ConfigurationError,
  durationMs,
  filePath,
  flag,
  headerName,
  httpUrl,
  plainText,
  redisUrlVariable,
  secretToken,
  variable,
  type Variables,
} from '../../runtime/configuration.ts';
import type { PepperSource } from './keys/key-digest.ts';
import type { KeyPlace } from './keys/open-key-store.ts';
import { isNetwork, type ProxyConfig, type ProxyHeaderConfig } from './proxy-identity.ts';
import type { TokenConfig } from './token-config.ts';

/** Who may ask. */
export interface IdentityConfig {
  /** Absent: no token is accepted. */
  readonly tokens?: TokenConfig | undefined;
  /** Absent: API keys are not read. */
  readonly keys?: KeyConfig | undefined;
  /** Whether a request without a key is refused. */
  readonly isKeyRequired: boolean;
  readonly proxy: ProxyConfig;
  /** Addresses and networks whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** Absent: no caller satisfies any policy. */
  readonly policiesFile?: string | undefined;
}

/** Where API keys are kept, and how they are checked. */
export interface KeyConfig {
  readonly place: KeyPlace;
  readonly pepper: PepperSource;
  /** How long a key that was verified before goes on while the store is away. */
  readonly outageLimitMs: number;
}

/** The variables by their names. */
export const identityVariables = {
  MARQUE_JWKS_FILE: variable(
    filePath().optional(),
    'JSON Web Key Set that verifies tokens. Without it, MARQUE_JWKS_URL and MARQUE_TOKEN_ISSUERS_FILE no token is accepted.',
  ),
  MARQUE_JWKS_URL: variable(httpUrl().optional(), 'Where to fetch the key set instead.'),
  MARQUE_TOKEN_ISSUER: variable(plainText().optional(), '`iss` of tokens; needed with a key set.'),
  MARQUE_TOKEN_AUDIENCE: variable(
    plainText().optional(),
    '`aud` of tokens; needed with a key set.',
  ),
  MARQUE_TOKEN_ISSUERS_FILE: variable(
    filePath().optional(),
    'JSON file that describes several issuers instead, see security.md.',
  ),
  MARQUE_TOKEN_CLOCK_TOLERANCE: variable(
    durationMs().refine((value) => value <= 60_000, 'expected at most 60s'),
    "How far the issuer's clock may differ, at most 60s.",
    '5s',
  ),
  MARQUE_POLICIES_FILE: variable(
    filePath().optional(),
    'JSON that says what claims and scopes satisfy the policies of `@policy`; see docs/security.md. Without it nobody satisfies any.',
  ),
  MARQUE_KEYS_FILE: variable(
    filePath().optional(),
    'File that `marque key` keeps API keys in. Without it they are in the Redis of MARQUE_REDIS_URL.',
  ),
  MARQUE_REDIS_URL: redisUrlVariable(),
  MARQUE_KEY_PEPPER: variable(
    secretToken().optional(),
    'Secret that the digests of API keys are made with. Without it and MARQUE_KEY_PEPPER_FILE no keys are read.',
  ),
  MARQUE_KEY_PEPPER_FILE: variable(filePath().optional(), 'File with that secret instead.'),
  MARQUE_REQUIRE_KEY: variable(flag(), 'Whether a request without an API key is refused.', 'false'),
  MARQUE_KEY_OUTAGE_LIMIT: variable(
    durationMs().refine((value) => value <= 86_400_000, 'expected at most 24h'),
    'How long an API key that was verified before goes on while its store is away, at most 24h.',
    '10m',
  ),
  MARQUE_PROXY_SUBJECT_HEADER: variable(
    headerName().optional(),
    'Header in which a trusted proxy says who asks, such as `x-authenticated-user`. Without it no proxy is believed.',
  ),
  MARQUE_PROXY_SCOPES_HEADER: variable(
    headerName().optional(),
    'Header in which it says the scopes, separated by blanks; none without it.',
  ),
  MARQUE_TRUSTED_PROXIES: variable(
    networkList().optional(),
    'Addresses and networks of proxies that are trusted, such as `10.1.0.0/16,::1`: for `X-Forwarded-For`, and for MARQUE_PROXY_SUBJECT_HEADER if that is set.',
  ),
  MARQUE_PROXY_SECRET: variable(
    secretToken().optional(),
    'Secret that a trusted proxy sends as `x-marque-proxy-secret`. With MARQUE_TRUSTED_PROXIES both have to hold.',
  ),
  MARQUE_LAMBDA_AUTHORIZER: variable(
    flag(),
    'On AWS Lambda: whether the authorizer of API Gateway says who asks.',
    'false',
  ),
} as const satisfies Variables;

interface IdentitySettings {
  readonly MARQUE_JWKS_FILE?: string | undefined;
  readonly MARQUE_JWKS_URL?: string | undefined;
  readonly MARQUE_TOKEN_ISSUER?: string | undefined;
  readonly MARQUE_TOKEN_AUDIENCE?: string | undefined;
  readonly MARQUE_TOKEN_ISSUERS_FILE?: string | undefined;
  readonly MARQUE_TOKEN_CLOCK_TOLERANCE: number;
  readonly MARQUE_POLICIES_FILE?: string | undefined;
  readonly MARQUE_KEYS_FILE?: string | undefined;
  readonly MARQUE_REDIS_URL?: string | undefined;
  readonly MARQUE_KEY_PEPPER?: string | undefined;
  readonly MARQUE_KEY_PEPPER_FILE?: string | undefined;
  readonly MARQUE_REQUIRE_KEY: boolean;
  readonly MARQUE_KEY_OUTAGE_LIMIT: number;
  readonly MARQUE_PROXY_SUBJECT_HEADER?: string | undefined;
  readonly MARQUE_PROXY_SCOPES_HEADER?: string | undefined;
  readonly MARQUE_TRUSTED_PROXIES?: readonly string[] | undefined;
  readonly MARQUE_PROXY_SECRET?: string | undefined;
  readonly MARQUE_LAMBDA_AUTHORIZER: boolean;
}

/**
 * Reads what the variables say.
 *
 * @throws ConfigurationError for variables that do not go together.
 */
export function readIdentityConfig(read: IdentitySettings): IdentityConfig {
  const keys = readKeyConfig(read);
  if (read.MARQUE_REQUIRE_KEY && !keys) {
    throw new ConfigurationError([
      'MARQUE_REQUIRE_KEY is set, but no keys are read; set MARQUE_KEY_PEPPER or MARQUE_KEY_PEPPER_FILE.',
    ]);
  }
  return {
    tokens: readTokenConfig(read),
    keys,
    isKeyRequired: read.MARQUE_REQUIRE_KEY,
    proxy: { header: readProxyHeader(read), isAuthorizerTrusted: read.MARQUE_LAMBDA_AUTHORIZER },
    trustedProxies: read.MARQUE_TRUSTED_PROXIES ?? [],
    policiesFile: read.MARQUE_POLICIES_FILE,
  };
}

function readKeyConfig(read: IdentitySettings): KeyConfig | undefined {
  const { MARQUE_KEYS_FILE: file, MARQUE_REDIS_URL: redisUrl } = read;
  const { MARQUE_KEY_PEPPER: secret, MARQUE_KEY_PEPPER_FILE: pepperFile } = read;
  const outageLimitMs = read.MARQUE_KEY_OUTAGE_LIMIT;
  if (secret !== undefined && pepperFile !== undefined) {
    throw new ConfigurationError([
      'MARQUE_KEY_PEPPER and MARQUE_KEY_PEPPER_FILE are both set; set one of them.',
    ]);
  }
  const place = readKeyPlace(file, redisUrl);
  const pepper = readPepperSource(secret, pepperFile);
  if (!pepper && file !== undefined) {
    throw new ConfigurationError([
      'MARQUE_KEYS_FILE needs MARQUE_KEY_PEPPER or MARQUE_KEY_PEPPER_FILE as well.',
    ]);
  }
  if (pepper && !place) {
    throw new ConfigurationError([
      'A pepper for API keys needs MARQUE_KEYS_FILE or MARQUE_REDIS_URL as well.',
    ]);
  }
  return pepper && place && { place, pepper, outageLimitMs };
}

function readKeyPlace(path: string | undefined, url: string | undefined): KeyPlace | undefined {
  if (path !== undefined) return { kind: 'file', path };
  return url === undefined ? undefined : { kind: 'redis', url };
}

function readPepperSource(
  secret: string | undefined,
  path: string | undefined,
): PepperSource | undefined {
  if (secret !== undefined) return { kind: 'secret', secret };
  return path === undefined ? undefined : { kind: 'file', path };
}

function networkList() {
  const expected = 'expected addresses or networks, such as 10.1.0.0/16';
  return commaList()
    .refine((texts) => texts.every(isNetwork), expected)
    .describe('list of networks');
}

function readProxyHeader(read: IdentitySettings): ProxyHeaderConfig | undefined {
  const { MARQUE_PROXY_SUBJECT_HEADER: subjectHeader, MARQUE_PROXY_SECRET: secret } = read;
  const { MARQUE_PROXY_SCOPES_HEADER: scopesHeader, MARQUE_TRUSTED_PROXIES: addresses = [] } = read;
  const isTrustSet = addresses.length > 0 || secret !== undefined;
  if (subjectHeader === undefined) {
    if (secret === undefined && scopesHeader === undefined) return undefined;
    throw new ConfigurationError([
      'A trusted proxy needs MARQUE_PROXY_SUBJECT_HEADER, the header in which it says who asks.',
    ]);
  }
  if (!isTrustSet) {
    throw new ConfigurationError([
      'MARQUE_PROXY_SUBJECT_HEADER would believe everybody; set MARQUE_TRUSTED_PROXIES or MARQUE_PROXY_SECRET.',
    ]);
  }
  return { subjectHeader, scopesHeader, addresses, secret };
}

function readTokenConfig(read: IdentitySettings): TokenConfig | undefined {
  const { MARQUE_JWKS_FILE: jwksFile, MARQUE_JWKS_URL: url } = read;
  const { MARQUE_TOKEN_ISSUER: issuer, MARQUE_TOKEN_AUDIENCE: audience } = read;
  const { MARQUE_TOKEN_ISSUERS_FILE: path, MARQUE_TOKEN_CLOCK_TOLERANCE: clockToleranceMs } = read;
  const set = [jwksFile, url, path].filter((value) => value !== undefined);
  if (set.length === 0) return undefined;
  if (set.length > 1) {
    throw new ConfigurationError([
      'Of MARQUE_JWKS_FILE, MARQUE_JWKS_URL and MARQUE_TOKEN_ISSUERS_FILE more than one is set; set one of them.',
    ]);
  }
  if (path !== undefined) return { kind: 'file', path, clockToleranceMs };
  if (issuer === undefined || audience === undefined) {
    throw new ConfigurationError([
      'A key set needs MARQUE_TOKEN_ISSUER and MARQUE_TOKEN_AUDIENCE as well.',
    ]);
  }
  const keySet =
    jwksFile === undefined
      ? ({ kind: 'url', url: url ?? '' } as const)
      : ({ kind: 'file', path: jwksFile, setting: 'MARQUE_JWKS_FILE' } as const);
  return { kind: 'one issuer', keySet, issuer, audience, clockToleranceMs };
}
