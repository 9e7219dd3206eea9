// Runs Apollo's test suite for HTTP integrations, which is written for Jest and CommonJS.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitest/config';

import fastTier from './vitest.config.ts';

const rootAlias = fastTier.resolve?.alias;
const requireFromSuite = createRequire(
  new URL('test/conformance/integration-suite/package.json', import.meta.url),
);

export default defineConfig({
  resolve: {
    alias: [
      ...(Array.isArray(rootAlias) ? rootAlias : []),
      // The suite insists on a server of its own version, which lies beside it.
      { find: /^@apollo\/server$/, replacement: requireFromSuite.resolve('@apollo/server') },
      {
        find: '@jest/globals',
        replacement: fileURLToPath(new URL('test/conformance/jest-globals.ts', import.meta.url)),
      },
    ],
    // @apollo/client names its CommonJS files here, which Node can load.
    mainFields: ['main'],
  },
  test: {
    ...fastTier.test,
    include: ['test/conformance/*.suite.ts'],
    server: { deps: { inline: [/server-integration-testsuite/] } },
  },
});
