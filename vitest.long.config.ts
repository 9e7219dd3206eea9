// The long tier: load, soak and what else takes minutes; one file at a time.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.long.test.ts'],
    passWithNoTests: true,
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 10 * 60_000,
    hookTimeout: 2 * 60_000,
    teardownTimeout: 10_000,
    env: { APOLLO_TELEMETRY_DISABLED: '1' },
  },
});
