// Gateways that give up: a subgraph's reads end with them, unless others wait too; its writes do not.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';

import { systemClock } from '../../../runtime/clock.ts';
import { silentLog } from '../../../runtime/log.ts';
import { createSubgraph } from '../../../subgraphs/server/create-subgraph.ts';
import type { RestClient } from '../../../subgraphs/server/rest-client.ts';
import type { RestRequest } from '../../../subgraphs/server/rest-exchange.ts';
import { oneThing, sendJson, startRestBench, thingSchema } from './rest-bench.ts';

const typeDefs = `
  type Query { shared: Thing own: Thing }
  type Mutation { write: Thing }
  type Thing { id: ID! size: Int }
`;

const open: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of open.splice(0)) {
    app.server.closeAllConnections();
    await app.close();
  }
});

function createLoaders(client: RestClient, rest: RestRequest) {
  const get = { params: { id: 'a' }, schema: thingSchema };
  return {
    shared: () => client.get(rest, { ...get, resource: oneThing }),
    own: () => client.get(rest, { ...get, resource: { ...oneThing, isPrivate: true } }),
    write: () =>
      client.write(rest, {
        ...get,
        resource: { ...oneThing, method: 'PUT' },
        body: {},
        idempotencyKey: 'key-0001',
      }),
  };
}
type Context = { readonly loaders: ReturnType<typeof createLoaders> };

/** A subgraph before a service that answers when the test does. */
async function startSlowSubgraph() {
  const calls: ServerResponse[] = [];
  const bench = await startRestBench((_request: IncomingMessage, response: ServerResponse) =>
    calls.push(response),
  );
  const resolve = (name: keyof Context['loaders']) => ({
    [name]: (_parent: unknown, _args: unknown, { loaders }: Context) => loaders[name](),
  });
  const app = await createSubgraph(
    {
      name: 'things',
      typeDefs,
      resolvers: {
        Query: { ...resolve('shared'), ...resolve('own') },
        Mutation: resolve('write'),
      },
      createLoaders: ({ rest }) => createLoaders(bench.client, rest),
    },
    {
      log: silentLog,
      clock: systemClock,
      randomBytes,
      newCorrelationId: () => 'made-here',
      timeoutMs: 5_000,
      bodyLimitBytes: 2_000,
    },
  );
  open.push(app);
  const url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
  const send = async (query: string, signal?: AbortSignal): Promise<unknown> => {
    const reply = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
      ...(signal ? { signal } : {}),
    });
    return await reply.json();
  };
  return {
    send,
    /** Sends an operation and leaves once its call has reached the service. */
    sendAndLeave: async (query: string): Promise<ServerResponse | undefined> => {
      const gateway = new AbortController();
      const answer = send(query, gateway.signal).catch(() => undefined);
      await expect.poll(() => calls.length).toBe(1);
      gateway.abort();
      await answer;
      return calls[0];
    },
    calls,
  };
}

describe('a gateway that leaves', () => {
  it.each(['shared', 'own'])('ends the REST call that only it waits for: %s', async (field) => {
    const { sendAndLeave } = await startSlowSubgraph();

    const call = await sendAndLeave(`{ ${field} { size } }`);

    await expect.poll(() => call?.destroyed).toBe(true);
  });

  it('does not end a read for those who wait as well', async () => {
    const { send, calls } = await startSlowSubgraph();
    const gateway = new AbortController();
    const first = send('{ shared { size } }', gateway.signal).catch(() => 'left');
    await expect.poll(() => calls.length).toBe(1);
    const second = send('{ shared { size } second: shared { id } own { id } }');
    // Its own call says that the second one has joined.
    await expect.poll(() => calls.length).toBe(2);

    gateway.abort();
    await first;
    for (const call of calls) sendJson(call, { id: 'a', size: 3 });

    expect(await second).toMatchObject({ data: { shared: { size: 3 }, second: { id: 'a' } } });
    expect(calls).toHaveLength(2);
  });

  it('does not end a write', async () => {
    const { send, sendAndLeave, calls } = await startSlowSubgraph();

    const written = await sendAndLeave('mutation { write { id } }');
    // By the time that the next call arrives, the subgraph knows that its caller has left.
    const next = send('{ own { id } }');
    await expect.poll(() => calls.length).toBe(2);

    expect(written?.destroyed).toBe(false);
    for (const call of calls) sendJson(call, { id: 'a', size: 1 });
    if (written) await once(written, 'finish');
    expect(await next).toMatchObject({ data: { own: { id: 'a' } } });
  });
});
