// Answers in the form that each sender takes, and the platform's limits on them.
import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import type { HttpAnswer } from '../../../runtime/lambda/lambda-call.ts';
import { isTooLarge, writeAnswer } from '../../../runtime/lambda/write-answer.ts';

const answer: HttpAnswer = {
  status: 200,
  headers: {
    'content-type': ['application/json; charset=utf-8'],
    vary: ['Origin', 'Accept'],
    'set-cookie': ['a=1', 'b=2'],
    connection: ['keep-alive'],
  },
  body: Buffer.from('{"name":"Straße"}'),
};
const type = 'application/json; charset=utf-8';

describe('writeAnswer', () => {
  it('gives many values to payload 1.0', () => {
    expect(writeAnswer('gateway payload 1.0', answer)).toEqual({
      statusCode: 200,
      body: '{"name":"Straße"}',
      isBase64Encoded: false,
      multiValueHeaders: {
        'content-type': [type],
        vary: ['Origin', 'Accept'],
        'set-cookie': ['a=1', 'b=2'],
      },
    });
  });

  it('gives joined headers, and cookies apart, to payload 2.0', () => {
    expect(writeAnswer('gateway payload 2.0', answer)).toMatchObject({
      headers: { 'content-type': type, vary: 'Origin, Accept' },
      cookies: ['a=1', 'b=2'],
    });
  });

  it('gives a load balancer its status in words, and headers as its events have them', () => {
    const single = writeAnswer('load balancer', answer);
    const many = writeAnswer('load balancer, many values', answer);

    expect(single).toMatchObject({
      statusDescription: '200 OK',
      headers: { vary: 'Origin, Accept', 'set-cookie': 'b=2' },
    });
    expect(single).not.toHaveProperty('multiValueHeaders');
    expect(many).toMatchObject({ multiValueHeaders: { 'set-cookie': ['a=1', 'b=2'] } });
    expect(many).not.toHaveProperty('headers');
  });

  it.each([
    ['gzip', { 'content-type': [type], 'content-encoding': ['gzip'] }, gzipSync('{}')],
    ['a picture', { 'content-type': ['image/png'] }, Buffer.from([137, 80, 78, 71])],
    ['a text that is no UTF-8', { 'content-type': ['text/plain'] }, Buffer.from([0xff, 0xfe])],
  ])('writes %s in base64', (_what, headers, body) => {
    expect(writeAnswer('gateway payload 2.0', { status: 200, headers, body })).toMatchObject({
      isBase64Encoded: true,
      body: body.toString('base64'),
    });
  });
});

describe('isTooLarge', () => {
  const limitBytes = 6_291_556;
  const write = (body: Buffer, encoding = 'identity') =>
    writeAnswer('gateway payload 2.0', {
      status: 200,
      headers: { 'content-type': ['text/plain'], 'content-encoding': [encoding] },
      body,
    });
  const frameBytes = (encoding?: string): number =>
    Buffer.byteLength(JSON.stringify(write(Buffer.from(''), encoding)));

  it('counts the whole document to the byte', () => {
    const fits = write(Buffer.alloc(limitBytes - frameBytes(), 'x'));
    const exceeds = write(Buffer.alloc(limitBytes - frameBytes() + 1, 'x'));

    expect(isTooLarge('gateway payload 2.0', fits)).toBe(false);
    expect(isTooLarge('gateway payload 2.0', exceeds)).toBe(true);
  });

  it('counts what JSON makes of quotes, and base64 of bytes', () => {
    const quotes = write(Buffer.alloc(limitBytes / 2, '"'));
    const bytes = write(Buffer.alloc(Math.ceil(limitBytes * 0.75)), 'gzip');
    const fewerBytes = write(Buffer.alloc(Math.floor(limitBytes * 0.74)), 'gzip');

    expect(isTooLarge('gateway payload 2.0', quotes)).toBe(true);
    expect(isTooLarge('gateway payload 2.0', bytes)).toBe(true);
    expect(isTooLarge('gateway payload 2.0', fewerBytes)).toBe(false);
  });
});
