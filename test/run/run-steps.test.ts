// The runner of the tiers, on real child processes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { describe, expect, it } from 'vitest';

import { systemClock } from '../../runtime/clock.ts';
import { rootFolder } from '../house/read-source-files.ts';
import { runSteps, type Step } from './run-steps.ts';

function node(name: string, script: string): Step {
  return { name, program: process.execPath, args: ['-e', script] };
}

async function run(steps: readonly Step[], fuseMs = 20_000) {
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);
  const tally = await runSteps(steps, { clock: systemClock, print, fuseMs });
  return { tally, text: lines.join('\n') };
}

describe('runSteps', () => {
  it('runs the steps after one that failed, and counts each', async () => {
    const { tally, text } = await run([
      node('lint', 'process.exit(3)'),
      node('types', ''),
      { name: 'absent', program: 'no-such-program', args: [] },
      node('tests', ''),
    ]);

    expect(tally).toEqual({ passed: 2, failed: 2 });
    expect(text).toMatch(/✗ lint: 0 passed, 1 failed/);
    expect(text).toMatch(/✓ tests: 1 passed, 0 failed/);
  });

  it('ends a step that hangs with its children, names it, and fails what is left', async () => {
    const hang = `
      require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'],
        { stdio: 'ignore' });
      setInterval(() => {}, 1000);`;
    const startedAtMs = performance.now();

    const { tally, text } = await run([node('tests', hang), node('after', '')], 700);

    expect(performance.now() - startedAtMs).toBeLessThan(5_000);
    expect(tally).toEqual({ passed: 0, failed: 2 });
    expect(text).toMatch(/✗ tests: .*hung/);
    expect(text).toMatch(/✗ after: not run/);
  });

  it('ends the step that runs and starts no other when it is interrupted', async () => {
    const script = `
      import { systemClock } from './runtime/clock.ts';
      import { runSteps } from './test/run/run-steps.ts';
      const step = (name, code) => ({ name, program: process.execPath, args: ['-e', code] });
      const steps = [step('tests', 'console.log("begun"); setInterval(() => {}, 1000)'), step('after', '')];
      const tally = await runSteps(steps, { clock: systemClock, print: console.log, fuseMs: 20_000 });
      console.log(JSON.stringify(tally));`;
    const flags = ['--import', 'tsx', '--input-type=module', '--eval'];
    const runner = spawn(process.execPath, [...flags, script], { cwd: rootFolder });
    let output = '';
    runner.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (text.includes('begun')) runner.kill('SIGINT');
    });

    await once(runner, 'close');

    expect(output).toMatch(/✗ after: not run, interrupted/);
    expect(output).toContain('{"passed":0,"failed":2}');
  });

  it('takes finer counts from a step that has them', async () => {
    const counted: Step = {
      ...node('tests', 'process.exit(1)'),
      count: (outcome) => Promise.resolve({ passed: 40, failed: outcome === 'failed' ? 2 : 0 }),
    };

    const { tally } = await run([counted, node('types', '')]);

    expect(tally).toEqual({ passed: 41, failed: 2 });
  });

  it('gives steps no input to wait for', async () => {
    const { tally } = await run([
      node('reads', "process.stdin.on('end', () => process.exit(0)).resume()"),
    ]);

    expect(tally).toEqual({ passed: 1, failed: 0 });
  });
});
