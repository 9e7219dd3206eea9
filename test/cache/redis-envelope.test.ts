// The bytes of an entry in Redis.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeEnvelope, encodeEnvelope } from '../../cache/redis-envelope.ts';
import { createEntry } from '../contracts/cache-store.contract.ts';

describe('decodeEnvelope', () => {
  const whole = encodeEnvelope(createEntry('value', { etag: '"1"' }));

  it('reads nothing from any truncation', () => {
    const readable = Array.from({ length: whole.length }, (_, length) =>
      decodeEnvelope(whole.subarray(0, length)),
    );

    expect(readable.every((entry) => entry === undefined)).toBe(true);
  });

  it('reads nothing from any single changed byte', () => {
    const anyChange = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }));

    fc.assert(
      fc.property(anyChange, ([at, by]) => {
        const changed = Buffer.from(whole);
        changed[at] = (changed[at] ?? 0) ^ by;
        expect(decodeEnvelope(changed)).toBeUndefined();
      }),
    );
  });

  it('never throws on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(() => decodeEnvelope(Buffer.from([1, ...bytes]))).not.toThrow();
      }),
    );
  });

  it('keeps an empty ETag apart from none, and drops a huge one', () => {
    const etags = ['', undefined, 'x'.repeat(2_000)].map((etag) =>
      decodeEnvelope(encodeEnvelope(createEntry('v', etag === undefined ? {} : { etag }))),
    );

    expect(etags.map((entry) => entry?.etag)).toEqual(['', undefined, undefined]);
  });
});
