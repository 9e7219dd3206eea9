// The options service's settings: the only reader of its environment.
import { join } from 'node:path';

import {
  type Environment,
  parseConfiguration,
  port,
  wholeNumber,
} from '../../runtime/configuration.ts';
import { logLevels } from '../../runtime/log.ts';
import { z } from 'zod';

/** Parsed settings, frozen. */
export type OptionsServiceConfig = ReturnType<typeof loadOptionsServiceConfig>;

/** The variable that sets the port. */
export const optionsServicePortVariable = 'MARQUE_OPTIONS_API_PORT';

/**
 * Reads the settings.
 *
 * @throws CodedError `CONFIGURATION_INVALID` that lists every fault.
 */
export function loadOptionsServiceConfig(environment: Environment = process.env) {
  const parsed = parseConfiguration(
    {
      MARQUE_OPTIONS_API_HOST: z.string().default('127.0.0.1'),
      [optionsServicePortVariable]: port().default(0),
      MARQUE_DATA_DIR: z.string().default('.marque/data'),
      MARQUE_CATALOGUE_VARIANTS: wholeNumber({ min: 0, max: 200_000 }).default(0),
      MARQUE_LOG_LEVEL: z.enum(logLevels).default('info'),
    },
    environment,
  );
  return Object.freeze({
    host: parsed.MARQUE_OPTIONS_API_HOST,
    port: parsed[optionsServicePortVariable],
    databaseFile: join(parsed.MARQUE_DATA_DIR, 'options.db'),
    /** At least so many variants, filled up with copies for load tests; 0 adds none. */
    minVariants: parsed.MARQUE_CATALOGUE_VARIANTS,
    logLevel: parsed.MARQUE_LOG_LEVEL,
  });
}
