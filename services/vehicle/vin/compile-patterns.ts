// Compiles vPIC's VIN patterns to matchers, found by WMI, model year and place 4.
import type { VinPatternRow } from '../../catalogue/rows/vehicle-rows.ts';

/** What is known of a VIN: vPIC's element names with their values. */
export type VinAttributes = ReadonlyMap<string, string>;

/** Attributes of one VIN, and whether a pattern of its model (not only of its plant) was among them. */
export interface PatternMatch {
  readonly attributes: VinAttributes;
  readonly isModelKnown: boolean;
}

/** Finds what the patterns of a WMI and a model year say of a VIN. */
export interface VinPatterns {
  match(vin: string, modelYear: number): PatternMatch;
}

interface Matcher {
  /** Allowed characters of places 4–8 and 10–17; `undefined` is any. */
  readonly places: readonly (string | undefined)[];
  readonly attributes: readonly (readonly [string, string])[];
  readonly width: number;
}

const anyCharacter = 100;
const vinCharacters = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789'.split('');

/**
 * Indexes the rows; matchers are compiled at the first VIN of their WMI and year. Where patterns contradict each
 * other, the most specific one wins for each attribute: fewest wildcards, then narrowest classes.
 */
export function compilePatterns(rows: readonly VinPatternRow[]): VinPatterns {
  const rowsByWmi = new Map<string, VinPatternRow[]>();
  for (const row of rows) {
    const ofWmi = rowsByWmi.get(row.wmi);
    if (ofWmi) ofWmi.push(row);
    else rowsByWmi.set(row.wmi, [row]);
  }
  const matchersByKey = new Map<string, ReadonlyMap<string, readonly Matcher[]>>();

  const matchersOf = (wmi: string, modelYear: number) => {
    const key = `${wmi} ${modelYear}`;
    const known = matchersByKey.get(key);
    if (known) return known;
    const ofYear = (rowsByWmi.get(wmi) ?? []).filter(
      (row) => row.yearFrom <= modelYear && modelYear <= row.yearTo,
    );
    const compiled = indexByPlace4(ofYear.map(compileRow));
    // Only WMIs that have patterns, and the sixty years that place 10 can name: bounded by the data.
    if (rowsByWmi.has(wmi)) matchersByKey.set(key, compiled);
    return compiled;
  };

  return {
    match(vin, modelYear) {
      const candidates = matchersOf(vin.slice(0, 3), modelYear).get(vin.charAt(3)) ?? [];
      const described = vin.slice(3, 8) + vin.slice(9);
      const attributes = new Map<string, string>();
      for (const { places, attributes: found } of candidates) {
        if (!matches(places, described)) continue;
        for (const [name, value] of found) {
          if (!attributes.has(name)) attributes.set(name, value);
        }
      }
      return { attributes, isModelKnown: attributes.has('Model') };
    },
  };
}

/** Reads vPIC's notation: places 4–8, `|`, places from 10 on; `*` is any, `[A-F3]` a class; the rest is any. */
export function compileKeys(keys: string): (string | undefined)[] {
  const [before = '', after = ''] = keys.split('|');
  const described = compilePlaces(before);
  while (described.length < 5) described.push(undefined);
  return [...described, ...compilePlaces(after)];
}

function compilePlaces(notation: string): (string | undefined)[] {
  return [...notation.matchAll(/\[([^\]]*)\]|(.)/g)].map(([, characterClass, character]) => {
    if (characterClass !== undefined) return expandClass(characterClass);
    return character === '*' ? undefined : character;
  });
}

function expandClass(characterClass: string): string {
  return characterClass.replace(/(.)-(.)/g, (_range, from: string, to: string) =>
    vinCharacters.filter((character) => character >= from && character <= to).join(''),
  );
}

function compileRow(row: VinPatternRow): Matcher {
  const places = compileKeys(row.keys);
  const missing = 13 - places.length;
  const width = places.reduce((sum, allowed) => sum + (allowed?.length ?? anyCharacter), 0);
  return {
    places,
    attributes: Object.entries(row.attributes),
    width: width + missing * anyCharacter,
  };
}

function indexByPlace4(matchers: readonly Matcher[]): ReadonlyMap<string, readonly Matcher[]> {
  const sorted = matchers.toSorted((a, b) => a.width - b.width);
  return new Map(
    vinCharacters.map((character) => [
      character,
      sorted.filter(({ places }) => places[0] === undefined || places[0].includes(character)),
    ]),
  );
}

function matches(places: readonly (string | undefined)[], described: string): boolean {
  for (let index = 0; index < places.length; index += 1) {
    const allowed = places[index];
    if (allowed !== undefined && !allowed.includes(described.charAt(index))) return false;
  }
  return true;
}
