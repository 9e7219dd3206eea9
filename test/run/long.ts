// `npm run test:long`: the tests that take long, ended by `N passed, N failed`.
import { lambdaRuntimePrograms, requiredPrograms } from './required-programs.ts';
import { createVitestStep, runTier } from './run-tier.ts';

const fuseMs = 60 * 60_000;

process.exitCode = await runTier(
  [createVitestStep('long-tests', ['--config', 'vitest.long.config.ts'])],
  fuseMs,
  [...requiredPrograms, ...lambdaRuntimePrograms],
);
