// A gateway that starts with plans made beforehand: what it loads when, and that it answers as others do.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ApolloServer } from '@apollo/server';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { prepareRelease } from '../../gateway/release/prepare-release.ts';
import {
  formatPreparedRelease,
  type PreparedRelease,
} from '../../gateway/release/prepared-release.ts';
import { silentLog } from '../../runtime/log.ts';
import { createRecordingLog, type LogEvent } from './recording-log.ts';
import { ask, composeTestSupergraph, startTestGraph, type TestGraph } from './test-graph.ts';

const known = 'query Known($id: ID!) { market(id: $id) { name currency } }';
const two = 'query A { brand } query B { dealerCount }';
const protectedField = '{ secret }';

let directory: string;
let release: PreparedRelease;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'marque-start-'));
  release = await prepareRelease({
    supergraphSdl: composeTestSupergraph(),
    documents: new Map([known, two, protectedField].map((text) => [text, text])),
    plannerId: 'source',
    log: silentLog,
  });
});
afterAll(() => rm(directory, { recursive: true }));

let graph: TestGraph | undefined;
afterEach(async () => {
  vi.restoreAllMocks();
  await graph?.stop();
  graph = undefined;
});

async function start(
  content: string,
  loadPlannerAfterMs?: number,
): Promise<{ graph: TestGraph; events: readonly LogEvent[] }> {
  const preparedReleaseFile = join(directory, 'release.json');
  await writeFile(preparedReleaseFile, content);
  const { log, events } = createRecordingLog();
  const started = await startTestGraph({
    env: { MARQUE_ENGINE: 'compiled' },
    log,
    preparedReleaseFile,
    ...(loadPlannerAfterMs === undefined ? {} : { loadPlannerAfterMs }),
  });
  graph = started;
  return { graph: started, events };
}

function hasLoadedPlanner(events: readonly LogEvent[]): boolean {
  return events.some(({ event }) => event === 'planner.loaded');
}

describe('a gateway with plans made beforehand', () => {
  it('is ready, and answers a known operation, without planner and Apollo Server', async () => {
    const server = vi.spyOn(ApolloServer.prototype, 'start');
    const { graph: running, events } = await start(formatPreparedRelease(release));

    const ready = await fetch(new URL('/health/ready', running.url));
    const answer = await ask(running.url, known, { variables: { id: 'DE' } });
    const second = await ask(running.url, two, { operationName: 'B' });

    expect(ready.status).toBe(200);
    expect(answer.body).toEqual({ data: { market: { name: 'Germany', currency: 'EUR' } } });
    expect(second.body).toEqual({ data: { dealerCount: 3 } });
    // Those of the subgraphs.
    expect(server).toHaveBeenCalledTimes(3);
    expect(hasLoadedPlanner(events)).toBe(false);
  });

  it('plans an operation that it does not know', async () => {
    const { graph: running, events } = await start(formatPreparedRelease(release));

    const answer = await ask(running.url, '{ markets { id } }');

    expect(answer.body).toEqual({ data: { markets: [{ id: 'DE' }, { id: 'FR' }] } });
    expect(hasLoadedPlanner(events)).toBe(true);
  });

  it('uses the plan for the same operation in another writing', async () => {
    const { graph: running, events } = await start(formatPreparedRelease(release));

    const answer = await ask(running.url, known.replaceAll(' ', '  '), { variables: { id: 'DE' } });

    expect(answer.body).toEqual({ data: { market: { name: 'Germany', currency: 'EUR' } } });
    expect(hasLoadedPlanner(events)).toBe(false);
  });

  it('refuses what it would refuse without them', async () => {
    const { graph: running } = await start(formatPreparedRelease(release));

    const answers = [
      await ask(running.url, protectedField),
      await ask(running.url, two),
      await ask(running.url, known, { operationName: 'Unknown' }),
      await ask(running.url, known, { variables: { id: { no: 'id' } } }),
    ];

    expect(
      answers.map(({ status, body }) => [status, body.errors?.[0]?.extensions['code']]),
    ).toEqual([
      [200, 'UNAUTHORIZED_FIELD_OR_TYPE'],
      [400, 'OPERATION_RESOLUTION_FAILURE'],
      [400, 'OPERATION_RESOLUTION_FAILURE'],
      [400, 'BAD_USER_INPUT'],
    ]);
  });

  it('loads the planner by itself after a while, if it is to', async () => {
    const { events } = await start(formatPreparedRelease(release), 1);

    await expect.poll(() => hasLoadedPlanner(events), { timeout: 10_000 }).toBe(true);
  });

  it('stops while the planner is yet to load, and while it loads', async () => {
    const { graph: waiting } = await start(formatPreparedRelease(release), 60_000);
    await waiting.stop();
    const { graph: loading, events } = await start(formatPreparedRelease(release), 0);
    await new Promise((resolve) => setTimeout(resolve, 5));

    await loading.stop();

    expect(hasLoadedPlanner(events)).toBe(false);
    expect(events.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it.each([
    ['another supergraph', () => formatPreparedRelease({ ...release, supergraphId: 'another' })],
    ['another planner', () => formatPreparedRelease({ ...release, plannerId: 'another' })],
    ['a file that lost its end', () => formatPreparedRelease(release).slice(0, -9)],
  ])('plans anew instead of using plans of %s', async (_what, write) => {
    const { graph: running, events } = await start(write());

    const answer = await ask(running.url, known, { variables: { id: 'DE' } });

    expect(answer.body).toEqual({ data: { market: { name: 'Germany', currency: 'EUR' } } });
    expect(events.map(({ event }) => event)).toContain('release.prepared_refused');
    expect(hasLoadedPlanner(events)).toBe(true);
  });
});
