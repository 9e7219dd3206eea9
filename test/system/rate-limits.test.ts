// Limits a minute in the whole stack, counted in a real Redis: shared, billed by the calls that reach the services,
// and never the reason why a request fails.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { type RedisServer, startRedisServer } from '../contracts/start-redis-server.ts';
import { sample } from './samples.ts';
import {
  readOperation,
  type StackUnderTest,
  type StartedStack,
  startStackUnderTest,
} from './stack-under-test.ts';

const series = 'query ($market: ID!) { modelSeries(brand: "bmw", market: $market) { code name } }';

let server: RedisServer;
let started: StartedStack | undefined;
let stack: StackUnderTest;
let variables: Record<string, string>;

beforeAll(async () => {
  server = await startRedisServer();
  variables = {
    MARQUE_RATE_LIMIT_REDIS_URL: server.url,
    MARQUE_RATE_LIMIT_HEADERS: 'true',
    MARQUE_RATE_LIMIT_USERS: 'requests=20,rest-calls=6',
    MARQUE_REST_BUDGET_MODE: 'enforce',
    MARQUE_SUBGRAPH_CACHE_SIZE: '64mb',
  };
  started = await startStackUnderTest({
    subject: sample.owner,
    scopes: 'vehicle:read service:write',
    variables,
  });
  ({ stack } = started);
});
beforeEach(() => server.admin.flushall());
afterAll(async () => {
  server.thaw();
  await started?.stop();
  await server.stop();
});

const readUsed = async (limit: string): Promise<number> =>
  Number(await server.admin.get(`marque:rate:${limit}:user:${sample.owner}`));

describe('a budget of REST calls', () => {
  it('is billed by the calls that were made: what the cache has costs nothing', async () => {
    const markets = ['FR', 'FR', 'FR', 'FR', 'FR', 'FR'];

    const cold = await stack.query(await readOperation('01-markets'));
    await expect.poll(() => readUsed('restCalls')).toBe(cold.restCallCount);
    expect(cold).toMatchObject({ status: 200, errors: undefined, restCallCount: 2 });
    const before = cold.restCallCount;
    const warm = [];
    for (const market of markets) warm.push(await stack.query(series, { market }));
    const calls = warm.reduce((sum, { restCallCount }) => sum + restCallCount, before);

    expect(warm.map(({ status }) => status)).toEqual(markets.map(() => 200));
    expect(calls).toBeLessThanOrEqual(6);
    await expect.poll(() => readUsed('restCalls')).toBe(calls);
  });

  it('refuses what is predicted above what is left, and sends nothing to a service', async () => {
    const statuses = [];
    let refused = await stack.query('{ markets { id } }');
    for (const market of ['AT', 'NL', 'GB', 'US', 'JP', 'CH', 'DE', 'FR']) {
      refused = await stack.query(series, { market }, { 'x-marque-market': market });
      statuses.push(refused.status);
      if (refused.status === 429) break;
    }

    expect(statuses.at(-1)).toBe(429);
    expect(refused.restCallCount).toBe(0);
    expect(refused.errors?.[0]?.extensions).toMatchObject({
      code: 'RATE_LIMITED',
      limit: 'restCalls',
      max: 6,
    });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('gateways that share Redis', () => {
  it('share the limits', async () => {
    const twin = await stack.startTwin(variables);

    // On a busy machine the first connection may take longer than a request waits for it.
    for (const each of [stack, twin]) {
      await server.admin.flushall();
      await expect
        .poll(async () => {
          await each.query('{ __typename }');
          return await readUsed('requests');
        })
        .toBeGreaterThan(0);
    }
    await server.admin.flushall();

    const answers = [];
    for (let round = 0; round < 15; round += 1) {
      const both = [stack, twin].map((each) => each.query('{ __typename }'));
      answers.push(...(await Promise.all(both)));
    }
    await twin.stop();

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10);
  });
});

describe('Redis that goes away', () => {
  it('fails no request: each gateway holds the limit by itself until it is back', async () => {
    const twin = await stack.startTwin(variables);
    const ask = async (each: StackUnderTest, times: number) => {
      const statuses = [];
      for (let round = 0; round < times; round += 1) {
        statuses.push((await each.query('{ __typename }')).status);
      }
      return statuses;
    };

    const before = await ask(twin, 5);
    await server.kill();
    const stopped = await ask(twin, 25);
    await server.restart();
    await expect
      .poll(
        async () => {
          await ask(twin, 1);
          return await readUsed('requests');
        },
        { timeout: 10_000 },
      )
      .toBeGreaterThan(0);
    const back = await ask(twin, 1);
    await twin.stop();

    expect(before).toEqual(Array.from({ length: 5 }, () => 200));
    const served = stopped.filter((status) => status === 200).length;
    expect(stopped).toEqual(stopped.map((_, index) => (index < served ? 200 : 429)));
    // Fewer than the limit where it was slow to connect before.
    expect(served).toBeGreaterThanOrEqual(15);
    expect(served).toBeLessThanOrEqual(20);
    expect(back).toEqual([200]);
  });
});
