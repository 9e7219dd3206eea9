// The long tier: load, soak and what else takes minutes; one file at a time.
import { defineConfig } from 'vitest/config';

import fastTier from './vitest.config.ts';

export default defineConfig({
  ...fastTier,
  test: {
    ...fastTier.test,
    include: ['test/**/*.long.test.ts'],
    exclude: ['node_modules/**'],
    maxWorkers: 1,
    testTimeout: 10 * 60_000,
    hookTimeout: 2 * 60_000,
  },
});
