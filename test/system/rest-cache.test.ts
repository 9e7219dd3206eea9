// The REST cache in a running graph: revalidated when stale, kept as Cache-Control says, and one entry a request.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createInProcessLauncher } from '../../infra/local/launch-in-process.ts';
import { type Clock, systemClock } from '../../runtime/clock.ts';
import { createRecordingLog } from '../gateway/recording-log.ts';
import { sample } from './samples.ts';
import { readOperation, type StackUnderTest, useStack } from './stack-under-test.ts';

// From noon on, so that no test runs into the next day, which is another price date.
const toNoonMs = 12 * 3_600_000 - (Date.now() % 86_400_000);
let passedMs = 0;
const clock: Clock = {
  nowMs: () => systemClock.nowMs() + toNoonMs + passedMs,
  monotonicMs: () => systemClock.monotonicMs() + passedMs,
};
const pass = (seconds: number): void => void (passedMs += seconds * 1_000);

const kept = createRecordingLog();
const stack = useStack({
  clock,
  variables: { MARQUE_SUBGRAPH_CACHE_SIZE: '64mb' },
  launch: createInProcessLauncher({ clock, log: kept.log }),
});

/** Each test asks for a market of its own, and so finds nothing of the others in the cache. */
async function askSeries(market: string) {
  const answer = await stack.query(
    'query ($market: ID!) { modelSeries(brand: "bmw", market: $market) { code name } }',
    { market },
  );
  expect(answer.errors).toBeUndefined();
  expect(answer.data['modelSeries']).not.toEqual([]);
  return answer;
}

describe('the gateway', () => {
  it('tells in its line how often the caches below it had what was looked for', async () => {
    await askSeries('NL');
    await askSeries('NL');

    const lines = kept.events.filter(({ event }) => event === 'operation.answered');
    expect(lines.slice(-2)).toMatchObject([
      { cacheHits: 0, cacheMisses: 1, restCalls: 1 },
      { cacheHits: 1, cacheMisses: 0, restCalls: 0 },
    ]);
  });
});

describe('a REST reply', () => {
  it('is asked for by its ETag when it is stale, and served on for another max-age on 304', async () => {
    stack.overrideHeaders('vehicle', { 'cache-control': 'public, max-age=60' });
    const first = await askSeries('DE');
    pass(61);

    const revalidated = await askSeries('DE');
    const requests = stack.requests();
    pass(59);
    const served = await askSeries('DE');

    expect(requests).toMatchObject([{ method: 'GET', status: 304 }]);
    expect(requests[0]?.headers['if-none-match']).toMatch(/^"[^"]+"$/);
    expect(revalidated.data).toEqual(first.data);
    expect([served.restCallCount, served.data]).toEqual([0, first.data]);
  });

  it('is read anew when it is stale and the service sends no ETag', async () => {
    const markets = await readOperation('01-markets');
    const first = await stack.query(markets);
    pass(25 * 3_600);

    const later = await stack.query(markets);

    const requests = stack.requests().map(({ target, status, headers }) => ({
      resource: target.split('?')[0],
      status,
      isConditional: 'if-none-match' in headers,
    }));
    expect(requests).toContainEqual({
      resource: '/v1/taxes',
      status: 200,
      isConditional: false,
    });
    expect([later.errors, later.data]).toEqual([undefined, first.data]);
  });

  it.each([
    ['FR', 'public, max-age=60', 59, 0],
    ['AT', 'public, max-age=60', 61, 1],
    ['NL', 'public, max-age=7200', 7_100, 0],
    ['GB', 'no-store', 0, 1],
    ['US', 'private, max-age=60', 0, 1],
    ['JP', 'max-age=60', 0, 1],
    ['CH', 'public, no-cache, max-age=60', 0, 1],
  ])(
    'in %s with %s needs, %i s later, %i calls',
    async (market, cacheControl, seconds, callCount) => {
      stack.overrideHeaders('vehicle', { 'cache-control': cacheControl });
      const first = await askSeries(market);
      pass(seconds);

      const later = await askSeries(market);

      expect(first.restCallCount).toBe(1);
      expect(later.restCallCount).toBe(callCount);
      expect(later.data).toEqual(first.data);
    },
  );
});

describe('the dimensions of a request', () => {
  let uncached: StackUnderTest;
  beforeAll(async () => {
    stack.overrideHeaders('vehicle', {});
    uncached = await stack.startTwin({ MARQUE_SUBGRAPH_CACHE_SIZE: '1b' });
  });
  afterAll(() => uncached.stop());

  const request = fc.record({
    variables: fc.record({
      market: fc.constantFrom('DE', 'FR', 'US', 'CH'),
      ids: fc.constantFrom([sample.variant], [...sample.compared], sample.compared.slice(1, 3)),
    }),
    headers: fc.record({
      'x-marque-language': fc.constantFrom('de', 'en', 'fr', ''),
      'x-marque-price-date': fc.constantFrom('2025-06-30', '2026-06-30', ''),
      'x-marque-market': fc.constantFrom('DE', 'US', 'JP', ''),
      'x-marque-brand': fc.constantFrom('bmw', 'mini', ''),
    }),
  });
  const everythingThatVaries = `
    query ($market: ID!, $ids: [ID!]!) {
      markets { id name taxes { name } }
      modelSeries(brand: "bmw", market: $market) { code name }
      ownSeries: modelSeries { code name }
      modelVariants(ids: $ids) {
        id
        name
        standardEquipment(market: $market) { code name }
        basePrice(market: $market) { priceList notPriced price { gross { amount currency } } }
        intervals(market: $market) { item { name } }
      }
      dealers(market: $market) { nodes { id } }
    }`;

  it('are never mixed: an answer from the cache is the one that there is without it', async () => {
    const calls = { cached: 0, uncached: 0 };
    const isNeverMixed = fc.asyncProperty(request, async ({ variables, headers }) => {
      const expected = await uncached.query(everythingThatVaries, variables, headers);
      const answer = await stack.query(everythingThatVaries, variables, headers);

      expect([answer.data, answer.errors]).toEqual([expected.data, expected.errors]);
      calls.cached += answer.restCallCount;
      calls.uncached += expected.restCallCount;
    });
    await fc.assert(isNeverMixed, { numRuns: 60 });

    expect(calls.cached).toBeLessThan(calls.uncached / 2);
  });
});
