// Standard output of a process that logs: when lines come, and what is lost when it ends.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

import { afterEach, describe, expect, it } from 'vitest';

const fuseMs = 20_000;
const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

/** Runs a few lines that know a `log` in a process of its own. */
function startLogging(code: string) {
  const source = `
    import { createLog } from './runtime/log.ts';
    const log = createLog({ level: 'info', name: 'test' });
    const waitFor = (ms) => new Promise((done) => setTimeout(done, ms));
    ${code}`;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', source],
    { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  );
  running.add(child);
  let text = '';
  const { stdout } = child;
  if (!stdout) throw new Error('There is no standard output.');
  stdout.setEncoding('utf8').on('data', (more: string) => {
    text += more;
  });
  const readLines = (): readonly Record<string, unknown>[] =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { child, stdout, readLines, ended: once(stdout, 'end') };
}

describe('the log of a process', () => {
  it('has all its lines when the process ends, however it does so by itself', async () => {
    const ends = [
      '',
      'process.exit(0);',
      'log.settle().finally(() => process.exit(0)); log.info({ at: 3_000 }, "some.event");',
      "setTimeout(() => { throw new Error('at the end'); }); process.once('uncaughtException', () => log.settle().finally(() => process.exit(1)));",
    ];

    const counts = await Promise.all(
      ends.map(async (end) => {
        const run = startLogging(
          `for (let at = 0; at < 3_000; at += 1) log.info({ at }, 'some.event'); ${end}`,
        );
        await run.ended;
        return run.readLines().map(({ at }) => at);
      }),
    );

    const all = Array.from({ length: 3_000 }, (_, at) => at);
    expect(counts).toEqual([all, all, [...all, 3_000], all]);
  }, 60_000);

  it('shows a line soon after it was written, also if the process is then killed', async () => {
    const { child, readLines, ended } = startLogging(
      "log.info({}, 'some.event'); await waitFor(60_000);",
    );

    await expect.poll(() => readLines().length, { timeout: fuseMs, interval: 20 }).toBe(1);
    child.kill('SIGKILL');
    await ended;

    expect(readLines()).toMatchObject([{ msg: 'some.event' }]);
  }, 60_000);

  it('shows a warning at once, with the lines before it', async () => {
    const { readLines, ended } = startLogging(
      `log.info({}, 'before'); log.warn({}, 'warning');
       // The event loop is not given time to do it later.
       const untilMs = Date.now() + 60; while (Date.now() < untilMs);
       setImmediate(() => process.kill(process.pid, 'SIGKILL'));`,
    );

    await ended;

    expect(readLines()).toMatchObject([{ msg: 'before' }, { msg: 'warning' }]);
  }, 60_000);

  it('throws lines away rather than memory when nobody reads, and says how many', async () => {
    const { child, stdout, readLines, ended } = startLogging(
      `const text = 'some text '.repeat(1_000);
       for (let at = 0; at < 4_000; at += 1) { log.info({ text }, 'some.event'); if (at % 100 === 0) await waitFor(1); }
       process.send('all are logged');
       await waitFor(60_000);`,
    );
    stdout.pause();
    await once(child, 'message');

    stdout.resume();
    const lost = (): number | undefined =>
      readLines().find(({ msg }) => msg === 'log.lines_lost')?.['lines'] as number | undefined;
    await expect.poll(lost, { timeout: fuseMs, interval: 200 }).toBeGreaterThan(2_000);
    child.kill('SIGKILL');
    await ended;

    const written = readLines().filter(({ msg }) => msg === 'some.event').length;
    expect(written + Number(lost())).toBe(4_000);
  }, 60_000);
});
