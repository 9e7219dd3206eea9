// The REST cache in a real Redis: shared between graphs, holding nothing private, and never in the way when it is gone.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type RedisServer, startRedisServer } from '../contracts/start-redis-server.ts';
import {
  createWriteSamples,
  findPublicSamples,
  type OperationSample,
  ownershipSamples,
} from './operation-samples.ts';
import { inner, type Row } from './row-selection.ts';
import { sample } from './samples.ts';
import {
  type GraphAnswer,
  type StackUnderTest,
  type StartedStack,
  startStackUnderTest,
} from './stack-under-test.ts';

/** What a cache operation may add at most while Redis does not answer. */
const maxAddedMs = 50;
const oneCacheRead = '{ brands { id name } }';

let server: RedisServer;
let started: StartedStack | undefined;
let stack: StackUnderTest;
let samples: readonly OperationSample[];

beforeAll(async () => {
  server = await startRedisServer();
  started = await startStackUnderTest({
    subject: sample.owner,
    scopes: 'vehicle:read service:write',
    variables: { MARQUE_REDIS_URL: server.url },
  });
  stack = started.stack;
  samples = await findPublicSamples(stack);
});
afterAll(async () => {
  server.thaw();
  await started?.stop();
  await server.stop();
});

describe('a graph on Redis', () => {
  it('reads nothing public from a service twice, and tells so', async () => {
    await server.admin.flushall();
    const cold = await readAll(stack);

    const left = await settle(() => readAll(stack));

    expect(cold.reads.length).toBeGreaterThanOrEqual(20);
    expect(left).toEqual({ reads: [], calculations: ['07', '09', '11', '12'] });
  });

  it('shares what it has read with the subgraphs of another graph', async () => {
    await server.admin.flushall();
    const cold = await readAll(stack);
    const first = await runAll(stack, samples);
    const twin = await stack.startTwin();
    try {
      await twin.query(oneCacheRead);
      const shared = await readAll(twin);

      // On a busy machine a reply or two may miss the time that it has.
      expect(shared.reads.length).toBeLessThanOrEqual(Math.floor(cold.reads.length / 10));
      expectSameAnswers(await runAll(twin, samples), first);
    } finally {
      await twin.stop();
    }
  });

  it('stores no VIN, no user and nothing of a token', async () => {
    const seen = await runAll(stack, ownershipSamples);
    const writes = createWriteSamples(await initialConfiguration(), stack.today, 1);
    const written = await runAll(stack, writes);

    const stored = await dumpRedis();

    expect([...seen, ...written].flatMap(({ errors }) => errors ?? [])).toEqual([]);
    const vins = seen.flatMap(({ data }) => (data['garage'] ?? []) as Row[]).map(({ vin }) => vin);
    expect(vins).toHaveLength(5);
    for (const secret of [
      ...vins.map(String),
      sample.usVin,
      sample.owner,
      'vehicle:read',
      'eyJhbGci',
    ]) {
      expect(stored.includes(secret), secret).toBe(false);
    }
    expect(/"(vin|owner|contracts|recalls|mileageKm)":/.exec(stored)).toBeNull();
    // The dump would show it: what those operations read that is public lies there.
    expect(stored).toContain(`"${sample.dealer}"`);
    expect(stored).toContain('service-products');
  });
});

describe('a graph whose Redis', () => {
  let uncached: StackUnderTest;
  beforeAll(async () => {
    uncached = await stack.startTwin({ MARQUE_REDIS_URL: undefined });
  });
  afterAll(() => uncached.stop());

  it.each([
    ['hangs', async () => server.freeze(), async () => server.thaw()],
    ['is killed', () => server.kill(), () => server.restart()],
  ])(
    '%s, answers all the same, at most 50 ms later a cache operation, and uses it again by itself',
    async (_how, takeAway, giveBack) => {
      const warm = await runAll(stack, samples);

      await takeAway();
      const addedMs = await measureAddedMs(uncached);
      const without = await runAll(stack, samples);
      await giveBack();

      expect(addedMs).toBeLessThan(maxAddedMs);
      expectSameAnswers(without, warm);
      expect((await settle(() => readAll(stack))).reads).toEqual([]);
    },
  );

  it.each([
    [
      'is out of memory',
      () => server.admin.config('SET', 'maxmemory', '1'),
      () => server.admin.config('SET', 'maxmemory', '0'),
    ],
    [
      'has become a replica that takes no writes',
      () => server.admin.replicaof('127.0.0.1', '1'),
      () => server.admin.replicaof('NO', 'ONE'),
    ],
    ['holds values of other types', fillWithLists, () => server.admin.flushall()],
  ])('%s, answers all the same, and is used again', async (_how, spoil, mend) => {
    const warm = await runAll(stack, samples);

    await server.admin.flushall();
    await spoil();
    const without = await runAll(stack, samples);
    await mend();

    expectSameAnswers(without, warm);
    expect((await settle(() => readAll(stack))).reads).toEqual([]);
  });

  it('was never there, answers the same', async () => {
    const warm = await runAll(stack, samples);
    const lonely = await stack.startTwin({ MARQUE_REDIS_URL: 'redis://127.0.0.1:1' });
    const answers = await runAll(lonely, samples);
    await lonely.stop();

    expectSameAnswers(answers, warm);
    expect(answers.every(({ restCallCount }) => restCallCount > 0)).toBe(true);
  });
});

/** Puts a list at each key that the graph reads, once it has written them all. */
async function fillWithLists(): Promise<void> {
  await runAll(stack, samples);
  for (const key of await server.admin.keys('*')) {
    await server.admin.del(key);
    await server.admin.lpush(key, 'x');
  }
}

async function runAll(
  graph: StackUnderTest,
  operations: readonly OperationSample[],
): Promise<GraphAnswer[]> {
  const answers: GraphAnswer[] = [];
  for (const { name, variables } of operations) answers.push(await graph.run(name, variables));
  return answers;
}

/** What reached the services, by operation: reads, which are all public, and calculations, which are never kept. */
async function readAll(
  graph: StackUnderTest,
): Promise<{ reads: string[]; calculations: string[] }> {
  const reads: string[] = [];
  const calculations: string[] = [];
  for (const { name, variables } of samples) {
    // Holds the calls that the answer tells of against those that were seen on the wire.
    await graph.run(name, variables);
    const requests = graph.requests();
    const gets = requests.filter(({ method }) => method === 'GET');
    reads.push(...gets.map(({ target }) => `${name} ${target}`));
    if (gets.length < requests.length) calculations.push(name.slice(0, 2));
  }
  return { reads, calculations };
}

/** Goes on until nothing is read any more, or for 10 s: a busy machine, or a Redis that comes back, takes a while. */
async function settle(
  read: () => Promise<{ reads: string[]; calculations: string[] }>,
): Promise<{ reads: string[]; calculations: string[] }> {
  const endsAtMs = performance.now() + 10_000;
  let left = await read();
  while (left.reads.length > 0 && performance.now() < endsAtMs) left = await read();
  return left;
}

function expectSameAnswers(answers: readonly GraphAnswer[], expected: readonly GraphAnswer[]) {
  expect(answers.map(({ status }) => status)).toEqual(expected.map(() => 200));
  expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
  expect(answers.map(({ data }) => data)).toEqual(expected.map(({ data }) => data));
}

/**
 * What a cache operation adds: operations that read it once each, in turns with a graph that has none. Nine of ten
 * on either side, since a busy machine may stall a few.
 */
async function measureAddedMs(uncached: StackUnderTest): Promise<number> {
  const withRedis: number[] = [];
  const withoutCache: number[] = [];
  for (let read = 0; read < 20; read += 1) {
    withRedis.push(await measureReadMs(stack));
    withoutCache.push(await measureReadMs(uncached));
  }
  return ninthOfTen(withRedis) - ninthOfTen(withoutCache);
}

async function measureReadMs(graph: StackUnderTest): Promise<number> {
  const startedAtMs = performance.now();
  const answer = await graph.query(oneCacheRead);
  expect([answer.status, answer.errors]).toEqual([200, undefined]);
  return performance.now() - startedAtMs;
}

function ninthOfTen(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length * 0.9)] ?? 0;
}

async function initialConfiguration(): Promise<string> {
  const price = samples.find(({ name }) => name === '11-price');
  const answer = await stack.run('11-price', price?.variables);
  return String(inner(answer.data, 'configuration')['id']);
}

/** Every key and every value, byte for byte. */
async function dumpRedis(): Promise<string> {
  const parts: string[] = [];
  for (const key of await server.admin.keys('*')) {
    const value = await server.admin.getBuffer(key);
    parts.push(key, value?.toString('latin1') ?? '');
  }
  return parts.join('\n');
}
