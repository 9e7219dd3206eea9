// What of a VIN is written, wherever it stands, and what only looks like one.
import { createHash } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { maskText } from '../../runtime/log-masking.ts';
import { propertyRuns } from '../property-runs.ts';

const vin = 'WBA5R1C50KA123456';
const masked = '*************3456';
const letters = 'ABCDEFGHJKLMNPRSTUVWXYZ';
const notHex = 'GHJKLMNPRSTUVWXYZ';
const digits = '0123456789';

const textOf = (alphabet: string, length: { minLength: number; maxLength: number }) =>
  fc.string({ unit: fc.constantFrom(...alphabet.split('')), ...length });

/** As ISO 3779 builds them: maker, description, a serial number that ends in four digits. */
const anyVin = fc
  .tuple(
    fc.constantFrom(...notHex.split('')),
    textOf(letters + digits, { minLength: 12, maxLength: 12 }),
    textOf(digits, { minLength: 4, maxLength: 4 }),
  )
  .map((parts) => parts.join(''));

describe('maskText', () => {
  it.each([
    ['by itself', vin, masked],
    ['in a query', `/v1/vins?vin=${vin}&market=DE`, `/v1/vins?vin=${masked}&market=DE`],
    ['before a letter', `vin=${vin}X`, `vin=${masked}X`],
    ['before digits and letters', `${vin}123abc`, '****************6123abc'],
    ['behind a word', `Vehicle${vin}`, `Vehicle${masked}`],
    ['behind an escape', `%20${vin}`, `%${'*'.repeat(15)}3456`],
    ['in small letters', `vehicleOf${vin.toLowerCase()}now`, `vehicleO*${masked}now`],
    ['twice', `${vin}${vin}`, `${'*'.repeat(30)}3456`],
    ['of hex digits only, behind a word', 'vin4A3AA46A1DE012345', 'vin*************2345'],
  ])('leaves four characters of a VIN %s', (_where, text, expected) => {
    expect(maskText(text)).toBe(expected);
  });

  it.each([
    ['a trace id', '4bf92f3577b34da6a3ce929d0e0e4736'],
    ['a trace id of X-Ray', '1-5759e988-bd862e3fe1be46a994272793'],
    ['a traceparent', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'],
    ['a UUID', '6a0b9f2e-7f11-4c83-9d0c-1d0a4ae1f0a4'],
    ['a name', 'getConfiguratorModelVariantsOfMarket2026'],
    ['a key of a cache', 'rest:Fx8b0Qm2kQ1o3vXl2Jt7aT5sYw9cIeHuN4gD6rKzB0E'],
  ])('leaves %s alone', (_what, text) => {
    expect(maskText(text)).toBe(text);
  });

  it('leaves hashes of anything alone, in hex of either case', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('md5', 'sha1', 'sha256', 'sha512'),
        fc.boolean(),
        (text, algorithm, isUpper) => {
          const hash = createHash(algorithm).update(text).digest('hex');
          const written = isUpper ? hash.toUpperCase() : hash;

          expect(maskText(`hash ${written}, etag "${written}"`)).toBe(
            `hash ${written}, etag "${written}"`,
          );
        },
      ),
      propertyRuns(300),
    );
  });

  it('leaves UUIDs, span ids and trace ids alone', () => {
    const hex = (length: number) =>
      textOf('0123456789abcdef', { minLength: length, maxLength: length });
    fc.assert(
      fc.property(fc.uuid(), hex(32), hex(16), (uuid, traceId, spanId) => {
        const text = `${uuid} 00-${traceId}-${spanId}-01 ${traceId} ${uuid.replaceAll('-', '')}`;

        expect(maskText(text)).toBe(text);
      }),
      propertyRuns(300),
    );
  });

  it('never shows more than four characters of a VIN, whatever stands around it', () => {
    const around = fc.string({
      unit: fc.constantFrom(...'abcXYZ019%=/_-. ioq'.split('')),
      maxLength: 30,
    });
    fc.assert(
      fc.property(around, anyVin, around, fc.boolean(), (before, number, after, isLower) => {
        const written = isLower ? number.toLowerCase() : number;

        const shown = maskText(before + written + after);

        expect(shown).toHaveLength(before.length + 17 + after.length);
        expect(shown.slice(before.length, before.length + 13)).toBe('*'.repeat(13));
      }),
      propertyRuns(1_000),
    );
  });

  it('changes nothing but VINs where they are glued to letters that none has', () => {
    fc.assert(
      fc.property(anyVin, textOf('ioqIOQ', { minLength: 1, maxLength: 20 }), (number, word) => {
        expect(maskText(word + number + word)).toBe(
          `${word}*************${number.slice(-4)}${word}`,
        );
      }),
      propertyRuns(200),
    );
  });
});
