// The short way in and Fastify's on one connection: order, pieces, and what follows a broken body.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openConnection, writeRequest } from './raw-exchange.ts';
import { json, longWay, shortWay, startTwoWays, type TwoWays, write } from './two-ways.ts';

describe('the two ways in on a connection', () => {
  let ways: TwoWays;
  beforeAll(async () => {
    ways = await startTwoWays('compiled');
  });
  afterAll(() => ways.stop());

  it('answer pipelined requests in their order, also by both ways in turn', async () => {
    const connection = openConnection(ways.port);
    const ask = (path: string, index: number) =>
      writeRequest(
        `POST ${path}`,
        [json, ['x-correlation-id', `c-${index}`]],
        write(index % 4 === 0 ? '{ slow(ms: 40) }' : '{ dealerCount }'),
      );
    connection.write(
      Buffer.concat(
        Array.from({ length: 12 }, (_, index) => ask(index % 3 === 0 ? longWay : shortWay, index)),
      ),
    );

    const ids: (string | undefined)[] = [];
    for (let answers = 0; answers < 12; answers += 1) {
      const { headers } = await connection.nextAnswer();
      ids.push(headers.find(([name]) => name === 'x-correlation-id')?.[1]);
    }
    connection.socket.destroy();

    expect(ids).toEqual(Array.from({ length: 12 }, (_, index) => `c-${index}`));
  });

  it('keep a connection open for requests in any number of pieces', async () => {
    const connection = openConnection(ways.port);
    const request = writeRequest('POST /graphql', [json], write('{ dealerCount }'));
    for (const pieceBytes of [1, 7, 50, 1_000]) {
      for (let at = 0; at < request.byteLength; at += pieceBytes) {
        connection.write(request.subarray(at, at + pieceBytes));
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect((await connection.nextAnswer()).text.trim()).toBe('{"data":{"dealerCount":3}}');
    }
    connection.socket.destroy();
  });

  it('take nothing that follows a broken body for a request', async () => {
    const next = writeRequest('POST /graphql', [json], write('{ dealerCount }'));
    for (const path of [shortWay, longWay]) {
      const connection = openConnection(ways.port);
      const length = String(write('{ markets { id } }').length - 1);
      const lying = [json, ['content-length', length]] as const;
      connection.write(
        Buffer.concat([writeRequest(`POST ${path}`, lying, write('{ markets { id } }')), next]),
      );

      const received = await connection.closed;

      expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
    }
  });
});
