// The text of an API key: `mqk_<id>_<secret><checksum>`. What is mistyped is told apart without a look-up.
import { crc32 } from 'node:zlib';

import type { RandomBytes } from '../../../runtime/trace-context.ts';

/** A new key; its text is to be shown once and kept by nobody here. */
export interface NewKeyText {
  readonly id: string;
  readonly text: string;
}

// What every id begins with, and so every key.
const keyPrefix = 'mqk_';

// Crockford's letters: none is taken for another, and a double click selects all of a key.
const letters = '0123456789abcdefghjkmnpqrstvwxyz';
const idBytes = 10;
const secretBytes = 32;
const checksumLength = 7;
const keyText = /^(mqk_[0-9a-hjkmnp-tv-z]{16})_[0-9a-hjkmnp-tv-z]{59}$/;

/** Makes a key of 256 random bits, and 80 for its id. */
export function createKeyText(randomBytes: RandomBytes): NewKeyText {
  const id = keyPrefix + encode(randomBytes(idBytes));
  const body = `${id}_${encode(randomBytes(secretBytes))}`;
  return { id, text: body + writeChecksum(body) };
}

/** Reads the id of a key; undefined for what is none, or not typed as it was made. */
export function readKeyId(text: string): string | undefined {
  const id = keyText.exec(text)?.[1];
  const body = text.slice(0, -checksumLength);
  return id !== undefined && text.endsWith(writeChecksum(body)) ? id : undefined;
}

/** Whether a text is the id of a key, as lists show it. */
export function isKeyId(text: string): boolean {
  return /^mqk_[0-9a-hjkmnp-tv-z]{16}$/.test(text);
}

function writeChecksum(body: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return encode(bytes);
}

function encode(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += letters.charAt((held >> bits) & 31);
    }
  }
  return bits > 0 ? text + letters.charAt((held << (5 - bits)) & 31) : text;
}
