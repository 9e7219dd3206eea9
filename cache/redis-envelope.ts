// How an entry is written into Redis: version, checksum, times, ETag, then the value's bytes.
import { crc32 } from 'node:zlib';

import type { CacheEntry } from './store.ts';

// Layout, big endian: 0 version (1 byte) · 1 checksum of all that follows (4) · 5 storedAtMs (8)
// · 13 freshUntilMs (8) · 21 length of the ETag plus one, 0 for none (2) · 23 ETag · value.
const version = 1;
const checkedFrom = 5;
const headerBytes = 23;
const maxEtagBytes = 1_024;

/** Writes an entry. An ETag above 1 KB is dropped: the entry is then fetched anew, not revalidated. */
export function encodeEnvelope(entry: CacheEntry): Buffer {
  const etagBytes = Buffer.from(entry.etag ?? '', 'utf8');
  const hasEtag = entry.etag !== undefined && etagBytes.length <= maxEtagBytes;
  const etagLength = hasEtag ? etagBytes.length : 0;

  const envelope = Buffer.allocUnsafe(headerBytes + etagLength + entry.value.byteLength);
  envelope.writeUInt8(version, 0);
  envelope.writeDoubleBE(entry.storedAtMs, 5);
  envelope.writeDoubleBE(entry.freshUntilMs, 13);
  envelope.writeUInt16BE(hasEtag ? etagLength + 1 : 0, 21);
  if (hasEtag) envelope.set(etagBytes, headerBytes);
  envelope.set(entry.value, headerBytes + etagLength);
  envelope.writeUInt32BE(crc32(envelope.subarray(checkedFrom)), 1);
  return envelope;
}

/** Reads an entry; `undefined` for another version and for anything that is not whole. */
export function decodeEnvelope(envelope: Buffer): CacheEntry | undefined {
  if (envelope.length < headerBytes || envelope.readUInt8(0) !== version) return undefined;
  if (envelope.readUInt32BE(1) !== crc32(envelope.subarray(checkedFrom))) return undefined;

  const etagField = envelope.readUInt16BE(21);
  const valueFrom = headerBytes + Math.max(0, etagField - 1);
  if (valueFrom > envelope.length) return undefined;
  return {
    value: envelope.subarray(valueFrom),
    storedAtMs: envelope.readDoubleBE(5),
    freshUntilMs: envelope.readDoubleBE(13),
    ...(etagField === 0 ? {} : { etag: envelope.toString('utf8', headerBytes, valueFrom) }),
  };
}
