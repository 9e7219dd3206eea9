// WMIs and VIN patterns, compact: one row an attribute set, consecutive model years joined.
import type { BrandId } from '../rows/sourced.ts';
import type { VinPatternRow, WmiRow } from '../rows/vehicle-rows.ts';
import { realFrom, VPIC } from './provenance.ts';
import type { SourcePattern, SourceWmi } from './read-sources.ts';

const FIRST_MODEL_YEAR = 2010;
// Place 10 names a model year within 30 years; an open-ended pattern ends with that cycle.
const LAST_MODEL_YEAR = 2039;

// Long prose on belts and airbags that no resource answers.
const IGNORED_ELEMENTS = new Set(['Other Restraint System Info']);

export function buildWmis(wmis: readonly SourceWmi[]): readonly WmiRow[] {
  return wmis.map((row) => ({
    wmi: row.wmi,
    manufacturer: row.manufacturer,
    brand: brandOfWmi(row),
    vehicleType: row.vehicleType,
    country: row.country,
    ...realFrom(VPIC),
  }));
}

export function buildVinPatterns(patterns: readonly SourcePattern[]): readonly VinPatternRow[] {
  const byPattern = new Map<string, { pattern: SourcePattern; attributes: Map<string, string> }>();
  for (const pattern of patterns) {
    if (IGNORED_ELEMENTS.has(pattern.element)) continue;
    if ((pattern.yearTo ?? LAST_MODEL_YEAR) < FIRST_MODEL_YEAR) continue;
    const key = [pattern.wmi, pattern.keys, pattern.yearFrom, pattern.yearTo].join(' ');
    const group = byPattern.get(key) ?? { pattern, attributes: new Map<string, string>() };
    group.attributes.set(pattern.element, pattern.value);
    byPattern.set(key, group);
  }
  const rows = [...byPattern.values()].map(({ pattern, attributes }): VinPatternRow => ({
    wmi: pattern.wmi,
    yearFrom: Math.max(pattern.yearFrom, FIRST_MODEL_YEAR),
    yearTo: pattern.yearTo ?? LAST_MODEL_YEAR,
    keys: pattern.keys,
    attributes: Object.fromEntries(
      [...attributes].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
    ),
    ...realFrom(VPIC),
  }));
  return joinYears(rows);
}

function brandOfWmi(row: SourceWmi): BrandId {
  if (row.vehicleType === 'Motorcycle') return 'bmw-motorrad';
  if (row.make === 'MINI') return 'mini';
  return row.make === 'Rolls-Royce' ? 'rolls-royce' : 'bmw';
}

function joinYears(rows: readonly VinPatternRow[]): readonly VinPatternRow[] {
  const identity = (row: VinPatternRow): string =>
    `${row.wmi} ${row.keys} ${JSON.stringify(row.attributes)}`;
  const sorted = rows.toSorted((a, b) => {
    const [left, right] = [identity(a), identity(b)];
    return left === right ? a.yearFrom - b.yearFrom : left < right ? -1 : 1;
  });
  const joined: VinPatternRow[] = [];
  for (const row of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && identity(last) === identity(row) && row.yearFrom <= last.yearTo + 1) {
      joined[joined.length - 1] = { ...last, yearTo: Math.max(last.yearTo, row.yearTo) };
    } else joined.push(row);
  }
  return joined;
}
