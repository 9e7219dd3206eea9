// The local stack's settings: reads the environment, fills in what a laptop needs, and hands it to the parts.
import { join } from 'node:path';

import {
  type Environment,
  httpUrl,
  parseConfiguration,
  port,
} from '../../runtime/configuration.ts';
import { type LogLevel, logLevels } from '../../runtime/log.ts';
import { z } from 'zod';
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
  const parsed = parseConfiguration(
    {
      MARQUE_ENVIRONMENT: z.string().default('local'),
      MARQUE_DATA_DIR: z.string().default('.marque/data'),
      MARQUE_LOG_LEVEL: z.enum(logLevels).default('warn'),
      MARQUE_JWKS_FILE: z.string().optional(),
      MARQUE_JWKS_URL: httpUrl().optional(),
      MARQUE_TOKEN_ISSUER: z.string().default('marque-local'),
      MARQUE_TOKEN_AUDIENCE: z.string().default('marque'),
      ...Object.fromEntries(
        parts.flatMap((part) => [
          [part.portVariable, port().optional()],
          [part.urlVariable, httpUrl().optional()],
        ]),
      ),
    },
    environment,
  );
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
