// Cache keys: no two different requests share one.
import { isDeepStrictEqual } from 'node:util';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { buildCacheKey, type KeyPart } from '../../cache/keys.ts';

const build = (...parts: KeyPart[]): string => buildCacheKey('test', parts);

describe('buildCacheKey', () => {
  it('keeps apart what joining with a separator would merge', () => {
    const keys = [
      build('a:b', 'c'),
      build('a', 'b:c'),
      build('a', 'b', 'c'),
      build('a:b:c'),
      build('a","b', 'c'),
      build(['a', 'b'], 'c'),
      build('a', ['b', 'c']),
      build('', 'abc'),
      build('abc', ''),
    ];

    expect(new Set(keys).size).toBe(keys.length);
  });

  it('keeps types apart', () => {
    const keys = [build(1), build('1'), build(true), build('true'), build(null), build('null')];

    expect(new Set(keys).size).toBe(keys.length);
  });

  it('keeps composed and decomposed letters apart', () => {
    expect(build('é'.normalize('NFC'))).not.toBe(build('é'.normalize('NFD')));
  });

  it('keeps lone surrogates apart', () => {
    expect(build('\ud800')).not.toBe(build('\ud801'));
  });

  it('takes members in any order, and an undefined one as absent', () => {
    const one = build({ market: 'DE', vin: 'x', date: undefined });

    expect(one).toBe(build({ vin: 'x', market: 'DE' }));
    expect(one).not.toBe(build({ vin: 'x', market: 'DE', date: null }));
  });

  it('keeps namespaces apart and readable', () => {
    expect(buildCacheKey('rest:1', ['a'])).toMatch(/^rest:1:[\w-]{43}$/);
    expect(buildCacheKey('rest:2', ['a'])).not.toBe(buildCacheKey('rest:1', ['a']));
  });

  it('refuses numbers that JSON writes as null', () => {
    expect(() => build(Number.NaN)).toThrow(TypeError);
    expect(() => build({ deep: [Number.POSITIVE_INFINITY] })).toThrow(TypeError);
  });

  it('keeps objects apart from lists of their members', () => {
    const keys = [build({}), build([]), build({ a: 1 }), build([['a', 1]]), build(['a', 1])];

    expect(new Set(keys).size).toBe(keys.length);
  });

  it('takes `__proto__` for a member like any other', () => {
    const hostile = JSON.parse('{"__proto__":{"market":"DE"}}') as KeyPart;

    expect(build(hostile)).not.toBe(build({}));
    expect(build(hostile)).not.toBe(build({ market: 'DE' }));
  });

  it('gives the same key exactly for the same JSON', () => {
    const anyPart = fc.jsonValue({ noUnicodeString: false }).map((value) => value as KeyPart);

    fc.assert(
      fc.property(anyPart, anyPart, (left, right) => {
        const isSame = isDeepStrictEqual(asReceived(left), asReceived(right));
        expect(build(left) === build(right)).toBe(isSame);
      }),
    );
  });
});

/** What the other side reads: JSON knows no -0. */
function asReceived(part: KeyPart): unknown {
  return JSON.parse(JSON.stringify(part));
}
