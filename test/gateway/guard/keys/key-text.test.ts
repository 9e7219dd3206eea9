// The text of a key: every key reads back, nothing else does.
import { randomBytes } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createKeyText, isKeyId, readKeyId } from '../../../../gateway/guard/keys/key-text.ts';

const anyKey = fc
  .tuple(
    fc.uint8Array({ minLength: 10, maxLength: 10 }),
    fc.uint8Array({ minLength: 32, maxLength: 32 }),
  )
  .map(([id, secret]) => createKeyText((sizeBytes) => (sizeBytes === 10 ? id : secret)));

describe('createKeyText', () => {
  it('makes a key whose id can be read, of letters that a URL and a shell leave alone', () => {
    fc.assert(
      fc.property(anyKey, ({ id, text }) => {
        expect(readKeyId(text)).toBe(id);
        expect(isKeyId(id)).toBe(true);
        expect(text).toMatch(/^mqk_[0-9a-z]{16}_[0-9a-z]{59}$/);
      }),
    );
  });

  it('never makes one key from two secrets', () => {
    const texts = Array.from({ length: 2_000 }, () => createKeyText(randomBytes).text);

    expect(new Set(texts).size).toBe(2_000);
  });
});

describe('readKeyId', () => {
  it('reads no key with one character changed, left out or doubled, or two neighbours swapped', () => {
    fc.assert(
      fc.property(
        anyKey,
        fc.nat({ max: 78 }),
        fc.constantFrom(...Array.from('0123456789abcdefghjkmnpqrstvwxyzILU _-')),
        ({ text }, at, other) => {
          const [one = '', two = ''] = [text[at], text[at + 1]];
          const head = text.slice(0, at);
          const mistyped = [
            head + other + text.slice(at + 1),
            head + text.slice(at + 1),
            head + one + text.slice(at),
            head + two + one + text.slice(at + 2),
          ].filter((candidate) => candidate !== text);

          expect(mistyped.map(readKeyId)).toEqual(mistyped.map(() => undefined));
        },
      ),
    );
  });

  it.each(['', 'mqk_', 'mqk_0000000000000000', 'eyJhbGciOiJub25lIn0.e30.', 'a'.repeat(9_000)])(
    'reads no id from %j',
    (text) => {
      expect(readKeyId(text)).toBeUndefined();
    },
  );
});
