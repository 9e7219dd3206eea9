// The door itself: when the part behind it starts, and what is told of a request that it does not let through.
import fastify from 'fastify';
import { describe, expect, it } from 'vitest';

import { createLambdaHandler } from '../../../runtime/lambda/create-lambda-handler.ts';
import type { DescribeDoorFault, InjectableApp } from '../../../runtime/lambda/injectable-app.ts';
import { functionUrlEvent, restApiEvent } from './events.ts';

const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 10_000 };
const describeFault: DescribeDoorFault = (code, correlationId) => ({
  status: 400,
  contentType: 'text/plain',
  body: `${code} ${correlationId}`,
});

describe('createLambdaHandler', () => {
  it('starts the part once, however many events wait for it', async () => {
    let starts = 0;
    const { handler, prepare } = createLambdaHandler({
      describeFault,
      start: async () => {
        starts += 1;
        return await createEcho();
      },
    });

    await Promise.all([prepare(), handler(functionUrlEvent(), context), prepare()]);
    await handler(functionUrlEvent(), context);

    expect(starts).toBe(1);
  });

  it('forgets a start that failed', async () => {
    let starts = 0;
    const { handler, prepare } = createLambdaHandler({
      describeFault,
      start: async () => {
        starts += 1;
        if (starts < 3) throw new Error('no key set');
        return await createEcho();
      },
    });

    await prepare();
    await expect(handler(functionUrlEvent(), context)).rejects.toThrow('no key set');

    expect(await handler(functionUrlEvent(), context)).toMatchObject({ statusCode: 200 });
  });

  it('flushes before it answers, and answers though that fails or takes too long', async () => {
    const steps: string[] = [];
    const flushes = [
      async () => {
        await Promise.resolve();
        steps.push('flushed');
      },
      () => Promise.reject(new Error('no collector')),
      () => new Promise<void>(() => undefined),
    ];

    for (const flush of flushes) {
      const start = async () => Object.assign(await createEcho(), { flush });
      const { handler } = createLambdaHandler({ describeFault, start });
      const { statusCode } = await handler(functionUrlEvent(), context);
      steps.push(`answered ${statusCode}`);
    }

    expect(steps).toEqual(['flushed', 'answered 200', 'answered 200', 'answered 200']);
  });

  it('hands on the address of the client, the time that is left and the id of the request', async () => {
    const { handler } = createLambdaHandler({ describeFault, start: createEcho });

    const { body = '' } = await handler(
      restApiEvent({ headers: { 'content-length': '9' } }),
      context,
    );

    expect(JSON.parse(body)).toMatchObject({
      ip: '203.0.113.7',
      headers: { 'x-correlation-id': 'request-1', 'x-marque-deadline-ms': '9860' },
    });
    expect(JSON.parse(body)).not.toHaveProperty('headers.content-length');
  });

  it('shortens the time that the caller gives, and never lengthens it', async () => {
    const { handler } = createLambdaHandler({ describeFault, start: createEcho });
    const askWith = async (deadlineMs: string): Promise<unknown> => {
      const headers = { 'x-marque-deadline-ms': deadlineMs };
      const { body = '' } = await handler(functionUrlEvent({ headers }), context);
      return JSON.parse(body);
    };

    expect(await askWith('500')).toHaveProperty('headers.x-marque-deadline-ms', '500');
    expect(await askWith('60000')).toHaveProperty('headers.x-marque-deadline-ms', '9860');
  });

  it.each([
    ['a method that is not HTTP’s', { method: 'BREW' }],
    ['a path that leads upwards', { path: '/v1/../admin' }],
    ['a path that leads upwards in disguise', { path: '/v1/%2e%2E/admin' }],
  ])('refuses %s before the part hears of it', async (_what, request) => {
    let isAsked = false;
    const app: InjectableApp = {
      inject: () => {
        isAsked = true;
        return Promise.reject(new Error('asked'));
      },
    };
    const { handler } = createLambdaHandler({ describeFault, start: () => Promise.resolve(app) });

    const answer = await handler(functionUrlEvent(request), context);

    expect(answer).toMatchObject({ statusCode: 400, body: 'BAD_REQUEST request-1' });
    expect(isAsked).toBe(false);
  });

  it('gives up at once where no time is left', async () => {
    const { handler } = createLambdaHandler({
      describeFault,
      start: () => new Promise<InjectableApp>(() => undefined),
    });

    const answer = await handler(functionUrlEvent(), {
      ...context,
      getRemainingTimeInMillis: () => 100,
    });

    expect(answer).toMatchObject({ body: 'DEADLINE_EXCEEDED request-1' });
  });
});

/** Answers with what it was asked. */
async function createEcho(): Promise<InjectableApp> {
  const app = fastify();
  app.all('/*', ({ ip, headers, url }) => ({ ip, headers, url }));
  await app.ready();
  return app;
}
