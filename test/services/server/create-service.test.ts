// The house style over a real socket: problems, correlation, caching, limits, OpenAPI.
import { request as httpRequest } from 'node:http';

import { Type } from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { systemClock } from '../../../runtime/clock.ts';
import { silentLog } from '../../../runtime/log.ts';
import type { RunningPart } from '../../../runtime/part.ts';
import { parseIds, collectBatch } from '../../../services/server/batch.ts';
import { publicFor } from '../../../services/server/caching.ts';
import { createService } from '../../../services/server/create-service.ts';
import { buildOpenApi } from '../../../services/server/open-api.ts';
import { pageOfRows, pageParameters } from '../../../services/server/page.ts';
import { notFound } from '../../../services/server/problem.ts';
import { batchOf, idPattern, idsParameter, pageOf } from '../../../services/server/schemas.ts';
import type { Service } from '../../../services/server/service.ts';
import { startService } from '../../../services/server/start-service.ts';

const thing = Type.Object({ id: Type.String() }, { title: 'Thing' });
const things = Array.from({ length: 45 }, (_, index) => ({ id: `t${index}` }));

function registerRoutes(service: Service): void {
  service.get(
    '/v1/things',
    {
      schema: {
        querystring: Type.Object({ ...pageParameters, colour: Type.Optional(Type.String()) }),
        response: { 200: pageOf(thing) },
      },
      config: publicFor(60),
    },
    ({ query }) => pageOfRows({ ...query, filter: { colour: query.colour } }, things),
  );
  service.get(
    '/v1/things/batch',
    {
      schema: {
        querystring: Type.Object({ ids: idsParameter }),
        response: { 200: batchOf(thing) },
      },
    },
    ({ query }) =>
      collectBatch(parseIds(query.ids), (id) => things.find((candidate) => candidate.id === id)),
  );
  service.get(
    '/v1/things/:id',
    {
      schema: {
        params: Type.Object({ id: Type.String({ pattern: idPattern }) }),
        response: { 200: thing },
      },
      config: { etag: false },
    },
    ({ params }) => {
      const found = things.find((candidate) => candidate.id === params.id);
      if (!found) throw notFound('thing');
      return found;
    },
  );
  service.post(
    '/v1/things',
    { schema: { body: Type.Object({ size: Type.Integer() }), response: { 201: thing } } },
    (_request, reply) => {
      void reply.code(201);
      return { id: 'made' };
    },
  );
  service.get('/v1/broken', () => {
    throw new Error('secret: /etc/passwd');
  });
}

/** As a client that does not tidy up the path would send it. */
function rawGet(base: string, path: string, headers: Record<string, string> = {}) {
  const { hostname, port } = new URL(base);
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const outgoing = httpRequest({ hostname, port, path, headers, agent: false }, (incoming) => {
      let body = '';
      incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body }));
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

describe('createService', () => {
  let part: RunningPart;
  let service: Service;

  beforeAll(async () => {
    service = await createService({
      name: 'things',
      title: 'Things',
      version: '1.0.0',
      log: silentLog,
      clock: systemClock,
      registerRoutes,
    });
    part = await startService({
      clock: systemClock,
      name: 'things-api',
      service,
      config: { host: '127.0.0.1', port: 0 },
      portVariable: 'MARQUE_THINGS_API_PORT',
    });
  });
  afterAll(() => part.stop());

  it('answers an unknown resource, path and id form as problems', async () => {
    const unknown = await fetch(`${part.url}/v1/things/nope`);
    const nowhere = await fetch(`${part.url}/v2`);
    const malformed = await fetch(`${part.url}/v1/things/a%00b`);

    expect(unknown.status).toBe(404);
    expect(unknown.headers.get('content-type')).toBe('application/problem+json');
    expect(await unknown.json()).toMatchObject({ code: 'NOT_FOUND', status: 404 });
    expect(await nowhere.json()).toMatchObject({ code: 'NOT_FOUND' });
    expect(malformed.status).toBe(400);
    expect(await malformed.json()).toMatchObject({ code: 'INVALID_PARAMETER', parameter: 'id' });
  });

  it.each([
    ['a traversal', '/v1/things/%2e%2e%2fadmin', 400],
    ['a plain traversal', '/v1/things/../admin', 404],
    ['CRLF', '/v1/things/a%0d%0aHost:%20x', 400],
    ['a broken escape', '/v1/things/%zz', 400],
    ['10 KB', `/v1/things/${'a'.repeat(10_000)}`, 400],
    ['15 KB', `/v1/things/${'a'.repeat(15_000)}`, 414],
    ['40 KB', `/v1/things/${'a'.repeat(40_000)}`, 431],
  ])('refuses an id that is %s', async (_name, path, status) => {
    const answer = await rawGet(part.url, path);

    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ status });
    expect(answer.body).not.toContain('node_modules');
  });

  it('keeps what went wrong inside to itself', async () => {
    const answer = await fetch(`${part.url}/v1/broken`);

    expect(answer.status).toBe(500);
    const text = await answer.text();
    expect(text).toContain('INTERNAL');
    expect(text).not.toContain('secret');
  });

  it('echoes a harmless correlation id and replaces another', async () => {
    const given = await fetch(`${part.url}/health`, { headers: { 'x-correlation-id': 'abc-1' } });
    const harmful = await fetch(`${part.url}/health`, { headers: { 'x-correlation-id': 'a b' } });

    expect(given.headers.get('x-correlation-id')).toBe('abc-1');
    expect(harmful.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('answers 304 to the ETag it gave, and none where a route has none', async () => {
    const first = await fetch(`${part.url}/v1/things`);
    const etag = first.headers.get('etag') ?? '';
    const second = await fetch(`${part.url}/v1/things`, {
      headers: { 'if-none-match': `"other", W/${etag}` },
    });
    const other = await fetch(`${part.url}/v1/things`, { headers: { 'if-none-match': '"other"' } });
    const without = await fetch(`${part.url}/v1/things/t1`);

    expect(etag).toMatch(/^"[\w-]{43}"$/);
    expect(second.status).toBe(304);
    expect(second.headers.get('etag')).toBe(etag);
    expect(second.headers.get('cache-control')).toBe('public, max-age=60');
    expect(await second.text()).toBe('');
    expect(other.status).toBe(200);
    expect(without.headers.get('etag')).toBeNull();
  });

  it('says no-store for writes and problems', async () => {
    const written = await fetch(`${part.url}/v1/things`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"size":1}',
    });
    const refused = await fetch(`${part.url}/v1/things?limit=0`);

    expect(written.status).toBe(201);
    expect(written.headers.get('cache-control')).toBe('no-store');
    expect(refused.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['not JSON', 'application/json', '{', 400, 'INVALID_BODY'],
    ['empty', 'application/json', '', 400, 'INVALID_BODY'],
    ['of another type', 'text/csv', 'a,b', 415, 'MEDIA_TYPE'],
    ['not what the schema says', 'application/json', '{"size":"1"}', 400, 'INVALID_PARAMETER'],
    ['a poisoned prototype', 'application/json', '{"__proto__":{"p":1}}', 400, 'INVALID_BODY'],
    ['too large', 'application/json', `"${'a'.repeat(1_100_000)}"`, 413, 'BODY_TOO_LARGE'],
  ])('refuses a body that is %s', async (_name, type, body, status, code) => {
    const answer = await fetch(`${part.url}/v1/things`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });

    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code });
    expect(Object.hasOwn(Object.prototype, 'p')).toBe(false);
  });

  it.each(['5.5', '1e1', '', '0', '101', 'x', '-1'])('refuses the limit %j', async (limit) => {
    const answer = await fetch(`${part.url}/v1/things?limit=${limit}`);

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'INVALID_PARAMETER', parameter: 'limit' });
  });

  it('refuses a parameter given twice', async () => {
    const answer = await fetch(`${part.url}/v1/things/batch?ids=t1&ids=t2`);

    expect(answer.status).toBe(400);
  });

  it('answers 405 with Allow to another method of a known path', async () => {
    const answer = await fetch(`${part.url}/v1/things`, { method: 'DELETE' });

    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
    expect(await answer.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED' });
  });

  it('walks a list to its end by page tokens, each row once', async () => {
    const ids: string[] = [];
    let token: string | null = '';
    while (token !== null) {
      const answer = await fetch(`${part.url}/v1/things?limit=20${token && `&pageToken=${token}`}`);
      const page = (await answer.json()) as {
        items: { id: string }[];
        nextPageToken: string | null;
      };
      ids.push(...page.items.map(({ id }) => id));
      token = page.nextPageToken;
    }

    expect(ids).toEqual(things.map(({ id }) => id));
  });

  it('refuses a page token that is made up or of another list', async () => {
    const answer = await fetch(`${part.url}/v1/things`);
    const { nextPageToken } = (await answer.json()) as { nextPageToken: string };
    const madeUp = await fetch(`${part.url}/v1/things?pageToken=abc`);
    const foreign = await fetch(`${part.url}/v1/things?colour=red&pageToken=${nextPageToken}`);

    expect(madeUp.status).toBe(400);
    expect(await foreign.json()).toMatchObject({ parameter: 'pageToken' });
  });

  it('lists what a batch did not find, and refuses more than 100 ids', async () => {
    const found = await fetch(`${part.url}/v1/things/batch?ids=t2,x,t1,t2`);
    const tooMany = await fetch(
      `${part.url}/v1/things/batch?ids=${Array.from({ length: 101 }, (_, i) => `t${i}`).join(',')}`,
    );

    expect(await found.json()).toEqual({ items: [{ id: 't2' }, { id: 't1' }], notFound: ['x'] });
    expect(tooMany.status).toBe(400);
    expect(await tooMany.json()).toMatchObject({ parameter: 'ids' });
  });

  it('serves its OpenAPI 3.1 document with named components', async () => {
    const answer = await fetch(`${part.url}/openapi.json`);
    const document: unknown = await answer.json();

    expect(document).toEqual(buildOpenApi(service));
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Things', version: '1.0.0' },
      paths: {
        '/v1/things/{id}': {
          get: {
            responses: {
              200: {
                content: {
                  'application/json': { schema: { $ref: '#/components/schemas/Thing' } },
                },
              },
              default: {
                content: {
                  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
                },
              },
            },
          },
        },
      },
      components: { schemas: { Thing: { title: 'Thing' } } },
    });
    expect(JSON.stringify(document)).not.toContain('/health');
  });

  it('names the port and its variable where the port is taken', async () => {
    const other = await createService({
      name: 'other',
      title: 'Other',
      version: '1.0.0',
      log: silentLog,
      clock: systemClock,
      registerRoutes: () => undefined,
    });
    const port = Number(new URL(part.url).port);

    await expect(
      startService({
        clock: systemClock,
        name: 'other-api',
        service: other,
        config: { host: '127.0.0.1', port },
        portVariable: 'MARQUE_OTHER_API_PORT',
      }),
    ).rejects.toThrow(`other-api: port ${port} is taken`);
  });
});
