// A process that is blocked: operations are refused for a while, health is not, then all is served again.
import { setTimeout as wait } from 'node:timers/promises';

import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';

import { type EventLoopWatch, registerLoadShedding } from '../../../gateway/http/load-shedding.ts';
import { silentLog } from '../../../runtime/log.ts';

let app: FastifyInstance;
let watch: EventLoopWatch;
afterEach(() => app.close());

async function startApp(maxWaitMs: number): Promise<FastifyInstance> {
  app = fastify();
  watch = registerLoadShedding(app, '/graphql', { maxWaitMs, log: silentLog, windowMs: 200 });
  app.post('/graphql', () => ({ data: {} }));
  app.get('/health/live', () => ({ status: 'live' }));
  await app.ready();
  return app;
}

/** Blocks the event loop, then gives the measurement its turn. */
async function block(durationMs: number): Promise<void> {
  await wait(50);
  const startedAtMs = performance.now();
  while (performance.now() - startedAtMs < durationMs);
  await wait(10);
}

const ask = () => app.inject({ method: 'POST', url: '/graphql' });

describe('an event loop that is blocked', () => {
  it('sheds operations and answers health, until it has caught up', async () => {
    await startApp(100);
    await block(800);

    const shed = await ask();
    const health = await app.inject('/health/live');

    expect(shed.statusCode).toBe(503);
    expect(shed.headers['retry-after']).toBe('1');
    expect(shed.json()).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED' } }] });
    expect(health.statusCode).toBe(200);
    await expect.poll(async () => (await ask()).statusCode, { timeout: 5_000 }).toBe(200);
  });

  it('makes batch jobs give way first, at half of the wait', async () => {
    // Half of a turn is what a request that comes in it waits.
    await startApp(550);
    await block(800);

    expect([watch.isSheddingBatch(), watch.isShedding()]).toEqual([true, false]);
    expect((await ask()).statusCode).toBe(200);
    await expect.poll(() => watch.isSheddingBatch(), { timeout: 5_000 }).toBe(false);
  });

  it.each([
    ['for shorter than the limit', 2_000],
    ['and shedding is off', 0],
  ])('sheds nothing %s', async (_when, maxWaitMs) => {
    await startApp(maxWaitMs);
    await block(800);

    expect((await ask()).statusCode).toBe(200);
  });
});
