// One team's subgraph before its real REST service on the committed catalogue, and a way to ask both.
import { randomBytes, randomUUID } from 'node:crypto';

import type { FastifyInstance } from 'fastify';

import { createMemoryStore } from '../../cache/memory-store.ts';
import { type Clock, systemClock } from '../../runtime/clock.ts';
import { createHttpClient } from '../../runtime/http/http-client.ts';
import { silentLog } from '../../runtime/log.ts';
import type { Service } from '../../services/server/service.ts';
import type { CreateSubgraph } from '../../subgraphs/server/start-subgraph.ts';

/** An answer of the graph. */
export interface TeamAnswer {
  /** As JSON gives it: `never` lets a test go down its members without a cast at each step. */
  readonly data: never;
  readonly errors: readonly { readonly path: unknown; readonly extensions: unknown }[] | undefined;
  /** `service resource × count`, sorted. */
  readonly calls: readonly string[];
}

/** What a team's tests work with. */
export interface TeamBench {
  /** Asks the subgraph; caches are empty at the start of each bench only. */
  readonly ask: (
    query: string,
    options?: { variables?: object; headers?: Readonly<Record<string, string>> },
  ) => Promise<TeamAnswer>;
  /** Asks the REST service itself. */
  readonly read: (path: string) => Promise<never>;
  /** Paths and queries that reached the service. */
  readonly requests: string[];
  readonly stop: () => Promise<void>;
}

// The day that the catalogue was made for.
const teamClock: Clock = {
  ...systemClock,
  nowMs: () => Date.parse('2026-11-21T12:00:00Z'),
};

/** What services are wired with. */
export const serviceParts = {
  config: { databaseFile: ':memory:', minVariants: 0, financeDelayMs: 1 },
  log: silentLog,
  clock: teamClock,
  randomBytes,
};

/** Starts a service and its subgraph. */
export async function startTeamBench(
  service: Service,
  createSubgraph: CreateSubgraph,
): Promise<TeamBench> {
  const requests: string[] = [];
  // The routes are wired before this hook, so the socket itself is asked.
  service.server.on('request', (request: { url?: string; method?: string }) => {
    requests.push(`${request.method} ${request.url}`);
  });
  const apiUrl = await service.listen({ host: '127.0.0.1', port: 0 });
  const httpClient = createHttpClient({ clock: systemClock, log: silentLog, random: () => 0 });
  const app: FastifyInstance = await createSubgraph(
    {
      host: '127.0.0.1',
      port: 0,
      apiUrl,
      redisUrl: undefined,
      cacheMaxBytes: 1_024 ** 2,
      timeoutMs: 5_000,
      bodyLimitBytes: 1_024 ** 2,
      logLevel: 'silent',
    },
    {
      clock: teamClock,
      log: silentLog,
      random: () => 0,
      randomBytes,
      newCorrelationId: randomUUID,
      httpClient,
      cache: createMemoryStore({ clock: systemClock, metrics: { count: () => undefined } }),
    },
  );

  return {
    requests,
    async ask(query, { variables = {}, headers = {} } = {}) {
      const reply = await app.inject({
        method: 'POST',
        url: '/graphql',
        headers: { 'content-type': 'application/json', ...headers },
        payload: JSON.stringify({ query, variables }),
      });
      const body = reply.json<{
        data: never;
        errors?: TeamAnswer['errors'];
        extensions: { rest: { calls: { service: string; resource: string; count: number }[] } };
      }>();
      const calls = body.extensions.rest.calls
        .map(({ service: name, resource, count }) => `${name} ${resource} × ${count}`)
        .sort();
      return { data: body.data, errors: body.errors, calls };
    },
    async read(path) {
      const reply = await fetch(apiUrl + path);
      return (await reply.json()) as never;
    },
    async stop() {
      await app.close();
      await httpClient.close();
      await service.close();
    },
  };
}

/** Headers of a caller who may read vehicles and record services. */
export const workshop = {
  'x-marque-scopes': 'vehicle:read service:write',
  'x-marque-subject': 'C-0001',
};
