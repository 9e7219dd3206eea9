// The short way in against Fastify's: the same bodies must get the same answers.
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { operationBodies } from './operation-bodies.ts';
import {
  type HeaderLine,
  isChunked,
  json,
  longWay,
  manyAliases,
  shortWay,
  startTwoWays,
  type TwoWays,
  write,
} from './two-ways.ts';

const utf8 = (text: string) => Buffer.from(text, 'utf8');

describe.each(['reference', 'compiled'])('the two ways in to the engine %s', (engine) => {
  let ways: TwoWays;
  beforeAll(async () => {
    ways = await startTwoWays(engine);
  });
  afterAll(() => ways.stop());

  it('are two: Fastify streams what it compresses, the short way says how long it is', async () => {
    const given = {
      headers: [json, ['accept-encoding', 'gzip']] as const,
      body: write(manyAliases),
    };

    expect(isChunked(await ways.send(longWay, given))).toBe(true);
    expect(isChunked(await ways.send(shortWay, given))).toBe(false);
  });

  it.each<[string, HeaderLine]>([
    ['has an origin', ['origin', 'https://configurator.example']],
    ['has a foreign origin', ['origin', 'https://evil.example']],
    ['has an empty origin', ['origin', '']],
    ['names an encoding', ['content-encoding', 'identity']],
  ])('are one for what %s', async (_name, header) => {
    const given = {
      headers: [json, ['accept-encoding', 'gzip'], header] as const,
      body: write(manyAliases),
    };

    expect(isChunked(await ways.compare(given))).toBe(true);
  });

  it.each(operationBodies)('answer %s alike', async (_name, body, status) => {
    const answer = await ways.compare({ body });

    expect(answer.status).toBe(status);
    expect(answer.text).not.toMatch(/10\.0\.0\.7|node_modules|\.ts:/);
  });

  it.each<[string, Uint8Array, number]>([
    ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400],
    ['an overlong sequence', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), 400],
    [
      'a surrogate',
      Buffer.concat([
        utf8('{"query":"{ dealerCount }","a":"'),
        Buffer.from([0xed, 0xa0, 0x80]),
        utf8('"}'),
      ]),
      400,
    ],
    ['half a character at the end', Buffer.from([0x22, 0xf0, 0x9f]), 400],
    ['a byte order mark', utf8(`\uFEFF${write('{ dealerCount }')}`), 200],
    ['two byte order marks', utf8(`\uFEFF\uFEFF${write('{ dealerCount }')}`), 400],
    ['UTF-16', Buffer.from(write('{ dealerCount }'), 'utf16le'), 400],
    ['a body of as many bytes as may be', utf8(write('{ dealerCount }').padEnd(65_536)), 200],
    ['a body that is a byte too long', utf8(write('{ dealerCount }').padEnd(65_537)), 413],
    ['NUL', utf8('\0'), 400],
  ])('answer %s alike', async (_name, body, status) => {
    expect((await ways.compare({ body })).status).toBe(status);
  });

  it('read gzip alike, which only Fastify does', async () => {
    const body = gzipSync(write('{ dealerCount }'));

    const answer = await ways.compare({ headers: [json, ['content-encoding', 'gzip']], body });

    expect(answer.text).toContain('"dealerCount":3');
  });
});
