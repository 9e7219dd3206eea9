// The planner's thread within its bounds: time, memory, waiting, and what is remembered.
import { readFile } from 'node:fs/promises';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { CancellationSource } from '../../../../runtime/cancellation.ts';
import {
  defaultQueryPlannerLimits,
  type LoadedQueryPlanner,
  loadQueryPlanner,
  type QueryPlannerLimits,
} from '../../../../gateway/engine/planner/load-query-planner.ts';
import { parseGatewayConfig } from '../../../../gateway/config.ts';
import { checkOperationLimits } from '../../../../gateway/guard/operation-limits.ts';
import { silentLog } from '../../../../runtime/log.ts';
import { createRecordingLog } from '../../recording-log.ts';
import { composeTestSupergraph } from './planned-graph.ts';

const supergraphSdl = composeTestSupergraph({
  a: `type Query { p(id: Int): P }
    type P @key(fields: "id") { id: ID! x: Int self: P @shareable other: P @shareable }`,
  b: `type P @key(fields: "id") { id: ID! y: Int self: P @shareable other: P @shareable }`,
  c: `type P @key(fields: "id") { id: ID! z: Int self: P @shareable other: P @shareable }`,
});

/** An operation that takes seconds to plan: aliases of the same wide selection. */
const slowDocument = createSlowDocument(400);

/** Each level can be fetched from each of three subgraphs. */
const greedyDocument = `{ p { ${createNestedSelection(8)} } }`;

describe('a query planner', () => {
  let loaded: LoadedQueryPlanner;
  beforeAll(async () => {
    loaded = await loadQueryPlanner({ supergraphSdl, log: silentLog });
  });
  afterAll(() => loaded.planner.close());

  it('tells what clients see', () => {
    expect(loaded.apiSdl).toContain('p(id: Int): P');
  });

  it('plans the named operation of a document', async () => {
    const document = 'query One { p { x } } query Two { p { y } }';

    const outcome = await loaded.planner.plan({ document, operationName: 'Two' });

    expect(outcome).toMatchObject({
      status: 'planned',
      plan: { kind: 'QueryPlan', node: { kind: 'Sequence' } },
    });
  });

  it('remembers plans, whatever the layout of the document', async () => {
    const first = await loaded.planner.plan({ document: '{ p { x y } }' });

    const second = await loaded.planner.plan({ document: '{p{\n  x,y}} # again' });

    expect(second).toBe(first);
  });

  it('shares a plan among equal requests that come while it is made', async () => {
    const document = '{ p { z x } }';

    const outcomes = await Promise.all([1, 2, 3].map(() => loaded.planner.plan({ document })));

    expect(new Set(outcomes).size).toBe(1);
  });

  it('keeps plans of different override labels apart', async () => {
    const document = '{ p { x z } }';
    const one = await loaded.planner.plan({ document, overrideLabels: ['b', 'a'] });

    const same = await loaded.planner.plan({ document, overrideLabels: ['a', 'b'] });
    const other = await loaded.planner.plan({ document, overrideLabels: ['a'] });

    expect(same).toBe(one);
    expect(other).not.toBe(one);
  });

  it.each([
    ['{ p { nothing } }', undefined],
    ['{ p { x ', undefined],
    ['query A { p { x } }', 'B'],
    ['query A { p { x } } query B { p { x } }', undefined],
    ['{ ...F } fragment F on Query { ...F }', undefined],
  ])('refuses %s as %s and goes on', async (document, operationName) => {
    const outcome = await loaded.planner.plan({ document, operationName });

    expect(outcome).toMatchObject({ status: 'refused', code: 'QUERY_PLAN_FAILED' });
    const next = await loaded.planner.plan({ document: '{ p { x } }' });
    expect(next.status).toBe('planned');
  });

  it('refuses at once what fragments blow up', async () => {
    const levels = 30;
    const fragments = Array.from(
      { length: levels },
      (_, level) =>
        `fragment F${level} on P { self { ...F${level + 1} } other { ...F${level + 1} } }`,
    );
    const document = `{ p { ...F0 } } ${fragments.join(' ')} fragment F${levels} on P { x }`;
    const startMs = performance.now();

    const outcome = await loaded.planner.plan({ document });

    expect(outcome).toMatchObject({ status: 'refused', code: 'QUERY_TOO_COMPLEX' });
    expect(performance.now() - startMs).toBeLessThan(50);
  });

  it('lets a request leave, and the plan reach those who stay', async () => {
    const document = '{ p { y z } }';
    const leaving = new CancellationSource();
    const left = loaded.planner.plan({ document }, leaving);
    const stays = loaded.planner.plan({ document });

    leaving.cancel(new Error('gone'));

    await expect(left).rejects.toThrow('gone');
    expect((await stays).status).toBe('planned');
  });

  it('remembers what it was planning when everyone left', async () => {
    const document = '{ p { x y z } }';
    const leaving = new CancellationSource();
    const left = loaded.planner.plan({ document }, leaving);
    const { planned, remembered } = loaded.planner.readFigures();

    leaving.cancel(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    await expect.poll(() => loaded.planner.readFigures().planned).toBe(planned + 1);

    expect((await loaded.planner.plan({ document })).status).toBe('planned');
    expect(loaded.planner.readFigures()).toMatchObject({
      planned: planned + 1,
      remembered: remembered + 1,
    });
  });
});

describe('a query planner within its bounds', () => {
  let loaded: LoadedQueryPlanner | undefined;
  afterEach(() => loaded?.planner.close());
  const load = async (limits: Partial<QueryPlannerLimits>) => {
    loaded = await loadQueryPlanner({
      supergraphSdl,
      log: silentLog,
      limits: { ...defaultQueryPlannerLimits, maxSelections: 1_000_000, ...limits },
    });
    return loaded.planner;
  };

  it('refuses an operation that takes too long, and plans those that waited behind it', async () => {
    const planner = await load({ planDeadlineMs: 400 });

    const [slow, waiting] = await Promise.all([
      planner.plan({ document: slowDocument }),
      planner.plan({ document: '{ p { x y } }' }),
    ]);

    expect(slow).toMatchObject({ status: 'refused', code: 'QUERY_TOO_COMPLEX' });
    expect(waiting.status).toBe('planned');
    // Remembered: it does not end the thread again.
    expect(await planner.plan({ document: slowDocument })).toBe(slow);
  });

  it('lets an operation that takes too long end its thread once, whoever leaves', async () => {
    const planner = await load({ planDeadlineMs: 400 });
    const leaving = new CancellationSource();
    const left = planner.plan({ document: slowDocument }, leaving);
    leaving.cancel(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    await expect.poll(() => planner.readFigures().restarts, { timeout: 5_000 }).toBe(1);

    const asked = await planner.plan({ document: slowDocument });

    expect(asked).toMatchObject({ status: 'refused', code: 'QUERY_TOO_COMPLEX' });
    expect(planner.readFigures().restarts).toBe(1);
  });

  it('refuses an operation that takes too much memory, and plans the next', async () => {
    const planner = await load({ maxHeapMebibytes: 64, planDeadlineMs: 60_000 });

    const greedy = await planner.plan({ document: greedyDocument });
    const next = await planner.plan({ document: '{ p { x y } }' });

    expect(greedy).toMatchObject({ status: 'refused', code: 'QUERY_TOO_COMPLEX' });
    expect(greedy).toMatchObject({ message: expect.stringContaining('memory') });
    expect(next.status).toBe('planned');
  });

  it('logs what it refuses, but for what a client wrote in quotes', async () => {
    const { log, events } = createRecordingLog();
    loaded = await loadQueryPlanner({ supergraphSdl, log });
    const document = String.raw`{ unknown(a: "planted \" one", b: """planted two""") }`;

    const outcome = await loaded.planner.plan({ document });

    const line = events.find(({ event }) => event === 'planner.refused');
    expect(outcome).toMatchObject({ status: 'refused', code: 'QUERY_PLAN_FAILED' });
    expect(line).toMatchObject({ document: expect.stringContaining('unknown(a: "", b: "")') });
    expect(JSON.stringify(events)).not.toContain('planted');
  });

  it('refuses an operation that could be planned in too many ways', async () => {
    const planner = await load({});

    const outcome = await planner.plan({ document: createSlowDocument(4_000) });

    expect(outcome).toMatchObject({ status: 'refused', code: 'QUERY_TOO_COMPLEX' });
  });

  it('refuses what is too much to wait, and remembers nothing of it', async () => {
    const planner = await load({ maxWaiting: 1 });
    const documents = ['{ p { x } }', '{ p { y } }', '{ p { z } }'];

    const outcomes = await Promise.all(documents.map((document) => planner.plan({ document })));

    expect(outcomes.map((outcome) => outcome.status)).toEqual(['planned', 'planned', 'refused']);
    expect(outcomes[2]).toMatchObject({ code: 'PLANNER_OVERLOADED' });
    expect((await planner.plan({ document: '{ p { z } }' })).status).toBe('planned');
  });

  it('tells how many wait and what became of the others', async () => {
    const planner = await load({ planDeadlineMs: 400, maxWaiting: 1 });
    const slow = planner.plan({ document: slowDocument });
    const waiting = planner.plan({ document: '{ p { x } }' });
    const refused = await planner.plan({ document: '{ p { y } }' });
    const before = planner.readFigures();

    await Promise.all([slow, waiting]);
    await planner.plan({ document: '{ p { x } }' });
    await planner.plan({ document: '{' });

    expect(refused.status).toBe('refused');
    expect(before).toEqual({
      waiting: 1,
      planned: 0,
      remembered: 0,
      refused: { QUERY_TOO_COMPLEX: 0, PLANNER_OVERLOADED: 1, QUERY_PLAN_FAILED: 0 },
      restarts: 0,
    });
    expect(planner.readFigures()).toEqual({
      waiting: 0,
      planned: 1,
      remembered: 1,
      refused: { QUERY_TOO_COMPLEX: 1, PLANNER_OVERLOADED: 1, QUERY_PLAN_FAILED: 1 },
      restarts: 1,
    });
  });

  it('refuses what has waited too long', async () => {
    const planner = await load({ planDeadlineMs: 400, maxWaitMs: 50 });
    const slow = planner.plan({ document: slowDocument });

    const waiting = await planner.plan({ document: '{ p { x } }' });

    expect(waiting).toMatchObject({ code: 'PLANNER_OVERLOADED' });
    expect((await slow).status).toBe('refused');
  });

  it('rejects what is under way when it is closed', async () => {
    const planner = await load({});
    const slow = planner.plan({ document: slowDocument });
    const waiting = planner.plan({ document: '{ p { x } }' });
    const settled = Promise.allSettled([slow, waiting]);

    await planner.close();

    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(planner.plan({ document: '{ p { y } }' })).rejects.toMatchObject({
      code: 'PLANNER_CLOSED',
    });
  });
});

describe('the planner of the vehicle graph', () => {
  it('plans within its deadline whatever the guard lets through', async () => {
    const vehicleSdl = await readFile('schema/supergraph.graphql', 'utf8');
    const page = await readFile('schema/operations/04-model-variant.graphql', 'utf8');
    const selection = page.slice(page.indexOf('{', page.indexOf('modelVariant(')));
    const aliases = Array.from(
      { length: 40 },
      (_, index) => `a${index}: modelVariant(id: "") { ...F }`,
    );
    const document = `query($market: ID!) { ${aliases.join(' ')} } fragment F on ModelVariant ${selection.slice(0, selection.lastIndexOf('}'))}`;
    const { planner } = await loadQueryPlanner({ supergraphSdl: vehicleSdl, log: silentLog });

    const outcome = await planner.plan({ document });
    await planner.close();

    const limits = parseGatewayConfig({}).operationLimits;
    expect(checkOperationLimits(document, limits).status).toBe('within');
    expect(outcome.status).toBe('planned');
  });
});

describe('loadQueryPlanner', () => {
  it('rejects what is no supergraph', async () => {
    const loading = loadQueryPlanner({
      supergraphSdl: 'type Query { x: Int }',
      log: silentLog,
    });

    await expect(loading).rejects.toMatchObject({ code: 'SUPERGRAPH_INVALID' });
  });
});

function createSlowDocument(count: number): string {
  const aliases = Array.from(
    { length: count },
    (_, index) => `a${index}: p(id: ${index}) { x self { y other { z self { x y z } } } }`,
  );
  return `{ ${aliases.join(' ')} }`;
}

function createNestedSelection(levels: number): string {
  const inner = levels > 0 ? createNestedSelection(levels - 1) : undefined;
  return inner === undefined ? 'x y z' : `x y z self { ${inner} } other { ${inner} }`;
}
