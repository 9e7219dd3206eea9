// Counts what vitest ran, from the report of its JSON reporter.
import { readFile } from 'node:fs/promises';

import { z } from 'zod';

import type { CommandOutcome } from './run-command.ts';
import type { Tally } from './tally.ts';

const reportType = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

/**
 * Reads the counts. A skipped test counts as failed, since nothing is left out in silence; so does a
 * file that could not be run, and a run that failed for another reason than its tests.
 */
export async function readVitestReport(path: string, outcome: CommandOutcome): Promise<Tally> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return { passed: 0, failed: outcome === 'passed' ? 0 : 1 };

  const report = reportType.parse(JSON.parse(text));
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + report.numPendingTests + report.numTodoTests + brokenFiles;
  const hasOtherFault = outcome !== 'passed' && failed === 0;
  return { passed: report.numPassedTests, failed: failed + (hasOtherFault ? 1 : 0) };
}
