// Clients that close their connection: queries end with them, mutations do not.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { createLog } from '../../../runtime/log.ts';
import { openConnection, writeRequest } from '../http/raw-exchange.ts';
import { createRecordingLog } from '../recording-log.ts';
import { ask, startTestGraph, type TestGraph } from '../test-graph.ts';

let graph: TestGraph | undefined;
let subgraph: Server | undefined;
afterEach(async () => {
  subgraph?.closeAllConnections();
  subgraph?.close();
  await graph?.stop();
  graph = undefined;
});

/** A gateway whose vehicle subgraph answers when the test does. */
async function startSlowGraph() {
  const lines: Record<string, unknown>[] = [];
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  };
  const server = createServer().listen(0, '127.0.0.1');
  subgraph = server;
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  graph = await startTestGraph({
    urls: { vehicle: `http://127.0.0.1:${port}/graphql` },
    log: createLog({ level: 'info', name: 'gateway', destination }),
  });
  const { url } = graph;
  return {
    lines,
    /** Sends an operation, and leaves as soon as the subgraph has it. */
    askAndLeave: async (query: string): Promise<ServerResponse> => {
      const client = new AbortController();
      const arrived = once(server, 'request') as Promise<[IncomingMessage, ServerResponse]>;
      const answer = fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
        signal: client.signal,
      }).catch(() => undefined);
      const [, response] = await arrived;
      client.abort();
      await answer;
      return response;
    },
  };
}

const answered = (lines: readonly Record<string, unknown>[]) =>
  lines.filter(({ msg }) => msg === 'operation.answered');

describe('a client that leaves', () => {
  it('ends the fetches of its query, starts no more, and is no fault of the subgraph', async () => {
    const { askAndLeave, lines } = await startSlowGraph();

    const response = await askAndLeave('{ markets { id currency } }');
    await once(response, 'close');
    await expect.poll(() => answered(lines)).toHaveLength(1);

    expect(answered(lines)).toMatchObject([{ isCallerGone: true }]);
    expect(graph?.pricing.received).toEqual([]);
    expect(lines.filter(({ msg }) => msg === 'subgraph.fetch_failed')).toEqual([]);
  });

  it('ends no mutation', async () => {
    const { askAndLeave, lines } = await startSlowGraph();
    const query =
      'mutation { a: rename(id: "DE", name: "x") { id } b: rename(id: "FR", name: "y") { currency } }';

    const response = await askAndLeave(query);
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({ data: { a: { id: 'DE' }, b: { __typename: 'Market', id: 'FR' } } }),
    );
    await expect.poll(() => answered(lines)).toHaveLength(1);

    expect(answered(lines)).toMatchObject([{ isCallerGone: false, errorCodes: [] }]);
    expect(graph?.pricing.received).toHaveLength(1);
  });

  it('does not keep the next one from being answered', async () => {
    const { askAndLeave } = await startSlowGraph();
    for (let clients = 0; clients < 10; clients += 1) await askAndLeave('{ markets { id } }');
    subgraph?.once('request', (_request: IncomingMessage, response: ServerResponse) => {
      response.end('{"data":{"markets":[{"id":"DE"}]}}');
    });

    const { body } = await ask(graph?.url ?? '', '{ markets { id } }');

    expect(body).toMatchObject({ data: { markets: [{ id: 'DE' }] } });
  });

  it('while its operation is planned is no unexpected error', async () => {
    const { log, events } = createRecordingLog();
    graph = await startTestGraph({ log, env: { MARQUE_ENGINE: 'compiled' } });
    const { url } = graph;
    await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        // All are different, so that each of them is planned.
        const query = `{ a${index}: markets { id name currency dealers taxes } }`;
        const connection = openConnection(Number(new URL(url).port));
        const headers = [['content-type', 'application/json']] as const;
        connection.write(writeRequest('POST /graphql', headers, JSON.stringify({ query })));
        setTimeout(() => connection.socket.destroy(), 3 + index);
        await connection.closed;
      }),
    );
    await expect
      .poll(() => events.filter(({ isCallerGone }) => isCallerGone).length)
      .toBeGreaterThan(5);

    expect(events.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
