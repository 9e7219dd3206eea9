// The pricing service's settings: the only reader of its environment.
import { join } from 'node:path';

import { z } from 'zod';

import {
  durationMs,
  type Environment,
  parseConfiguration,
  port,
  wholeNumber,
} from '../../runtime/configuration.ts';
import { logLevels } from '../../runtime/log.ts';

/** Parsed settings, frozen. */
export type PricingServiceConfig = ReturnType<typeof loadPricingServiceConfig>;

/** The variable that sets the port. */
export const pricingServicePortVariable = 'MARQUE_PRICING_API_PORT';

/**
 * Reads the settings.
 *
 * @throws CodedError `CONFIGURATION_INVALID` that lists every fault.
 */
export function loadPricingServiceConfig(environment: Environment = process.env) {
  const parsed = parseConfiguration(
    {
      MARQUE_PRICING_API_HOST: z.string().default('127.0.0.1'),
      [pricingServicePortVariable]: port().default(0),
      MARQUE_PRICING_FINANCE_DELAY: durationMs().default(20),
      MARQUE_DATA_DIR: z.string().default('.marque/data'),
      MARQUE_CATALOGUE_VARIANTS: wholeNumber({ min: 0, max: 200_000 }).default(0),
      MARQUE_LOG_LEVEL: z.enum(logLevels).default('info'),
    },
    environment,
  );
  return Object.freeze({
    host: parsed.MARQUE_PRICING_API_HOST,
    port: parsed[pricingServicePortVariable],
    databaseFile: join(parsed.MARQUE_DATA_DIR, 'pricing.db'),
    /** How long the bank takes for finance offers: what makes its limit of two at a time felt. */
    financeDelayMs: parsed.MARQUE_PRICING_FINANCE_DELAY,
    /** At least so many variants, filled up with copies for load tests; 0 adds none. */
    minVariants: parsed.MARQUE_CATALOGUE_VARIANTS,
    logLevel: parsed.MARQUE_LOG_LEVEL,
  });
}
