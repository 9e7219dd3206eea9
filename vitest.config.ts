// The fast tier: everything but *.long.test.ts.
import { createRequire } from 'node:module';

import { defineConfig } from 'vitest/config';

// Vite would take the ES module build of graphql while Apollo's packages take the other one; two
// copies of graphql refuse each other's schemas.
const graphqlPath = createRequire(import.meta.url).resolve('graphql');

export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: graphqlPath }] },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.long.test.ts', '**/node_modules/**'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
    env: { APOLLO_TELEMETRY_DISABLED: '1' },
    provide: { propertyRunFactor: 1 },
  },
});
