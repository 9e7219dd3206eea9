// Reading requests, however the bytes are cut.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type RawRequest, RequestReader } from '../../../bench/responder/request-reader.ts';

const stream = [
  'POST /accounts HTTP/1.1\r\nhost: a\r\nContent-Length: 5\r\n\r\nhello',
  'POST /reviews HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n',
  'GET /health HTTP/1.1\r\n\r\n',
].join('');

describe('RequestReader', () => {
  it('sees the same requests wherever the stream is cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: stream.length - 1 }), (cut) => {
        const reader = new RequestReader();
        const seen: RawRequest[] = [];

        reader.read(Buffer.from(stream.slice(0, cut)), (one) => seen.push(one));
        reader.read(Buffer.from(stream.slice(cut)), (one) => seen.push(one));

        expect(seen).toEqual([
          { path: '/accounts', body: 'hello' },
          { path: '/reviews', body: 'abcde' },
          { path: '/health', body: '' },
        ]);
      }),
    );
  });

  it('refuses what is no HTTP', () => {
    expect(() => new RequestReader().read(Buffer.from('hello\r\n\r\n'), () => {})).toThrow('HTTP');
  });
});
