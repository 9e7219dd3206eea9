// The pricing service's settings: the only reader of its environment.
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
  durationMs,
  type Environment,
  hostVariable,
  logLevelVariable,
  parseVariables,
  portVariable,
  variable,
  type Variables,
} from '../../runtime/configuration.ts';
import { readTraceSettings, traceVariables } from '../../runtime/tracing/trace-settings.ts';
import { catalogueVariable } from '../server/catalogue-variable.ts';

/** Parsed settings, frozen. */
export type PricingServiceConfig = ReturnType<typeof loadPricingServiceConfig>;

/** The variable that sets the port. */
export const pricingServicePortVariable = 'MARQUE_PRICING_API_PORT';

const variables = {
  MARQUE_PRICING_API_HOST: hostVariable(),
  [pricingServicePortVariable]: portVariable('0'),
  MARQUE_PRICING_API_ADMIN_PORT: partAdminPortVariable(),
  ...adminAccessVariables,
  MARQUE_PRICING_FINANCE_DELAY: variable(
    durationMs(),
    'How long the bank takes for finance offers, of which it bears two requests at a time.',
    '20ms',
  ),
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
export function loadPricingServiceConfig(environment: Environment = process.env) {
  const parsed = parseVariables(variables, environment);
  return Object.freeze({
    host: parsed.MARQUE_PRICING_API_HOST,
    port: parsed[pricingServicePortVariable],
    admin: readPartAdmin(parsed, parsed.MARQUE_PRICING_API_ADMIN_PORT),
    databaseFile: join(parsed.MARQUE_DATA_DIR, 'pricing.db'),
    /** What makes the bank's limit of two at a time felt. */
    financeDelayMs: parsed.MARQUE_PRICING_FINANCE_DELAY,
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
