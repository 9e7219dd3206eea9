// `npm test`: checks of the code and the fast tests, ended by `N passed, N failed`.
import { createScriptStep, createVitestStep, runTier } from './run-tier.ts';

const fuseMs = 15 * 60_000;

process.exitCode = await runTier(
  [
    createScriptStep('format:check'),
    createScriptStep('lint'),
    createScriptStep('types'),
    createScriptStep('unused'),
    createScriptStep('build'),
    createVitestStep('tests', []),
    {
      name: 'integration-suite:install',
      program: 'node_modules/.bin/tsx',
      args: ['test/conformance/main.ts'],
    },
    createVitestStep('integration-suite', ['--config', 'vitest.suite.config.ts']),
  ],
  fuseMs,
);
