// The local stack's settings: reads the environment, fills in what a laptop needs, and hands it to the parts.
import { join } from 'node:path';

import {
  choice,
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
  type Variables,
} from '../../runtime/configuration.ts';
import type { LogLevel } from '../../runtime/log.ts';
import type { CommandLine } from './command-line.ts';
import type { PartDefinition } from './part-definition.ts';

/** Parsed settings, frozen. */
export interface LocalStackConfig {
  readonly logLevel: LogLevel;
  /** Where the stack keeps its own keys and the developer's token. */
  readonly identityDirectory: string;
  /** The user brought a key set: then the stack makes none. */
  readonly hasOwnKeySet: boolean;
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
    'JSON Web Key Set that verifies tokens. Without it and MARQUE_JWKS_URL the stack makes its own.',
  ),
  MARQUE_JWKS_URL: variable(httpUrl().optional(), 'Where to fetch the key set instead.'),
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

/**
 * Reads the settings of all parts at once, so that every fault is reported before anything starts.
 *
 * @throws CodedError `CONFIGURATION_INVALID`.
 */
export function loadLocalStackConfig(
  parts: readonly PartDefinition[],
  commandLine: CommandLine,
  processEnvironment: Environment = process.env,
): LocalStackConfig {
  const environment: Environment = {
    ...processEnvironment,
    ...(commandLine.port === undefined ? {} : { MARQUE_PORT: commandLine.port }),
  };
  const partVariables = Object.fromEntries(
    parts.flatMap((part) => [
      [part.portVariable, partPort],
      [part.urlVariable, partUrl],
    ]),
  );
  const parsed = parseVariables({ ...variables, ...partVariables }, environment);
  return Object.freeze({
    logLevel: parsed.MARQUE_LOG_LEVEL,
    identityDirectory: join(parsed.MARQUE_DATA_DIR, 'identity'),
    hasOwnKeySet: Boolean(parsed.MARQUE_JWKS_FILE ?? parsed.MARQUE_JWKS_URL),
    tokenIssuer: parsed.MARQUE_TOKEN_ISSUER,
    tokenAudience: parsed.MARQUE_TOKEN_AUDIENCE,
    environment: Object.freeze({
      ...environment,
      MARQUE_ENVIRONMENT: parsed.MARQUE_ENVIRONMENT,
      MARQUE_LOG_LEVEL: parsed.MARQUE_LOG_LEVEL,
      MARQUE_TOKEN_ISSUER: parsed.MARQUE_TOKEN_ISSUER,
      MARQUE_TOKEN_AUDIENCE: parsed.MARQUE_TOKEN_AUDIENCE,
    }),
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
