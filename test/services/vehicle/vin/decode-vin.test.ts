// VINs by the rules of ISO 3779 and by patterns.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  computeCheckDigit,
  judgeCheckDigit,
} from '../../../../services/vehicle/vin/check-digit.ts';
import { compileKeys } from '../../../../services/vehicle/vin/compile-patterns.ts';
import { createVinDecoder, type VinDecoding } from '../../../../services/vehicle/vin/decode-vin.ts';
import {
  modelYearByPlace7,
  possibleModelYears,
} from '../../../../services/vehicle/vin/model-year.ts';
import { parseVin } from '../../../../services/vehicle/vin/parse-vin.ts';
import { createReferenceData } from '../../../../services/vehicle/reference-data.ts';
import { vehicleTables } from '../vehicle-tables.ts';

const decodeVin = createVinDecoder({
  ...vehicleTables,
  brands: createReferenceData(vehicleTables).brands,
});

function decode(vin: string, isCheckDigitRequired = false): VinDecoding {
  const outcome = decodeVin(vin, isCheckDigitRequired);
  if (outcome.status !== 'DECODED') throw new Error(`${vin} is ${outcome.status}`);
  return outcome.decoding;
}

/** Puts the right check digit into place 9. */
function withCheckDigit(vin: string): string {
  return `${vin.slice(0, 8)}${computeCheckDigit(vin)}${vin.slice(9)}`;
}

const wellFormed = fc
  .array(fc.constantFrom(...'ABCDEFGHJKLMNPRSTUVWXYZ0123456789'.split('')), {
    minLength: 17,
    maxLength: 17,
  })
  .map((characters) => characters.join(''));

describe('parseVin', () => {
  it('takes lower case for upper case', () => {
    expect(parseVin('wba5f11000f123456')?.vin).toBe('WBA5F11000F123456');
  });

  it.each(['WBA5F11000F12345', 'WBA5F11000F1234567', 'IBA5F11000F123456', 'WBO5F11000F123456'])(
    'refuses %s',
    (text) => {
      expect(parseVin(text)).toBeUndefined();
    },
  );

  it.each(['Q', ' ', '\u0000', 'ſ', 'ı', '.', '\n'])('refuses %j in place 17', (character) => {
    expect(parseVin(`WBA5F11000F12345${character}`)).toBeUndefined();
  });
});

describe('check digit', () => {
  // Worked examples of the regulation and of vPIC.
  it.each(['1M8GDM9AXKP042788', '11111111111111111', '5GZCZ43D13S812715', 'WBA3B9C50DF588076'])(
    'finds %s valid',
    (vin) => {
      expect(judgeCheckDigit(withCheckDigit(vin), true)).toBe('VALID');
    },
  );

  it('knows the published examples', () => {
    expect(computeCheckDigit('1M8GDM9AXKP042788')).toBe('X');
    expect(computeCheckDigit('11111111111111111')).toBe('1');
    expect(computeCheckDigit('5GZCZ43D13S812715')).toBe('1');
  });

  it('tells a mismatch only where the rule holds', () => {
    expect(judgeCheckDigit('WBA5F11020F123456', false)).toBe('NOT_APPLICABLE');
    expect(judgeCheckDigit('WBA5F11020F123456', true)).toBe('MISMATCH');
    expect(judgeCheckDigit('5UXWX9C50D0A00000', false)).toBe('MISMATCH');
  });

  it('notices any single changed character that has another value', () => {
    fc.assert(
      fc.property(wellFormed, fc.nat(16), (vin, place) => {
        fc.pre(place !== 8 && /\d/.test(vin.charAt(place)));
        const valid = withCheckDigit(vin);
        const other = (Number(valid.charAt(place)) + 1) % 10;
        const changed = `${valid.slice(0, place)}${other}${valid.slice(place + 1)}`;

        expect(judgeCheckDigit(changed, true)).toBe('MISMATCH');
      }),
    );
  });
});

describe('model year', () => {
  it.each([
    ['WBA3B9C50DF588076', 2013],
    ['WBA3B91500D588076', undefined],
    ['WBA3B91501F588076', 2001],
    ['WBA3B9C50AF588076', 2010],
    ['WBA3B9C50YF588076', 2030],
    ['WBA3B9150YF588076', 2000],
  ])('of the car %s is %s', (vin, year) => {
    expect(modelYearByPlace7(vin)).toBe(year);
  });

  it('is never named by U, Z or 0', () => {
    expect(
      ['U', 'Z', '0'].flatMap((code) => possibleModelYears(`WBA3B9C50${code}F588076`)),
    ).toEqual([]);
  });
});

describe('compileKeys', () => {
  it.each([
    ['3B9C[35]', ['3', 'B', '9', 'C', '35']],
    ['664L', ['6', '6', '4', 'L', undefined]],
    ['*****|*[A-C7]', [undefined, undefined, undefined, undefined, undefined, undefined, 'ABC7']],
    ['[G-J]*', ['GHJ', undefined, undefined, undefined, undefined]],
  ])('reads %s', (keys, places) => {
    expect(compileKeys(keys)).toEqual(places);
  });
});

describe('decodeVin', () => {
  it('takes each attribute from the most specific pattern that has it', () => {
    const decoding = decode(withCheckDigit('WBA3B9C50DF588076'));

    expect(decoding).toMatchObject({
      model: '320i',
      series: '3-Series',
      trim: 'Base',
      doors: 4,
      displacementCc: 2_000,
      modelYear: 2013,
      plantCity: 'MUNICH',
      typeKey: '3B9C',
      serialNumber: '588076',
      checkDigit: 'VALID',
    });
  });

  it('names no model year for a European VIN that no pattern knows', () => {
    const decoding = decode('WBA5F11020F123456');

    expect(decoding).toMatchObject({ modelYear: null, model: null, plantCity: null });
    expect(decoding.checkDigit).toBe('NOT_APPLICABLE');
  });

  it('names the model year of an American VIN by rule where no pattern knows the model', () => {
    expect(decode(withCheckDigit('5UXZZ9C50D0A00000')).modelYear).toBe(2013);
    expect(decode('5UXZZ9C52D0A00000').modelYear).toBeNull();
  });

  it('finds the year of a motorcycle by its patterns, though place 7 is a digit', () => {
    const decoding = decode('WB1017900CZ123456');

    expect(decoding).toMatchObject({
      model: 'G 650 GS',
      series: 'R13',
      displacementCc: 652,
      modelYear: 2012,
    });
  });

  it('does not know a pattern outside its years', () => {
    expect(decode(withCheckDigit('WBA3B9C50GF588076')).model).toBeNull();
  });

  it('says why it decodes nothing', () => {
    expect(decodeVin('WBA', false).status).toBe('MALFORMED');
    expect(decodeVin('ZZZ5F11020F123456', false).status).toBe('MAKER_UNKNOWN');
    expect(decodeVin('WBA5F11020F123456', true).status).toBe('CHECK_DIGIT_MISMATCH');
  });

  it('answers any well-formed VIN of a known maker without failing', () => {
    fc.assert(
      fc.property(wellFormed, fc.constantFrom('WBA', '5UX', 'WB1'), (vin, wmi) => {
        expect(decodeVin(wmi + vin.slice(3), false).status).toBe('DECODED');
      }),
    );
  });
});
