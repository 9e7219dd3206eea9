// Counting in memory: its bounds, days that end, and that sums are those of the requests.
import { buildSchema, getOperationAST, parse } from 'graphql';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createOperationRecord } from '../../../../gateway/telemetry/operation-record.ts';
import type { OperationReport } from '../../../../gateway/telemetry/operation-report.ts';
import { readUsageKey } from '../../../../gateway/telemetry/usage/usage-keys.ts';
import {
  createUsageRecorder,
  type UsageCounts,
  type UsageRecorder,
} from '../../../../gateway/telemetry/usage/usage-recorder.ts';
import { createUsageReport } from '../../../../gateway/telemetry/usage/usage-report.ts';

const schema = buildSchema(`
  type Query { cars(brand: Brand, filter: Filter): [Car!] node: Node pick: Pick }
  interface Node { id: ID }
  union Pick = Car
  type Car implements Node { id: ID name: String parts: [Part!] }
  type Part implements Node { id: ID }
  enum Brand { BMW MINI }
  input Filter { name: String inner: Filter }
`);

function createRecorder(options: Partial<Parameters<typeof createUsageRecorder>[0]> = {}) {
  const time = { nowMs: Date.parse('2026-11-21T12:00:00Z') };
  let crowded = 0;
  const recorder = createUsageRecorder({
    clock: { nowMs: () => time.nowMs, monotonicMs: () => time.nowMs },
    random: () => 0.5,
    fieldSampleRatio: 0,
    recordRatio: 0,
    onCrowded: () => (crowded += 1),
    ...options,
  });
  return { recorder, time, countCrowded: () => crowded };
}

/** Gives what counts a request of an operation. */
function prepare(recorder: UsageRecorder, query: string) {
  const usage = recorder.forSchema(schema);
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return (name = 'web', version = '1', more: { ms?: number; variables?: unknown } = {}): void => {
    const record = createOperationRecord();
    record.execution = 'complete';
    usage.admit(record, document, operation);
    recorder.record({
      query,
      variables: more.variables,
      times: { receivedAtMs: 0, readAtMs: 0, answeredAtMs: more.ms ?? 1 },
      context: { record, client: { name, version } },
    } as OperationReport);
  };
}

const sumUp = (batches: readonly UsageCounts[]): Map<string, number> => {
  const sums = new Map<string, number>();
  for (const { counts } of batches) {
    for (const [key, amount] of counts) sums.set(key, (sums.get(key) ?? 0) + amount);
  }
  return sums;
};

describe('usage in memory', () => {
  it('lists what an operation uses, through fragments, interfaces, arguments and inputs', () => {
    const { recorder } = createRecorder();
    prepare(
      recorder,
      `query A($filter: Filter) {
        cars(brand: BMW, filter: { inner: { name: "x" } }) { ...C }
        node { id }
        pick { ... on Car { name } __typename }
        more: cars(filter: $filter) { parts { id } }
      }
      fragment C on Car { parts { ... on Node { id } } }
      fragment Unused on Car { name }`,
    )();

    const [operation] = createUsageReport('', sumUp(recorder.collect())).operations;

    expect(operation?.uses).toEqual([
      'Brand.BMW',
      'Car.id',
      'Car.name',
      'Car.parts',
      'Filter',
      'Filter.inner',
      'Filter.name',
      'Node.id',
      'Part.id',
      'Query.cars',
      'Query.cars(brand:)',
      'Query.cars(filter:)',
      'Query.node',
      'Query.pick',
    ]);
  });

  it('gives the same sums however often it is collected', () => {
    const anyRequest = fc.record({
      operation: fc.integer({ min: 0, max: 4 }),
      client: fc.constantFrom('web', 'ios', 'android'),
      version: fc.constantFrom('', '1', '2'),
      ms: fc.integer({ min: 0, max: 6_000 }),
      isCollected: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(anyRequest, { maxLength: 60 }), (requests) => {
        const often = createRecorder().recorder;
        const once = createRecorder().recorder;
        const [askOften, askOnce] = [often, once].map((recorder) =>
          Array.from({ length: 5 }, (_, index) =>
            prepare(recorder, `query Q${index} { node { id } }`),
          ),
        );
        const batches: UsageCounts[] = [];
        for (const { operation, client, version, ms, isCollected } of requests) {
          askOften?.[operation]?.(client, version, { ms });
          askOnce?.[operation]?.(client, version, { ms });
          if (isCollected) batches.push(...often.collect());
        }
        batches.push(...often.collect());

        expect(sumUp(batches)).toEqual(sumUp(once.collect()));
        const report = createUsageReport('', sumUp(batches));
        const total = report.clients.reduce((sum, client) => sum + client.requests, 0);
        expect(total).toBe(requests.length);
      }),
      { numRuns: 60 },
    );
  });

  it('stays within its bounds with 10,000 names of operations and clients, and loses no request', () => {
    const { recorder } = createRecorder({ recordRatio: 1 });
    for (let index = 0; index < 10_000; index += 1) {
      prepare(
        recorder,
        `query Q${index % 9_000 < 5_000 ? index : 1} { node { id } }`,
      )(`client ${index}`);
    }
    const figures = recorder.readFigures();

    const counts = sumUp(recorder.collect());
    const report = createUsageReport('', counts);

    expect(figures).toMatchObject({ operations: 1_000, clients: 200, recordings: 500 });
    expect(figures.lost.get('recordings')).toBe(9_500);
    expect(figures.pairs).toBeLessThanOrEqual(1_201);
    expect(report.operations).toHaveLength(1_001);
    expect(report.clients).toHaveLength(201);
    expect(report.operations.reduce((sum, { requests }) => sum + requests, 0)).toBe(10_000);
    expect(report.operations.find(({ hash }) => hash === 'other')?.requests).toBeGreaterThan(1_000);
    expect(report.fields.find(({ coordinate }) => coordinate === 'Query.node')?.requests).toBe(
      10_000,
    );
  });

  it('stays within its bound of pairs, and asks to be collected before that', () => {
    const { recorder, countCrowded } = createRecorder();
    for (let operation = 0; operation < 120; operation += 1) {
      const ask = prepare(recorder, `query Q${operation} { node { id } }`);
      for (let client = 0; client < 199; client += 1) ask(`client ${client}`);
    }

    const counts = sumUp(recorder.collect());

    const kinds = [...counts.keys()].flatMap((text) => {
      const key = readUsageKey(text);
      return key?.kind === 'operation' && key.figure === 'requests' ? [key] : [];
    });
    expect(kinds.length).toBeLessThanOrEqual(10_120);
    expect(countCrowded()).toBe(1);
    expect(createUsageReport('', counts).operations.every(({ requests }) => requests === 199)).toBe(
      true,
    );
  });

  it('counts each request for the day in which it was answered', () => {
    const { recorder, time } = createRecorder();
    const ask = prepare(recorder, '{ node { id } }');
    time.nowMs = Date.parse('2026-11-21T23:59:59.999Z');
    ask();
    time.nowMs += 1;
    ask();
    ask();

    const batches = recorder.collect();

    const requests = batches.map(({ day, counts }) => {
      const [operation] = createUsageReport(day, counts).operations;
      return [day, operation?.requests, operation?.uses.length];
    });
    expect(requests).toEqual([
      ['2026-11-21', 1, 4],
      ['2026-11-22', 2, 4],
    ]);
  });

  it('tells shapes of variables from each other, and nothing else', () => {
    const { recorder } = createRecorder({ recordRatio: 1 });
    const ask = prepare(
      recorder,
      'query ($filter: Filter, $brand: Brand) { cars(brand: $brand, filter: $filter) { id } }',
    );
    ask('web', '1', { variables: { filter: { name: 'a', secret: 1 }, brand: 'BMW' } });
    ask('web', '1', { variables: { filter: { name: 'b' }, brand: 'MINI' } });
    ask('web', '1', { variables: { filter: { inner: { inner: null } }, unknown: 1 } });
    ask('web', '1', { variables: [] });

    const recordings = [...sumUp(recorder.collect())].flatMap(([text, count]) => {
      const key = readUsageKey(text);
      return key?.kind === 'recording' ? [[key.variables.map(({ shape }) => shape), count]] : [];
    });

    expect(recordings).toEqual([
      [[{ object: { name: 'string' } }, 'string'], 2],
      [[{ object: { inner: { object: { inner: 'null' } } } }, 'missing'], 1],
      [['missing', 'missing'], 1],
    ]);
  });
});
