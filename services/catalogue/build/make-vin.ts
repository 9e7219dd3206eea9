// Makes vehicle identification numbers that a given pattern decodes (ISO 3779, 49 CFR 565).
import type { VinPatternRow } from '../rows/vehicle-rows.ts';

// Model year by place 10, from 2010 on.
const YEAR_CODES = 'ABCDEFGHJKLMNPRSTVWXY123456789';
const FIRST_YEAR = 2010;
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const LETTER_VALUES: Readonly<Record<string, number>> = {
  ...Object.fromEntries('ABCDEFGH'.split('').map((letter, index) => [letter, index + 1])),
  ...Object.fromEntries('JKLMN'.split('').map((letter, index) => [letter, index + 1])),
  P: 7,
  R: 9,
  ...Object.fromEntries('STUVWXYZ'.split('').map((letter, index) => [letter, index + 2])),
};

export interface VinDraft {
  readonly pattern: VinPatternRow;
  readonly modelYear: number;
  /** Place 11. */
  readonly plant: string;
  /** Places 12–17. */
  readonly serial: number;
  /** Without, place 9 is `0`, as makers leave it where no rule asks for a check digit. */
  readonly hasCheckDigit: boolean;
}

export function makeVin(draft: VinDraft): string {
  const [descriptor = ''] = draft.pattern.keys.split('|');
  const places4to8 = descriptor
    .replace(/\[(.)[^\]]*\]/g, '$1')
    .replaceAll('*', '0')
    .padEnd(5, '0');
  const year = YEAR_CODES.charAt(draft.modelYear - FIRST_YEAR);
  const serial = String(draft.serial).padStart(6, '0');
  const vin = `${draft.pattern.wmi}${places4to8}0${year}${draft.plant}${serial}`;
  return draft.hasCheckDigit ? `${vin.slice(0, 8)}${checkDigit(vin)}${vin.slice(9)}` : vin;
}

/** The model that the most specific pattern gives, or `undefined`. */
export function decodedModel(
  vin: string,
  modelYear: number,
  patterns: readonly VinPatternRow[],
): VinPatternRow | undefined {
  return patterns
    .filter(
      (row) =>
        row.wmi === vin.slice(0, 3) &&
        row.yearFrom <= modelYear &&
        modelYear <= row.yearTo &&
        row.attributes['Model'] !== undefined &&
        matchesKeys(row.keys, vin),
    )
    .toSorted((a, b) => literals(b.keys) - literals(a.keys))[0];
}

/** Letters that plants of the WMI have at place 11 in the model year. */
export function plantCodes(
  wmi: string,
  modelYear: number,
  patterns: readonly VinPatternRow[],
): readonly string[] {
  return patterns
    .filter(
      (row) =>
        row.wmi === wmi &&
        row.yearFrom <= modelYear &&
        modelYear <= row.yearTo &&
        row.attributes['Plant Country'] !== undefined &&
        row.keys.startsWith('*****|*'),
    )
    .map((row) => row.keys.slice(7).replace(/^\[(.).*$/, '$1'))
    .filter((code) => /^[A-HJ-NPR-Z0-9]$/.test(code));
}

function matchesKeys(keys: string, vin: string): boolean {
  const [descriptor = '', rest = ''] = keys.split('|');
  const toPattern = (part: string): RegExp => new RegExp(`^${part.replaceAll('*', '.')}`);
  return toPattern(descriptor).test(vin.slice(3, 8)) && toPattern(rest).test(vin.slice(9));
}

const literals = (keys: string): number =>
  keys.replace(/\[[^\]]*\]/g, 'x').replace(/[*|]/g, '').length;

function checkDigit(vin: string): string {
  let sum = 0;
  for (const [index, char] of vin.split('').entries())
    sum += (WEIGHTS[index] ?? 0) * (LETTER_VALUES[char] ?? Number(char));
  const remainder = sum % 11;
  return remainder === 10 ? 'X' : String(remainder);
}
