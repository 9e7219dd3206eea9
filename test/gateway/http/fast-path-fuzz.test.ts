// Requests with bytes changed at random: both ways in must make the same of what is left of them.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CancellationSource } from '../../../runtime/cancellation.ts';
import { propertyRuns } from '../../property-runs.ts';
import { openConnection } from './raw-exchange.ts';
import { type EngineApp, startEngineApp, writeJson } from './start-engine-app.ts';
import { longWay, shortWay } from './two-ways.ts';

let served: EngineApp;
beforeAll(async () => {
  served = await startEngineApp({
    lifetime: new CancellationSource(),
    answer: async ({ body }, { dimensions, mediaType }) =>
      writeJson(JSON.stringify({ body, dimensions, mediaType })),
  });
  // For requests that are never whole, and those that ask for no end.
  served.app.server.headersTimeout = 200;
  served.app.server.requestTimeout = 300;
  served.app.server.keepAliveTimeout = 100;
});
afterAll(() => served.stop());

const headers = [
  ['content-type', 'application/json; charset=utf-8'],
  ['accept', 'application/graphql-response+json, application/json;q=0.9'],
  ['accept-encoding', 'gzip'],
  ['x-marque-market', 'DE'],
  ['connection', 'close'],
] as const;
const body = '{"query":"query($a: Int) { ä }","variables":{"a":1},"operationName":null}';

/** A change of some bytes, so far through the head or the body. */
interface Edit {
  readonly isOfBody: boolean;
  /** From 0 up to 1. */
  readonly at: number;
  readonly removed: number;
  readonly added: string;
}

interface Change {
  readonly edits: readonly Edit[];
  /** By how much the length that is said is wrong. */
  readonly lengthFault: number;
}

function write(path: string, { edits, lengthFault }: Change): Buffer {
  let head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  let text = Buffer.from(body).toString('latin1');
  for (const { isOfBody, at, removed, added } of edits) {
    const whole = isOfBody ? text : head;
    const start = Math.floor(at * whole.length);
    const edited = whole.slice(0, start) + added + whole.slice(start + removed);
    if (isOfBody) text = edited;
    else head = edited;
  }
  const length = text.length + lengthFault;
  const framing = `host: gateway\r\ncontent-length: ${length}\r\n`;
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${framing}${head}\r\n${text}`, 'latin1');
}

/** All that comes back until the connection is closed; chunks and their length are of transport. */
async function receive(bytes: Buffer): Promise<string> {
  const connection = openConnection(served.port);
  connection.write(bytes);
  const received = await connection.closed;
  return received
    .replaceAll(/^(?:date|x-correlation-id|keep-alive|connection): .*\r\n/gim, '')
    .split(/(?=HTTP\/1\.1)/)
    .map((answer) => answer.split('\r\n').toSorted().join('\n'))
    .join('\n\n');
}

describe('requests with bytes changed at random', () => {
  it('get the same by both ways', async () => {
    const anyEdit = fc.record({
      isOfBody: fc.boolean(),
      at: fc.nat(999).map((share) => share / 1_000),
      removed: fc.nat(1),
      added: fc.oneof(
        fc.constantFrom(
          '',
          '\r\n',
          '\0',
          ' ',
          ':',
          ',',
          '"',
          '{',
          '}',
          '\u00ff',
          '\u00c3',
          '0',
          ';q=0',
        ),
        fc.string({ unit: 'binary-ascii', maxLength: 3 }),
        fc.constantFrom(
          '\r\norigin: null\r\n',
          '\r\ncontent-encoding: gzip\r\n',
          '\r\ntransfer-encoding: chunked\r\n',
          '\r\nexpect: 100-continue\r\n',
          '\r\ncontent-length: 5\r\n',
        ),
      ),
    });
    const anyChange = fc.record({
      edits: fc.array(anyEdit, { minLength: 1, maxLength: 2 }),
      lengthFault: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, -1, 1),
    });
    const many = fc.array(anyChange, {
      minLength: 100,
      maxLength: 100,
    });
    await fc.assert(
      fc.asyncProperty(many, async (all) => {
        // At once, for many of them only end by their time.
        const differing = await Promise.all(
          all.map(async (change) => {
            const [short, long] = await Promise.all([
              receive(write(shortWay, change)),
              receive(write(longWay, change)),
            ]);
            return short === long ? [] : [{ change, short, long }];
          }),
        );
        expect(differing.flat()).toEqual([]);
      }),
      propertyRuns(3),
    );
  }, 60_000);
});
