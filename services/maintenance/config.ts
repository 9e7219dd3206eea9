// The maintenance service's settings: the only reader of its environment.
import { join } from 'node:path';

import { z } from 'zod';

import { type Environment, parseConfiguration, port } from '../../runtime/configuration.ts';
import { logLevels } from '../../runtime/log.ts';

/** Parsed settings, frozen. */
export type MaintenanceServiceConfig = ReturnType<typeof loadMaintenanceServiceConfig>;

/** The variable that sets the port. */
export const maintenanceServicePortVariable = 'MARQUE_MAINTENANCE_API_PORT';

/**
 * Reads the settings.
 *
 * @throws CodedError `CONFIGURATION_INVALID` that lists every fault.
 */
export function loadMaintenanceServiceConfig(environment: Environment = process.env) {
  const parsed = parseConfiguration(
    {
      MARQUE_MAINTENANCE_API_HOST: z.string().default('127.0.0.1'),
      [maintenanceServicePortVariable]: port().default(0),
      MARQUE_DATA_DIR: z.string().default('.marque/data'),
      MARQUE_LOG_LEVEL: z.enum(logLevels).default('info'),
    },
    environment,
  );
  return Object.freeze({
    host: parsed.MARQUE_MAINTENANCE_API_HOST,
    port: parsed[maintenanceServicePortVariable],
    databaseFile: join(parsed.MARQUE_DATA_DIR, 'maintenance.db'),
    logLevel: parsed.MARQUE_LOG_LEVEL,
  });
}
