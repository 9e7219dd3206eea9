// The long tier: load, soak and what else takes minutes; one file at a time.
import { defineConfig } from 'vitest/config';

import fastTier from './vitest.config.ts';

// Their properties are tried here as often as it takes to trust them.
const propertyTests = [
  'test/gateway/http/fast-path-headers.test.ts',
  'test/oracle/random-operations.test.ts',
  'test/oracle/vehicle-graph.test.ts',
  'test/services/options/configurator/change-configuration.test.ts',
  'test/services/pricing/calculation/calculate-price.test.ts',
  'test/services/pricing/price-configuration.test.ts',
  'test/services/vehicle/vin/real-vins.test.ts',
  'test/system/predicted-rest-calls.test.ts',
];

export default defineConfig({
  ...fastTier,
  test: {
    ...fastTier.test,
    include: ['test/**/*.long.test.ts', ...propertyTests],
    exclude: ['**/node_modules/**'],
    provide: { propertyRunFactor: 40 },
    maxWorkers: 1,
    testTimeout: 10 * 60_000,
    hookTimeout: 2 * 60_000,
  },
});
