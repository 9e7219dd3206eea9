// Runs the steps of a tier one after another; a step that fails does not keep the next from running.
import type { Clock } from '../../runtime/clock.ts';
import { type CommandOutcome, runCommand } from './run-command.ts';
import { sumTallies, type Tally } from './tally.ts';

/** One step: a command, and how its outcome counts. */
export interface Step {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Reads finer counts than "one step"; without it the step itself counts as one. */
  readonly count?: (outcome: CommandOutcome) => Promise<Tally>;
}

/** What a run stands on. */
export interface StepRun {
  readonly clock: Clock;
  readonly print: (line: string) => void;
  /** For all steps together. */
  readonly fuseMs: number;
}

/** Runs all steps and sums them up. When the fuse blows, it says in which step. */
export async function runSteps(steps: readonly Step[], run: StepRun): Promise<Tally> {
  const { clock, print, fuseMs } = run;
  const endsAtMs = clock.monotonicMs() + fuseMs;
  const tallies: Tally[] = [];
  const summary: string[] = [];

  let isInterrupted = false;
  for (const { name, program, args, count = countStep } of steps) {
    const startedAtMs = clock.monotonicMs();
    if (isInterrupted || startedAtMs >= endsAtMs) {
      summary.push(`✗ ${name}: not run, ${isInterrupted ? 'interrupted' : 'the time was over'}`);
      tallies.push({ passed: 0, failed: 1 });
      continue;
    }

    print(`\n── ${name}`);
    const outcome = await runCommand({ program, args, fuseMs: endsAtMs - startedAtMs });
    isInterrupted = outcome === 'interrupted';
    const tally = await count(outcome);
    const seconds = ((clock.monotonicMs() - startedAtMs) / 1_000).toFixed(1);
    const note = outcome === 'hung' ? `hung, ended after ${seconds} s` : `${seconds} s`;
    const mark = outcome === 'passed' && tally.failed === 0 ? '✓' : '✗';
    summary.push(`${mark} ${name}: ${tally.passed} passed, ${tally.failed} failed (${note})`);
    tallies.push(tally);
  }

  print(`\n${summary.join('\n')}`);
  return sumTallies(tallies);
}

function countStep(outcome: CommandOutcome): Promise<Tally> {
  return Promise.resolve(
    outcome === 'passed' ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 },
  );
}
