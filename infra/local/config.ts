// The local stack's settings: reads the environment, fills in what a laptop needs, and hands it to the parts.
import { join } from 'node:path';

import { nameAdminPortVariable } from '../../runtime/admin/admin-config.ts';
import {
  choice,
  ConfigurationError,
  dataDirectoryVariable,
  type DescribedVariable,
  describeVariables,
  type Environment,
  filePath,
  httpUrl,
  logLevelVariable,
  parseVariables,
  plainText,
  port,
  variable,
  type Variable,
  type Variables,
} from '../../runtime/configuration.ts';
import type { LogLevel } from '../../runtime/log.ts';
import type { CommandLine } from './command-line.ts';
import { placeDeveloperKeys } from './developer-keys.ts';
import type { PartDefinition } from './part-definition.ts';

/** Parsed settings, frozen. */
export interface LocalStackConfig {
  readonly logLevel: LogLevel;
  /** Where the stack keeps its own keys and the developer's token. */
  readonly identityDirectory: string;
  /** The user brought a key set: then the stack makes none. */
  readonly hasOwnKeySet: boolean;
  /** Whether the user has keys for what the gateway says to its subgraphs. */
  readonly hasOwnGatewayKeys: boolean;
  /** The file that the stack makes for the digests of API keys; absent where the user brought one. */
  readonly ownPepperFile: string | undefined;
  readonly tokenIssuer: string;
  readonly tokenAudience: string;
  /** The variables that every part is given. */
  readonly environment: Environment;
}

const variables = {
  MARQUE_ENVIRONMENT: variable(
    choice(['local', 'production']),
    '`local` switches on what helps while developing; nothing else does.',
    'local',
  ),
  MARQUE_DATA_DIR: dataDirectoryVariable(),
  MARQUE_LOG_LEVEL: logLevelVariable('warn'),
  MARQUE_JWKS_FILE: variable(
    filePath().optional(),
    'JSON Web Key Set that verifies tokens. Without it, MARQUE_JWKS_URL and MARQUE_TOKEN_ISSUERS_FILE the stack makes its own.',
  ),
  MARQUE_JWKS_URL: variable(httpUrl().optional(), 'Where to fetch the key set instead.'),
  MARQUE_TOKEN_ISSUERS_FILE: variable(
    filePath().optional(),
    'JSON file that describes several issuers instead, see security.md.',
  ),
  MARQUE_SUBGRAPH_KEY_FILE: variable(
    filePath().optional(),
    'Private key that signs tokens for subgraphs. Without it and MARQUE_GATEWAY_JWKS_FILE the stack makes its own.',
  ),
  MARQUE_GATEWAY_JWKS_FILE: variable(filePath().optional(), 'Public keys that belong to it.'),
  MARQUE_TOKEN_ISSUER: variable(plainText(), '`iss` of tokens.', 'marque-local'),
  MARQUE_TOKEN_AUDIENCE: variable(plainText(), '`aud` of tokens.', 'marque'),
} as const satisfies Variables;

const partPort = variable(
  port().optional(),
  'Port of a part; a free one without it, but 4000 for the gateway.',
);
const partUrl = variable(
  httpUrl().optional(),
  'Where a part of your own answers; the stack then does not start its own.',
);

// Stands for the address of a part that does not run yet, as long as settings are only checked.
const addressToCome = 'http://127.0.0.1';

/**
 * Reads the stack's settings, and has each part that it will start read its own, so that every fault is
 * reported before anything opens.
 *
 * @throws ConfigurationError that lists the faults of all.
 */
export async function loadLocalStackConfig(
  parts: readonly PartDefinition[],
  commandLine: CommandLine,
  processEnvironment: Environment = process.env,
): Promise<LocalStackConfig> {
  const ofUser = giveDefaults({
    ...openAdminPorts(parts),
    ...processEnvironment,
    ...(commandLine.port === undefined ? {} : { MARQUE_PORT: commandLine.port }),
  });
  const identityDirectory = join(ofUser['MARQUE_DATA_DIR'] ?? '', 'identity');
  const keyVariables = placeDeveloperKeys(identityDirectory, ofUser);
  const environment = { ...ofUser, ...keyVariables };
  const ownVariables = {
    ...variables,
    ...Object.fromEntries(
      parts.flatMap((part) => [
        [part.portVariable, partPort],
        [part.urlVariable, partUrl],
      ]),
    ),
  };
  const complete = {
    ...environment,
    ...Object.fromEntries(
      parts.map(({ urlVariable }) => [urlVariable, environment[urlVariable] || addressToCome]),
    ),
  };
  await reportAllFaults([
    async () => parseVariables(ownVariables, environment),
    ...parts
      .filter(({ urlVariable }) => !environment[urlVariable])
      .map((part) => async () => part.checkConfiguration(complete)),
  ]);

  const parsed = parseVariables(variables, environment);
  return Object.freeze({
    logLevel: parsed.MARQUE_LOG_LEVEL,
    identityDirectory,
    ownPepperFile: keyVariables['MARQUE_KEY_PEPPER_FILE'],
    hasOwnGatewayKeys: Boolean(parsed.MARQUE_SUBGRAPH_KEY_FILE ?? parsed.MARQUE_GATEWAY_JWKS_FILE),
    hasOwnKeySet: Boolean(
      parsed.MARQUE_JWKS_FILE ?? parsed.MARQUE_JWKS_URL ?? parsed.MARQUE_TOKEN_ISSUERS_FILE,
    ),
    tokenIssuer: parsed.MARQUE_TOKEN_ISSUER,
    tokenAudience: parsed.MARQUE_TOKEN_AUDIENCE,
    environment: Object.freeze(environment),
  });
}

/** Lists the stack's variables for the documentation; `<NAME>` stands for each team's name. */
export function describeConfiguration(): readonly DescribedVariable[] {
  return describeVariables({
    ...variables,
    'MARQUE_<NAME>_API_PORT': partPort,
    'MARQUE_<NAME>_API_URL': partUrl,
    'MARQUE_<NAME>_SUBGRAPH_PORT': partPort,
    'MARQUE_<NAME>_SUBGRAPH_URL': partUrl,
    MARQUE_PORT: partPort,
    MARQUE_GATEWAY_URL: partUrl,
  });
}

/** Here all parts have a port for operators; the gateway has one in any case. */
function openAdminPorts(parts: readonly PartDefinition[]): Environment {
  return Object.fromEntries(
    parts
      .filter(({ tier }) => tier !== 'gateway')
      .map(({ portVariable }) => [nameAdminPortVariable(portVariable), '0']),
  );
}

/** Parts have other defaults, or none: they are given those of the stack. */
function giveDefaults(environment: Environment): Environment {
  const defaults = Object.entries<Variable>(variables).flatMap(([name, { default: text }]) =>
    text === undefined || environment[name]?.trim() ? [] : [[name, text] as const],
  );
  const complete = { ...environment, ...Object.fromEntries(defaults) };
  const usageDirectory =
    environment['MARQUE_USAGE_DIR']?.trim() || join(complete['MARQUE_DATA_DIR'] ?? '', 'usage');
  return { ...complete, MARQUE_USAGE_DIR: usageDirectory };
}

async function reportAllFaults(checks: readonly (() => Promise<unknown>)[]): Promise<void> {
  const faults = new Set<string>();
  for (const check of checks) {
    try {
      await check();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      for (const fault of error.faults) faults.add(fault);
    }
  }
  if (faults.size > 0) throw new ConfigurationError([...faults]);
}
