// The maintenance service's settings: the only reader of its environment.
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

/** Parsed settings, frozen. */
export type MaintenanceServiceConfig = ReturnType<typeof loadMaintenanceServiceConfig>;

/** The variable that sets the port. */
export const maintenanceServicePortVariable = 'MARQUE_MAINTENANCE_API_PORT';

const variables = {
  MARQUE_MAINTENANCE_API_HOST: hostVariable(),
  [maintenanceServicePortVariable]: portVariable('0'),
  MARQUE_MAINTENANCE_API_ADMIN_PORT: partAdminPortVariable(),
  ...adminAccessVariables,
  MARQUE_DATA_DIR: dataDirectoryVariable(),

  MARQUE_LOG_LEVEL: logLevelVariable(),
  ...traceVariables,
} as const satisfies Variables;

/**
 * Reads the settings.
 *
 * @throws CodedError `CONFIGURATION_INVALID` that lists every fault.
 */
export function loadMaintenanceServiceConfig(environment: Environment = process.env) {
  const parsed = parseVariables(variables, environment);
  return Object.freeze({
    host: parsed.MARQUE_MAINTENANCE_API_HOST,
    port: parsed[maintenanceServicePortVariable],
    admin: readPartAdmin(parsed, parsed.MARQUE_MAINTENANCE_API_ADMIN_PORT),
    databaseFile: join(parsed.MARQUE_DATA_DIR, 'maintenance.db'),
    logLevel: parsed.MARQUE_LOG_LEVEL,
    /** Absent: nothing is traced. */
    tracing: readTraceSettings(parsed),
  });
}

/** Lists the variables for the documentation. */
export function describeConfiguration(): readonly DescribedVariable[] {
  return describeVariables(variables);
}
