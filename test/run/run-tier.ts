// One tier from the programs that it needs to the line that it ends with.
import { systemClock } from '../../runtime/clock.ts';
import { ensurePrograms, inspectMachine } from './ensure-programs.ts';
import { readVitestReport } from './read-vitest-report.ts';
import { requiredPrograms } from './required-programs.ts';
import { runSteps, type Step } from './run-steps.ts';
import { formatTally, type Tally } from './tally.ts';

/** Runs the steps, prints the tally as the last line, and gives the exit code. */
export async function runTier(
  steps: readonly Step[],
  fuseMs: number,
  programs = requiredPrograms,
): Promise<number> {
  const print = (line: string): void => console.log(line);
  const tally: Tally = (await ensurePrograms(programs, inspectMachine()))
    ? await runSteps(steps, { clock: systemClock, print, fuseMs })
    : { passed: 0, failed: 1 };

  print(formatTally(tally));
  return tally.failed === 0 ? 0 : 1;
}

/** A script of package.json as a step. */
export function createScriptStep(script: string): Step {
  return { name: script, program: 'npm', args: ['run', '--silent', script] };
}

/** A run of vitest as a step that counts its tests. */
export function createVitestStep(name: string, args: readonly string[]): Step {
  // One report a run: two runs in one folder must not read each other's.
  const reportPath = `.marque/test-reports/${name}-${process.pid}.json`;
  return {
    name,
    program: 'node_modules/.bin/vitest',
    args: [
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reportPath}`,
      ...args,
    ],
    count: (outcome) => readVitestReport(reportPath, outcome),
  };
}
