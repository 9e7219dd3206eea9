// Reads of many ids: chunks, cache, revalidation, shared calls.
import { describe, expect, it } from 'vitest';

import {
  answerThings,
  idOf,
  oneThing,
  readIds,
  sendJson,
  startRestBench,
  things,
  thingSchema,
} from './rest-bench.ts';

const publicMinute = { 'cache-control': 'public, max-age=60' };
const batch = (ids: readonly string[]) => ({ resource: things, ids, schema: thingSchema, idOf });

describe('a batch read', () => {
  it('answers each id by its row, and null for what the service does not find', async () => {
    const { client, requests, createRequest } = await startRestBench(answerThings());

    const outcomes = await client.getBatch(createRequest(), batch(['b', 'a', 'none', 'a']));

    expect(requests).toEqual(['GET /v1/things/batch?ids=a,b,none']);
    expect(outcomes).toEqual(
      new Map([
        ['a', { id: 'a', size: 1 }],
        ['b', { id: 'b', size: 1 }],
        ['none', null],
      ]),
    );
  });

  it('asks only for the ids that it does not have yet', async () => {
    const bench = await startRestBench(answerThings(publicMinute));
    await bench.client.getBatch(bench.createRequest(), batch(['a', 'b']));

    const request = bench.createRequest();
    const outcomes = await bench.client.getBatch(request, batch(['a', 'b', 'c']));

    expect(bench.requests.at(-1)).toBe('GET /v1/things/batch?ids=c');
    expect([...outcomes.keys()].sort()).toEqual(['a', 'b', 'c']);
    expect(request.count.summarize(false)).toEqual([
      { service: 'things', resource: 'things', count: 1 },
    ]);
  });

  it('keeps rows of different queries apart', async () => {
    const bench = await startRestBench(answerThings(publicMinute));
    const inMarket = (market: string) => ({ ...batch(['a']), query: { market } });
    await bench.client.getBatch(bench.createRequest(), inMarket('DE'));

    await bench.client.getBatch(bench.createRequest(), inMarket('FR'));

    expect(bench.requests).toEqual([
      'GET /v1/things/batch?market=DE&ids=a',
      'GET /v1/things/batch?market=FR&ids=a',
    ]);
  });

  it('remembers for half a minute that there is no such row', async () => {
    const bench = await startRestBench(answerThings(publicMinute));
    const read = () => bench.client.getBatch(bench.createRequest(), batch(['nothing']));
    await read();
    bench.advance(29_000);
    await read();
    expect(bench.requests).toHaveLength(1);

    bench.advance(2_000);
    await read();

    expect(bench.requests).toHaveLength(2);
  });

  it('revalidates a whole reply by its ETag and takes 304 for another max-age', async () => {
    const tags: (string | undefined)[] = [];
    const answer = answerThings({ ...publicMinute, etag: '"v1"' });
    const bench = await startRestBench((request, response, body) => {
      tags.push(request.headers['if-none-match']);
      const isKnown = request.headers['if-none-match'] === '"v1"';
      return isKnown
        ? response.writeHead(304, { ...publicMinute, etag: '"v1"' }).end()
        : answer(request, response, body);
    });
    const read = () => bench.client.getBatch(bench.createRequest(), batch(['a', 'b']));
    await read();
    bench.advance(61_000);

    const revalidated = await read();
    bench.advance(59_000);
    await read();

    expect(tags).toEqual([undefined, '"v1"']);
    expect(revalidated.get('b')).toEqual({ id: 'b', size: 1 });
  });

  it('does not revalidate rows that came in different replies', async () => {
    const tags: (string | undefined)[] = [];
    const answer = answerThings({ ...publicMinute, etag: '"same"' });
    const bench = await startRestBench((request, response, body) => {
      tags.push(request.headers['if-none-match']);
      return answer(request, response, body);
    });
    await bench.client.getBatch(bench.createRequest(), batch(['a']));
    await bench.client.getBatch(bench.createRequest(), batch(['b']));
    bench.advance(61_000);

    await bench.client.getBatch(bench.createRequest(), batch(['a', 'b']));

    expect(tags).toEqual([undefined, undefined, undefined]);
  });

  it('splits 250 ids into three calls', async () => {
    const bench = await startRestBench(answerThings());
    const ids = Array.from({ length: 250 }, (_, index) => `id-${index}`);
    const request = bench.createRequest();

    const outcomes = await bench.client.getBatch(request, batch(ids));

    expect(outcomes.size).toBe(250);
    expect(request.count.summarize(false)).toEqual([
      { service: 'things', resource: 'things', count: 3 },
    ]);
  });

  it('splits long ids at 6 KB of URL', async () => {
    const bench = await startRestBench(answerThings());
    const ids = Array.from({ length: 40 }, (_, index) => `${index}`.padStart(400, 'x'));

    await bench.client.getBatch(bench.createRequest(), batch(ids));

    expect(bench.requests).toHaveLength(3);
    for (const line of bench.requests) expect(line.length).toBeLessThan(6_200);
  });

  it('lets one failing chunk fail only its own ids', async () => {
    const answer = answerThings();
    const bench = await startRestBench((request, response, body) =>
      readIds(request).includes('id-000')
        ? sendJson(response, {}, {}, 500)
        : answer(request, response, body),
    );
    const ids = Array.from({ length: 150 }, (_, index) => `id-${String(index).padStart(3, '0')}`);

    const outcomes = await bench.client.getBatch(bench.createRequest(), batch(ids));

    expect(outcomes.get('id-000')).toMatchObject({ extensions: { code: 'UPSTREAM_ERROR' } });
    expect(outcomes.get('id-149')).toEqual({ id: 'id-149', size: 1 });
  });

  it('fails only the row that does not fit its schema', async () => {
    const bench = await startRestBench((_request, response) =>
      sendJson(response, {
        items: [
          { id: 'a', size: 'large' },
          { id: 'b', size: 2 },
        ],
        notFound: [],
      }),
    );

    const outcomes = await bench.client.getBatch(bench.createRequest(), batch(['a', 'b']));

    expect(outcomes.get('a')).toMatchObject({
      extensions: { code: 'UPSTREAM_INVALID_RESPONSE', service: 'things' },
    });
    expect(outcomes.get('b')).toEqual({ id: 'b', size: 2 });
  });

  it.each([
    '../admin',
    '%2e%2e%2f',
    'a\r\nHost: x',
    '//evil',
    '?x=',
    'a#b',
    'a\0',
    'a,b',
    '..',
    'é',
  ])('refuses the id %j without a call and answers the others', async (id) => {
    const bench = await startRestBench(answerThings());

    const outcomes = await bench.client.getBatch(bench.createRequest(), batch([id, 'a']));

    expect(outcomes.get(id)).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    expect(bench.requests).toEqual(['GET /v1/things/batch?ids=a']);
  });
});

describe('what is kept', () => {
  it.each([
    ['private, max-age=60', {}],
    ['no-store', {}],
    ['max-age=60', {}],
    ['public, max-age=0', {}],
    ['public, max-age=60', { 'set-cookie': 'a=b' }],
    ['public, max-age=60', { vary: '*' }],
  ])('is nothing of a reply with %s %j', async (cacheControl, headers) => {
    const bench = await startRestBench(answerThings({ 'cache-control': cacheControl, ...headers }));
    await bench.client.getBatch(bench.createRequest(), batch(['a']));

    await bench.client.getBatch(bench.createRequest(), batch(['a']));

    expect(bench.requests).toHaveLength(2);
  });

  it('is nothing of a private resource, whatever its reply says', async () => {
    const bench = await startRestBench(answerThings(publicMinute));
    const read = () =>
      bench.client.getBatch(bench.createRequest(), {
        ...batch(['a']),
        resource: { ...things, isPrivate: true },
      });
    await read();

    await read();

    expect(bench.requests).toHaveLength(2);
  });

  it('is for the max-age alone where the service sends no ETag', async () => {
    const bench = await startRestBench(answerThings(publicMinute));
    const read = () => bench.client.getBatch(bench.createRequest(), batch(['a']));
    await read();
    bench.advance(59_000);
    await read();
    expect(bench.requests).toHaveLength(1);

    bench.advance(2_000);
    await read();

    expect(bench.requests).toHaveLength(2);
  });

  it('is a single row, too, and revalidated by its ETag', async () => {
    const bench = await startRestBench((request, response) => {
      if (request.headers['if-none-match'] === '"e"') response.writeHead(304, publicMinute).end();
      else sendJson(response, { id: 'a', size: 3 }, { ...publicMinute, etag: '"e"' });
    });
    const read = () =>
      bench.client.get(bench.createRequest(), {
        resource: oneThing,
        params: { id: 'a' },
        schema: thingSchema,
      });
    await read();
    await read();
    bench.advance(61_000);

    const revalidated = await read();

    expect(revalidated).toEqual({ id: 'a', size: 3 });
    expect(bench.requests).toHaveLength(2);
  });
});

describe('equal reads at the same time', () => {
  it('share one call, which is counted for the one that began it', async () => {
    const bench = await startRestBench(answerThings());
    const requests = Array.from({ length: 20 }, () => bench.createRequest());

    const answers = await Promise.all(
      requests.map((request) => bench.client.getBatch(request, batch(['a']))),
    );

    expect(bench.requests).toHaveLength(1);
    expect(answers.every((outcomes) => outcomes.get('a'))).toBe(true);
    expect(requests.filter(({ count }) => count.summarize(false).length > 0)).toHaveLength(1);
  });

  it('go on for the others when the deadline of the first one passes', async () => {
    let release: () => void = () => undefined;
    const bench = await startRestBench(async (request, response, body) => {
      await new Promise<void>((resolve) => (release = resolve));
      await answerThings()(request, response, body);
    });
    const hasty = bench.client.getBatch(bench.createRequest(30), batch(['a']));
    const patient = bench.client.getBatch(bench.createRequest(), batch(['a']));

    const first = await hasty;
    release();
    const second = await patient;

    expect(first.get('a')).toMatchObject({ extensions: { code: 'UPSTREAM_TIMEOUT' } });
    expect(second.get('a')).toEqual({ id: 'a', size: 1 });
    expect(bench.requests).toHaveLength(1);
  });
});
