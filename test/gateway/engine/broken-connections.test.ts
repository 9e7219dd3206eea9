// A subgraph whose connections break: queries are asked again, mutations never, and nothing leaks.
import { afterEach, describe, expect, it } from 'vitest';

import type { RawAnswerer, RawUpstream } from '../../runtime/http/start-raw-upstream.ts';
import { startRawUpstream } from '../../runtime/http/start-raw-upstream.ts';
import { ask, startTestGraph, type TestGraph } from '../test-graph.ts';

let graph: TestGraph | undefined;
let vehicle: RawUpstream | undefined;
afterEach(async () => {
  await graph?.stop();
  await vehicle?.stop();
});

async function start(engine: string, answer: RawAnswerer): Promise<string> {
  vehicle = await startRawUpstream(answer);
  graph = await startTestGraph({
    urls: { vehicle: `${vehicle.url}/graphql` },
    env: { MARQUE_ENGINE: engine, MARQUE_SUBGRAPH_TIMEOUT: '1s' },
  });
  return graph.url;
}

function reply(data: object): string {
  const body = JSON.stringify({ data });
  return `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

const markets = reply({ markets: [{ __typename: 'Market', id: 'DE' }] });
const renamed = reply({ rename: { __typename: 'Market', id: 'DE' } });
const breaks: readonly (readonly [string, RawAnswerer])[] = [
  ['closed before its reply', (socket) => socket.destroy()],
  ['reset before its reply', (socket) => socket.resetAndDestroy()],
  ['closed in the middle of its reply', (socket) => socket.end(markets.slice(0, -10))],
  ['broken by garbage', (socket) => socket.write('garbage\r\n\r\n')],
];

describe.each(['reference', 'compiled'])(
  'a connection to a subgraph of the engine %s',
  (engine) => {
    it.each(breaks)('that is %s costs a query one more, and no error', async (_name, breakOff) => {
      const url = await start(engine, (socket, attempt, request) => {
        if (attempt === 2) breakOff(socket, attempt, request);
        else socket.write(markets);
      });
      await ask(url, '{ markets { id } }');

      const { body } = await ask(url, '{ markets { id } }');

      expect(body).toEqual({ data: { markets: [{ id: 'DE' }] } });
      expect(vehicle?.requests).toHaveLength(3);
    });

    it.each(breaks)('that is %s is never used for a mutation twice', async (_name, breakOff) => {
      const url = await start(engine, (socket, attempt, request) => {
        if (attempt === 2) breakOff(socket, attempt, request);
        else socket.write(renamed);
      });
      const mutation = 'mutation { rename(id: "DE", name: "x") { id } }';
      await ask(url, mutation);

      const { body, text } = await ask(url, mutation);

      expect(body).toMatchObject({
        data: { rename: null },
        errors: [{ path: ['rename'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }],
      });
      expect(text).not.toMatch(/127\.0\.0\.1|ECONN|UND_ERR/);
      expect(vehicle?.requests).toHaveLength(2);
    });

    it('that breaks each time ends in an error of that subgraph alone', async () => {
      const url = await start(engine, (socket) => socket.destroy());

      const { status, body } = await ask(url, '{ markets { id } dealerCount }');

      expect(status).toBe(200);
      expect(body).toMatchObject({
        data: { markets: null, dealerCount: 3 },
        errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }],
      });
      expect(vehicle?.requests).toHaveLength(2);
    });
  },
);
