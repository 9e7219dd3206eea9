// The options service's settings: the only reader of its environment.
import { join } from 'node:path';

import {
  adminAccessVariables,
  partAdminPortVariable,
  readPartAdmin,
} from '../../runtime/admin/admin-config.ts';
import {
  dataDirectoryVariable,
  type DescribedVariable,
  describeVariables,
  type Environment,
  hostVariable,
  logLevelVariable,
  parseVariables,
  portVariable,
  type Variables,
} from '../../runtime/configuration.ts';
import { readTraceSettings, traceVariables } from '../../runtime/tracing/trace-settings.ts';
import { catalogueVariable } from '../server/catalogue-variable.ts';

/** Parsed settings, frozen. */
export type OptionsServiceConfig = ReturnType<typeof loadOptionsServiceConfig>;

/** The variable that sets the port. */
export const optionsServicePortVariable = 'MARQUE_OPTIONS_API_PORT';

const variables = {
  MARQUE_OPTIONS_API_HOST: hostVariable(),
  [optionsServicePortVariable]: portVariable('0'),
  MARQUE_OPTIONS_API_ADMIN_PORT: partAdminPortVariable(),
  ...adminAccessVariables,
  MARQUE_DATA_DIR: dataDirectoryVariable(),
  MARQUE_CATALOGUE_VARIANTS: catalogueVariable(),
  MARQUE_LOG_LEVEL: logLevelVariable(),
  ...traceVariables,
} as const satisfies Variables;

/**
 * Reads the settings.
 *
 * @throws CodedError `CONFIGURATION_INVALID` that lists every fault.
 */
export function loadOptionsServiceConfig(environment: Environment = process.env) {
  const parsed = parseVariables(variables, environment);
  return Object.freeze({
    host: parsed.MARQUE_OPTIONS_API_HOST,
    port: parsed[optionsServicePortVariable],
    admin: readPartAdmin(parsed, parsed.MARQUE_OPTIONS_API_ADMIN_PORT),
    databaseFile: join(parsed.MARQUE_DATA_DIR, 'options.db'),
    /** At least so many variants, filled up with copies for load tests; 0 adds none. */
    minVariants: parsed.MARQUE_CATALOGUE_VARIANTS,
    logLevel: parsed.MARQUE_LOG_LEVEL,
    /** Absent: nothing is traced. */
    tracing: readTraceSettings(parsed),
  });
}

/** Lists the variables for the documentation. */
export function describeConfiguration(): readonly DescribedVariable[] {
  return describeVariables(variables);
}
