// The command line's settings: where the gateway is, and which parts are the user's own.
import { localParts } from '../infra/local/local-parts.ts';
import {
  dataDirectoryVariable,
  type DescribedVariable,
  describeVariables,
  type Environment,
  filePath,
  httpUrl,
  parseVariables,
  plainText,
  port,
  secretToken,
  variable,
  type Variables,
} from '../runtime/configuration.ts';

/** Parsed settings, frozen. */
export interface CliConfig {
  readonly gatewayUrl: string;
  /** Set by the user, so that it has to answer. */
  readonly isGatewayUrlSet: boolean;
  /** The gateway's admin port, and what it is told. */
  readonly adminUrl: string;
  readonly adminToken: string | undefined;
  /** For what only operators may do. */
  readonly operatorToken: string | undefined;
  readonly dataDirectory: string;
  readonly redisUrl: string | undefined;
  /** Of API keys; Redis or a file in the data directory without it. */
  /** The private key of the gateway, to ask subgraphs as it does. */
  readonly subgraphKeyFile: string | undefined;
  readonly keysFile: string | undefined;
  readonly keyPepper: string | undefined;
  readonly keyPepperFile: string | undefined;
  /** URLs of the user's own services and subgraphs, by the variable that is set. */
  readonly ownUrls: ReadonlyMap<string, string>;
  /** Ports that parts are to listen on, by variable. */
  readonly ports: ReadonlyMap<string, number>;
}

const variables = {
  MARQUE_GATEWAY_URL: variable(
    httpUrl().optional(),
    'The gateway that commands ask; without it the one of this machine.',
  ),
  MARQUE_PORT: variable(port(), 'Port of the gateway of this machine.', '4000'),
  MARQUE_ADMIN_URL: variable(
    httpUrl().optional(),
    'The admin port that `marque top` and `marque usage` ask; without it the one above MARQUE_PORT of this machine.',
  ),
  MARQUE_ADMIN_READER_TOKEN: variable(
    secretToken().optional(),
    'Bearer token that `marque top` and `marque usage show` send to the admin port.',
  ),
  MARQUE_ADMIN_OPERATOR_TOKEN: variable(
    secretToken().optional(),
    'Bearer token that `marque usage` sends for what only operators may do.',
  ),
  MARQUE_DATA_DIR: dataDirectoryVariable(),
  MARQUE_REDIS_URL: variable(
    plainText().optional(),
    'Redis that `marque doctor` examines, and where `marque key` keeps API keys.',
  ),
  MARQUE_SUBGRAPH_KEY_FILE: variable(
    filePath().optional(),
    'Private key of the gateway, with which `marque doctor` asks subgraphs that take its tokens only.',
  ),
  MARQUE_KEYS_FILE: variable(
    filePath().optional(),
    'File that `marque key` keeps API keys in. Without it and MARQUE_REDIS_URL: `identity/keys.json` below MARQUE_DATA_DIR.',
  ),
  MARQUE_KEY_PEPPER: variable(
    secretToken().optional(),
    'Secret that the digests of API keys are made with.',
  ),
  MARQUE_KEY_PEPPER_FILE: variable(
    filePath().optional(),
    'File with that secret instead. Without both: `identity/key-pepper` below MARQUE_DATA_DIR, made at its first use.',
  ),
} satisfies Variables;
const partUrl = variable(httpUrl().optional(), 'A part of your own that `marque doctor` examines.');
const partPort = variable(port().optional(), 'Port that `marque doctor` finds free or taken.');

/**
 * Reads the settings.
 *
 * @throws CodedError `CONFIGURATION_INVALID` that lists every fault.
 */
export function loadCliConfig(env: Environment = process.env): CliConfig {
  const read = parseVariables(variables, env);
  const parts = localParts.filter(({ tier }) => tier !== 'gateway');
  const urls = parseVariables(
    Object.fromEntries(parts.map(({ urlVariable }) => [urlVariable, partUrl])),
    env,
  );
  const ports = parseVariables(
    Object.fromEntries(parts.map(({ portVariable }) => [portVariable, partPort])),
    env,
  );
  // 0 lets the system choose, so that nobody knows the port beforehand.
  const gatewayPort = read.MARQUE_PORT === 0 ? 4000 : read.MARQUE_PORT;

  return Object.freeze<CliConfig>({
    gatewayUrl: read.MARQUE_GATEWAY_URL ?? `http://127.0.0.1:${gatewayPort}`,
    isGatewayUrlSet: read.MARQUE_GATEWAY_URL !== undefined,
    adminUrl: read.MARQUE_ADMIN_URL ?? `http://127.0.0.1:${gatewayPort + 1}`,
    adminToken: read.MARQUE_ADMIN_READER_TOKEN,
    operatorToken: read.MARQUE_ADMIN_OPERATOR_TOKEN,
    dataDirectory: read.MARQUE_DATA_DIR,
    redisUrl: read.MARQUE_REDIS_URL,
    subgraphKeyFile: read.MARQUE_SUBGRAPH_KEY_FILE,
    keysFile: read.MARQUE_KEYS_FILE,
    keyPepper: read.MARQUE_KEY_PEPPER,
    keyPepperFile: read.MARQUE_KEY_PEPPER_FILE,
    ownUrls: new Map(
      Object.entries(urls).flatMap(([name, url]) => (url === undefined ? [] : [[name, url]])),
    ),
    ports: new Map([
      ['MARQUE_PORT', gatewayPort] as const,
      ...Object.entries(ports).flatMap(([name, value]) =>
        value === undefined || value === 0 ? [] : [[name, value] as const],
      ),
    ]),
  });
}

/** Lists the variables for the documentation. */
export function describeConfiguration(): readonly DescribedVariable[] {
  return describeVariables({
    ...variables,
    'MARQUE_<NAME>_API_URL': partUrl,
    'MARQUE_<NAME>_SUBGRAPH_URL': partUrl,
    'MARQUE_<NAME>_API_PORT': partPort,
    'MARQUE_<NAME>_SUBGRAPH_PORT': partPort,
  });
}
