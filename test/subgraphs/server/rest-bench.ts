// A REST client before an upstream under the test's control, on a clock that the test moves.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { afterEach } from 'vitest';

import { createMemoryStore } from '../../../cache/memory-store.ts';
import { type Clock, systemClock } from '../../../runtime/clock.ts';
import { createDeadline } from '../../../runtime/deadline.ts';
import { createHttpClient } from '../../../runtime/http/http-client.ts';
import type { HttpLimits } from '../../../runtime/http/http-limits.ts';
import { silentLog } from '../../../runtime/log.ts';
import {
  createRestCallCount,
  type RestCallCount,
} from '../../../subgraphs/server/rest-call-count.ts';
import { createRestClient, type RestClient } from '../../../subgraphs/server/rest-client.ts';
import type { RestRequest } from '../../../subgraphs/server/rest-exchange.ts';
import type { RestResource } from '../../../subgraphs/server/rest-resource.ts';
import { createObjectSchema, type RestSchema } from '../../../subgraphs/server/rest-schema.ts';
import { startUpstream } from '../../runtime/http/start-upstream.ts';

/** A row of the upstream. */
export interface Thing {
  readonly id: string;
  readonly size: number;
}

export const thingSchema: RestSchema<Thing> = {
  jsonSchema: createObjectSchema({ id: { type: 'string' }, size: { type: 'integer' } }),
};
export const things: RestResource = { name: 'things', path: '/v1/things/batch' };
export const oneThing: RestResource = { name: 'things', path: '/v1/things/{id}' };
export const sums: RestResource = { name: 'sums', method: 'POST', path: '/v1/sums' };
export const idOf = (thing: Thing): string => thing.id;

/** Answers one request. */
export type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => unknown;

/** What a test works with. */
export interface RestBench {
  readonly client: RestClient;
  readonly url: string;
  /** Request lines as they came in, such as `GET /v1/things/a`. */
  readonly requests: string[];
  /** Wall time moves by this; monotonic time is real, for deadlines. */
  advance(ms: number): void;
  /** A request of the graph's with a count of its own. */
  readonly createRequest: (timeoutMs?: number) => RestRequest & { readonly count: RestCallCount };
}

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((part) => part.stop()));
});

/** Starts an upstream and a client before it; both end with the test. */
export async function startRestBench(
  answer: Answer,
  limits: Partial<HttpLimits> = {},
): Promise<RestBench> {
  const requests: string[] = [];
  let movedMs = 0;
  const clock: Clock = { ...systemClock, nowMs: () => systemClock.nowMs() + movedMs };
  const upstream = await startUpstream((response, request) => {
    requests.push(`${request.method} ${request.url}`);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(request, response, Buffer.concat(chunks).toString()));
  });
  const httpClient = createHttpClient({
    clock,
    log: silentLog,
    random: () => 0,
    limits: { backoffBaseMs: 1, ...limits },
  });
  open.push(upstream, { stop: () => httpClient.close() });

  const client = createRestClient({
    service: 'things',
    baseUrl: upstream.url,
    clientId: 'test',
    httpClient,
    // Entries outlive the moves of the clock, so that freshness alone decides.
    cache: createMemoryStore({ clock: systemClock, metrics: { count: () => undefined } }),
    clock,
    log: silentLog,
    randomBytes,
  });
  return {
    client,
    url: upstream.url,
    requests,
    advance: (ms) => void (movedMs += ms),
    createRequest(timeoutMs = 3_000) {
      const count = createRestCallCount();
      return {
        deadline: createDeadline(clock, timeoutMs),
        correlationId: 'c-1',
        trace: {
          traceId: '0af7651916cd43dd8448eb211c80319c',
          spanId: 'b7ad6b7169203331',
          isSampled: true,
        },
        recordCall: (call) => count.record(call),
        recordCacheReads: (hits, misses) => count.recordCacheReads(hits, misses),
        count,
      };
    },
  };
}

/** Sends JSON with a Cache-Control. */
export function sendJson(
  response: ServerResponse,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  status = 200,
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** The ids that a batch read asks for. */
export function readIds(request: IncomingMessage): string[] {
  return new URL(request.url ?? '', 'http://upstream').searchParams.get('ids')?.split(',') ?? [];
}

/** Answers a batch read with things of size 1; ids that begin with `no` are not found. */
export function answerThings(headers: Readonly<Record<string, string>> = {}): Answer {
  return (request, response) => {
    const ids = readIds(request);
    const isKnown = (id: string): boolean => !id.startsWith('no');
    sendJson(
      response,
      {
        items: ids.filter(isKnown).map((id) => ({ id, size: 1 })),
        notFound: ids.filter((id) => !isKnown(id)),
      },
      headers,
    );
  };
}
