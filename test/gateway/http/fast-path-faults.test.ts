// When things go wrong on the short way in: engines that throw, clients that leave or never finish.
import { setTimeout as wait } from 'node:timers/promises';

import type { HTTPGraphQLResponse } from '@apollo/server';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { createHeaderMap } from '../../../gateway/http/header-map.ts';
import type { RequestContext } from '../../../gateway/http/request-context.ts';
import { waitWhileWanted } from '../../../runtime/cancellation.ts';
import { CodedError } from '../../../runtime/coded-error.ts';
import { CountedSource } from '../../runtime/counted-source.ts';
import { exchangeRaw, openConnection, writeRequest } from './raw-exchange.ts';
import { type EngineApp, startEngineApp, writeJson } from './start-engine-app.ts';
import { compareAnswers, json, longWay, shortWay, write } from './two-ways.ts';

const secret = 'connect ECONNREFUSED http://10.0.0.7:8080';
const request = (path = shortWay) => writeRequest(`POST ${path}`, [json], write('{ a }'));
const unhandled = vi.fn<(error: unknown) => void>();

let served: EngineApp;
let lifetime: CountedSource;
afterEach(async () => {
  await served.stop();
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

type Answer = (context: RequestContext) => Promise<HTTPGraphQLResponse>;

async function serve(answer: Answer, more: Partial<Parameters<typeof startEngineApp>[0]> = {}) {
  unhandled.mockClear();
  process.on('unhandledRejection', unhandled);
  lifetime = new CountedSource();
  served = await startEngineApp({
    ...more,
    lifetime,
    answer: (_request, context) => answer(context),
  });
}

/** Asks by both ways. */
async function compare() {
  const short = await exchangeRaw(served.port, request());
  compareAnswers(short, await exchangeRaw(served.port, request(longWay)));
  return short;
}

const hang: Answer = ({ deadline }) =>
  waitWhileWanted(new Promise<HTTPGraphQLResponse>(() => undefined), deadline);

describe('an engine on the fast path', () => {
  it.each<[string, unknown]>([
    ['an error', new Error(secret)],
    [
      'an error that says it is a fault of the client',
      Object.assign(new Error(secret), { statusCode: 503 }),
    ],
    [
      'a fault of ours',
      new CodedError({ code: 'UPSTREAM_TIMEOUT', kind: 'upstream', message: secret }),
    ],
    ['a text', secret],
    ['nothing', undefined],
    ['null', null],
  ])('that throws %s is answered with 500, and nothing of it leaks', async (_name, thrown) => {
    await serve(async () => {
      throw thrown;
    });

    const answer = await exchangeRaw(served.port, request());
    const next = await exchangeRaw(served.port, request());

    expect([answer.status, next.status]).toEqual([500, 500]);
    expect(JSON.parse(answer.text)).toMatchObject({
      errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    expect(answer.text).not.toMatch(/10\.0\.0\.7|ECONN/);
    expect(served.events.filter(({ event }) => event === 'http.failed')).toHaveLength(2);
    expect(lifetime.listenerCount).toBe(0);
  });

  it('that throws is answered by both ways alike', async () => {
    await serve(() => Promise.reject(new Error(secret)));

    expect((await compare()).status).toBe(500);
  });

  it('that answers in pieces is answered whole', async () => {
    await serve(async () => ({
      headers: createHeaderMap([['content-type', 'application/json; charset=utf-8']]),
      body: {
        kind: 'chunked',
        asyncIterator: (async function* () {
          yield '{"data":';
          await wait(5);
          yield '{}}';
        })(),
      },
    }));

    expect((await compare()).text).toBe('{"data":{}}');
  });

  it('whose pieces end in a fault closes the connection, and says so in the log', async () => {
    await serve(async () => ({
      headers: createHeaderMap(),
      body: {
        kind: 'chunked',
        asyncIterator: (async function* () {
          yield '{"data":';
          throw new Error(secret);
        })(),
      },
    }));
    const connection = openConnection(served.port);

    connection.write(request());

    expect(await connection.closed).toBe('');
    expect(served.events.filter(({ event }) => event === 'http.failed')).toHaveLength(1);
  });

  it('that takes too long is answered by both ways alike, at the deadline', async () => {
    await serve(hang, { env: { MARQUE_REQUEST_TIMEOUT: '50ms' } });

    const answer = await compare();

    expect(answer.status).toBe(504);
    expect(lifetime.listenerCount).toBe(0);
  });
});

describe('a server that ends', () => {
  it('closes each connection after its answer, by both ways', async () => {
    await serve(async () => writeJson('{"data":{}}'), { isDraining: () => true });
    const connection = openConnection(served.port);

    const answer = await compare();
    connection.write(request());
    const received = await connection.closed;

    expect(answer.headers).toContainEqual(['connection', 'close']);
    expect(received).toContain('{"data":{}}');
  });

  it('ends what still runs with its lifetime', async () => {
    await serve(hang);
    const answer = exchangeRaw(served.port, request());
    await expect.poll(() => lifetime.listenerCount).toBe(1);

    lifetime.cancel(new CodedError({ code: 'DEADLINE_EXCEEDED', kind: 'internal', message: 'x' }));

    expect((await answer).status).toBe(504);
  });
});

describe('an event loop that is blocked', () => {
  it('sheds by both ways alike', async () => {
    await serve(async () => writeJson('{"data":{}}'), {
      env: { MARQUE_MAX_EVENT_LOOP_WAIT: '50ms' },
    });
    await wait(50);
    const startedAtMs = performance.now();
    while (performance.now() - startedAtMs < 1_200);
    await wait(20);

    const answer = await compare();

    expect(answer.status).toBe(503);
    expect(answer.headers).toContainEqual(['retry-after', '1']);
  });
});

describe('a client of the fast path', () => {
  it('that leaves in the middle of its body is heard no more, and nothing is run for it', async () => {
    const answer = vi.fn<Answer>(async () => writeJson('{"data":{}}'));
    await serve(answer);

    for (let clients = 0; clients < 50; clients += 1) {
      const connection = openConnection(served.port);
      connection.write(request().subarray(0, -5));
      setTimeout(
        () => (clients % 2 ? connection.socket.end() : connection.socket.resetAndDestroy()),
        5,
      );
      await connection.closed;
    }

    await expect.poll(() => served.socketCount()).toBe(0);
    expect(answer).not.toHaveBeenCalled();
    expect(lifetime.listenerCount).toBe(0);
  });

  it('that leaves while it waits ends the work, and the next is served', async () => {
    let ended = 0;
    await serve(async (context) => {
      try {
        return await hang(context);
      } finally {
        ended += 1;
      }
    });
    for (let clients = 0; clients < 50; clients += 1) {
      const connection = openConnection(served.port);
      connection.write(request());
      await expect.poll(() => lifetime.listenerCount, { interval: 2 }).toBe(1);
      connection.socket.destroy();
      await expect.poll(() => ended, { interval: 2 }).toBe(clients + 1);
    }

    await expect.poll(() => served.socketCount()).toBe(0);
    await expect.poll(() => lifetime.listenerCount).toBe(0);
    expect(served.events.filter(({ isCallerGone }) => isCallerGone)).toHaveLength(50);
    expect(served.events.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('whose body never comes is cut off by the time for requests, and leaves nothing', async () => {
    await serve(async () => writeJson('{"data":{}}'));
    // Node takes the longer one for the whole request.
    served.app.server.headersTimeout = 100;
    served.app.server.requestTimeout = 300;
    const connections = Array.from({ length: 20 }, () => openConnection(served.port));
    for (const connection of connections) connection.write(request().subarray(0, -5));

    const received = await Promise.all(connections.map(({ closed }) => closed));

    expect(received.every((text) => text.startsWith('HTTP/1.1 408'))).toBe(true);
    await expect.poll(() => served.socketCount()).toBe(0);
    expect(served.events.filter(({ event }) => event === 'operation.answered')).toEqual([]);
  });

  it('that sends 2,000 requests at once on one connection gets all answers in order', async () => {
    await serve(async ({ correlationId }) => {
      await wait(Number(correlationId) % 3);
      return writeJson(`{"data":${correlationId}}`);
    });
    const connection = openConnection(served.port);
    const requests = Array.from({ length: 2_000 }, (_, index) =>
      writeRequest(
        `POST ${shortWay}`,
        [json, ['x-correlation-id', String(index + 1)]],
        write('{ a }'),
      ),
    );
    connection.write(Buffer.concat(requests));

    const answers: string[] = [];
    while (answers.length < 2_000) answers.push((await connection.nextAnswer()).text);
    connection.socket.destroy();

    expect(answers).toEqual(Array.from({ length: 2_000 }, (_, index) => `{"data":${index + 1}}`));
  });
});
