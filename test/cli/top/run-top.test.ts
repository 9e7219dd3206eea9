// `marque top` against a running gateway, and what it shows.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { describeLook } from '../../../cli/top/describe-look.ts';
import { type LiveLook, parseLiveLook } from '../../../cli/top/live-look.ts';
import { ask, startTestGraph, type TestGraph } from '../../gateway/test-graph.ts';
import { runInProcess } from '../run-in-process.ts';

const token = 'reader-0123456789abcdef-x';
let graph: TestGraph;
let adminUrl: string;
beforeAll(async () => {
  graph = await startTestGraph({
    env: { MARQUE_ENGINE: 'compiled', MARQUE_ADMIN_READER_TOKEN: token },
  });
  adminUrl = graph.part.adminUrl ?? '';
});
afterAll(() => graph.stop());
afterEach(() => vi.unstubAllEnvs());

/** Asks again and again, so that there is something to see in any second. */
async function askWhile<Result>(work: Promise<Result>): Promise<Result> {
  const progress = { isDone: false };
  const finished = work.finally(() => (progress.isDone = true));
  while (!progress.isDone) await ask(graph.url, 'query Watched { markets { name currency } }');
  return finished;
}

describe('marque top', () => {
  it('shows one look as text, with operations, upstreams and the process', async () => {
    vi.stubEnv('MARQUE_ADMIN_READER_TOKEN', token);

    const { code, stdout } = await askWhile(runInProcess(['top', '--once', '--url', adminUrl]));

    expect(code).toBe(0);
    expect(stdout).toMatch(/^marque {2}ready {2}release [0-9a-f]+/);
    expect(stdout).toMatch(/\nOPERATIONS by rate +req\/s +failed\/s +mean ms +p50 ms +p99 ms\n/);
    expect(stdout).toMatch(/\nWatched +\d+(\.\d+)? +0 /);
    expect(stdout).toContain('vehicle-subgraph  closed');
  });

  it('gives one look as JSON', async () => {
    vi.stubEnv('MARQUE_ADMIN_READER_TOKEN', token);
    vi.stubEnv('MARQUE_ADMIN_URL', adminUrl);

    const { code, stdout } = await runInProcess(['top', '--json']);

    expect(code).toBe(0);
    expect(parseLiveLook(stdout)).toMatchObject({ status: 'ready' });
  });

  it.each([
    ['nobody is there', 'http://127.0.0.1:1', 3, 'GATEWAY_UNREACHABLE'],
    ['the token is missing', undefined, 3, 'MARQUE_ADMIN_READER_TOKEN'],
  ])('says what to do where %s', async (_what, url, expected, word) => {
    const run = await runInProcess(['top', '--json', '--url', url ?? adminUrl]);

    expect(run.code).toBe(expected);
    expect(run.stdout).toContain(word);
    expect(run.stdout + run.stderr).not.toContain(token);
  });

  it('takes the public port for none of this', async () => {
    const { code, stdout } = await runInProcess(['top', '--json', '--url', graph.part.url]);

    expect(code).toBe(3);
    expect(stdout).toContain('ANSWER_INVALID');
  });

  it.each([
    ['--view', 'everything'],
    ['--sort', 'name'],
  ])('refuses %s %s', async (option, word) => {
    const { code, stderr } = await runInProcess(['top', option, word]);

    expect(code).toBe(2);
    expect(stderr).toContain(`${option} is one of`);
  });
});

describe('describeLook', () => {
  const row = (name: string, perSecond: number, failedPerSecond: number, p99Ms: number) => ({
    name,
    perSecond,
    failedPerSecond,
    meanMs: 1,
    p50Ms: 1,
    p99Ms,
  });
  const look: LiveLook = {
    status: 'ready',
    release: 'abc',
    door: { running: 1, waiting: 2, isShedding: true },
    total: row('all', 6, 1, 9),
    operations: [row('Often', 5, 0, 2), row('Slow\u001b[2J', 1, 1, 9)],
    clients: [],
    subgraphs: [],
    restCalls: [row('vehicle markets', 3, 0, 1)],
    upstreams: [{ name: 'vehicle-subgraph', breaker: 'open', running: 0, waiting: 0 }],
    process: {
      uptimeSeconds: 9,
      residentBytes: 1_048_576,
      heapUsedBytes: 1_048_576,
      eventLoopDelayP99Ms: 1,
      cpuShare: 0.5,
    },
  };
  const layout = { columns: 100, rows: 40, paint: (_colour: string, text: string) => text };
  const describeNames = (sorting: 'rate' | 'p99') =>
    describeLook(look, { ...layout, view: 'operations', sorting })
      .split('\n')
      .map((line) => /^(Often|Slow)/.exec(line)?.[1])
      .filter((name) => name !== undefined);

  it('sorts by what is asked for', () => {
    expect(describeNames('rate')).toEqual(['Often', 'Slow']);
    expect(describeNames('p99')).toEqual(['Slow', 'Often']);
  });

  it('lets no name of a client move the cursor', () => {
    const page = describeLook(look, { ...layout, view: 'operations', sorting: 'rate' });

    expect(page).not.toContain('\u001b');
    expect(page).toContain(String.raw`Slow\u001b[2J`);
  });

  it('lists services by resource, and says where there is nothing', () => {
    const services = describeLook(look, { ...layout, view: 'services', sorting: 'rate' });
    const clients = describeLook(look, { ...layout, view: 'clients', sorting: 'rate' });

    expect(services).toContain('vehicle markets');
    expect(clients).toContain('nothing within the last second');
  });

  it('takes no more lines than the screen has', () => {
    const many = { ...look, operations: Array.from({ length: 99 }, () => row('One', 1, 0, 1)) };

    const page = describeLook(many, { ...layout, rows: 24, view: 'operations', sorting: 'rate' });

    expect(page.split('\n').length).toBeLessThanOrEqual(23);
  });
});
