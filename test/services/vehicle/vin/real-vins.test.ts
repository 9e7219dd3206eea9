// VINs made from the catalogue's real patterns decode to the model that the pattern names.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { VinPatternRow } from '../../../../services/catalogue/rows/vehicle-rows.ts';
import { loadVehicleTables } from '../../../../services/vehicle/start-vehicle-service.ts';
import { createReferenceData } from '../../../../services/vehicle/reference-data.ts';
import { computeCheckDigit } from '../../../../services/vehicle/vin/check-digit.ts';
import { createVinDecoder } from '../../../../services/vehicle/vin/decode-vin.ts';
import { propertyRuns } from '../../../property-runs.ts';

const tables = await loadVehicleTables();
const decodeVin = createVinDecoder({ ...tables, brands: createReferenceData(tables).brands });

const characters = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789'.split('');
const yearCodes = 'ABCDEFGHJKLMNPRSTVWXY123456789';

/** Allowed characters of a pattern's places, read on its own: wildcards, classes and ranges. */
function placesOf(keys: string): string[][] {
  const places = keys.match(/\[[^\]]+\]|./g) ?? [];
  return places.map((place) => {
    if (place === '*') return characters;
    if (!place.startsWith('[')) return [place];
    return characters.filter((character) => new RegExp(place).test(character));
  });
}

const modelPatterns = tables.vinPatterns.filter((row) => row.attributes['Model'] !== undefined);
const maker = new Map(tables.wmis.map((row) => [row.wmi, row]));

/** A VIN of the pattern; letters in place 7 of cars, since it must be of the cycle from 2010 on. */
function vinOf(row: VinPatternRow, year: number, draws: readonly number[]): string | undefined {
  const [described = '', built = ''] = row.keys.split('|');
  const isCar = maker.get(row.wmi)?.vehicleType !== 'Motorcycle';
  const before = placesOf(described);
  const after = placesOf(built);
  let vin = row.wmi;
  for (let index = 0; index < 5; index += 1) {
    let allowed = before[index] ?? characters;
    if (index === 3 && isCar) allowed = allowed.filter((character) => /[A-Z]/.test(character));
    if (allowed.length === 0) return undefined;
    vin += allowed[(draws[index] ?? 0) % allowed.length];
  }
  vin += `0${yearCodes.charAt((year - 1980) % 30)}`;
  for (let index = 1; index < 8; index += 1) {
    const allowed = after[index] ?? '0123456789'.split('');
    vin += allowed[(draws[index + 5] ?? 0) % allowed.length];
  }
  return `${vin.slice(0, 8)}${computeCheckDigit(vin)}${vin.slice(9)}`;
}

describe('VINs made from real patterns', () => {
  it('cover every maker of the four brands', () => {
    expect(modelPatterns.length).toBeGreaterThan(1_000);
    expect(new Set(modelPatterns.map(({ wmi }) => maker.get(wmi)?.brand))).toEqual(
      new Set(['bmw', 'bmw-motorrad', 'mini', 'rolls-royce']),
    );
  });

  it('decode to the model, the year and the maker of their pattern', () => {
    let decoded = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...modelPatterns),
        fc.nat(),
        fc.array(fc.nat(), { minLength: 13, maxLength: 13 }),
        (row, yearDraw, draws) => {
          const year = row.yearFrom + (yearDraw % (row.yearTo - row.yearFrom + 1));
          const vin = vinOf(row, year, draws);
          fc.pre(vin !== undefined);

          const outcome = decodeVin(vin, true);

          expect(outcome.status).toBe('DECODED');
          if (outcome.status !== 'DECODED') return;
          const { decoding } = outcome;
          const models = modelsThatFit(vin, year);
          expect(models).toContain(row.attributes['Model']);
          expect(models).toContain(decoding.model);
          expect(decoding).toMatchObject({
            modelYear: year,
            checkDigit: 'VALID',
            brand: { id: maker.get(row.wmi)?.brand },
          });
          decoded += 1;
        },
      ),
      propertyRuns(1_000),
    );

    expect(decoded).toBeGreaterThan(900);
  });

  it('take microseconds each', () => {
    const vins = modelPatterns
      .filter((_, index) => index % 3 === 0)
      .flatMap((row) => vinOf(row, row.yearFrom, [1, 2, 3, 4, 5, 6, 7, 8]) ?? []);
    for (const vin of vins) decodeVin(vin, false);

    const startMs = performance.now();
    for (let round = 0; round < 10; round += 1) for (const vin of vins) decodeVin(vin, false);
    const eachMicroseconds = ((performance.now() - startMs) * 1_000) / (vins.length * 10);

    expect(eachMicroseconds).toBeLessThan(200);
  });
});

/** The models of all patterns that fit, by a search over every row. */
function modelsThatFit(vin: string, year: number): string[] {
  const models = modelPatterns
    .filter((row) => row.wmi === vin.slice(0, 3) && row.yearFrom <= year && year <= row.yearTo)
    .filter(({ keys }) => {
      const [described = '', built = ''] = keys.split('|');
      return (
        placesOf(described).every((allowed, index) => allowed.includes(vin.charAt(3 + index))) &&
        placesOf(built).every((allowed, index) => allowed.includes(vin.charAt(9 + index)))
      );
    })
    .flatMap((row) => row.attributes['Model'] ?? []);
  return [...new Set(models)];
}

describe('registered vehicles', () => {
  it('have VINs of a maker of their brand', () => {
    const wrong = tables.registeredVehicles.filter(({ vin, variant }) => {
      const outcome = decodeVin(vin, false);
      const { brand } = tables.variants.find(({ id }) => id === variant) ?? {};
      return outcome.status !== 'DECODED' || outcome.decoding.brand.id !== brand;
    });

    expect(wrong.map(({ vin, variant }) => `${vin} ${variant}`)).toEqual([]);
  });
});
