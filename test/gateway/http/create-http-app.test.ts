// What the HTTP server does around /graphql: compression and CORS.
import { afterEach, describe, expect, it } from 'vitest';

import { securityHeaders } from '../../../runtime/http/security-headers.ts';
import { exchangeRaw, writeRequest } from './raw-exchange.ts';
import { ask, startTestGraph, type TestGraph } from '../test-graph.ts';

let graph: TestGraph | undefined;
afterEach(async () => {
  await graph?.stop();
  graph = undefined;
});

const manyAliases = `{ ${Array.from({ length: 90 }, (_, n) => `alias${n}: dealerCount`).join(' ')} }`;

describe('createHttpApp', () => {
  it('compresses what is large for clients that take gzip', async () => {
    graph = await startTestGraph();

    const large = await ask(graph.url, manyAliases, { headers: { 'accept-encoding': 'gzip' } });
    const plain = await ask(graph.url, manyAliases, { headers: { 'accept-encoding': 'identity' } });
    const small = await ask(graph.url, '{ dealerCount }');

    expect(large.headers.get('content-encoding')).toBe('gzip');
    expect(large.body).toEqual(plain.body);
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(small.headers.get('content-encoding')).toBeNull();
  });

  it('lets the configured origins read, and no other', async () => {
    const origin = 'https://configurator.example';
    graph = await startTestGraph({ env: { MARQUE_CORS_ORIGINS: origin } });
    const { url } = graph;
    const askFrom = (from: string) => ask(url, '{ dealerCount }', { headers: { origin: from } });

    const own = await askFrom(origin);
    const foreign = await askFrom('https://configurator.example.evil.example');

    expect(own.headers.get('access-control-allow-origin')).toBe(origin);
    expect(own.headers.get('access-control-expose-headers')).toContain('x-correlation-id');
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });

  it.each([
    ['an operation', 'POST /graphql', 200],
    ['an operation the long way', 'POST /graphql?', 200],
    ['a method that is refused', 'PUT /graphql', 405],
    ['health', 'GET /health/live', 200],
    ['a path that leads nowhere', 'POST /nothing', 404],
  ])('answers %s with every header of security', async (_name, line, status) => {
    graph = await startTestGraph();
    const body = '{"query":"{ dealerCount }"}';
    const request = writeRequest(line, [['content-type', 'application/json']], body);

    const answer = await exchangeRaw(Number(new URL(graph.url).port), request);

    expect(answer.status).toBe(status);
    expect(answer.headers).toEqual(expect.arrayContaining(Object.entries(securityHeaders)));
  });
});
