// Counting responses, however the bytes are cut.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ResponseReader, type SeenResponse } from '../../../bench/load/response-reader.ts';

const stream = [
  'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nContent-Length: 5\r\n\r\nhello',
  'HTTP/1.1 503 No\r\ncontent-length: 0\r\n\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}',
].join('');

describe('ResponseReader', () => {
  it('sees the same responses wherever the stream is cut', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: stream.length - 1 }));
    fc.assert(
      fc.property(cuts, (places) => {
        const reader = new ResponseReader();
        const seen: SeenResponse[] = [];

        const ends = [...places.toSorted((a, b) => a - b), stream.length];
        for (const [index, end] of ends.entries()) {
          reader.read(Buffer.from(stream.slice(ends[index - 1] ?? 0, end)), (one) =>
            seen.push(one),
          );
        }

        expect(seen).toEqual([
          { status: 200, bodyBytes: 5 },
          { status: 503, bodyBytes: 0 },
          { status: 200, bodyBytes: 13 },
          { status: 200, bodyBytes: 2 },
        ]);
      }),
    );
  });
});
