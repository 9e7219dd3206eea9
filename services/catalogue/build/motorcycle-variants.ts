// Motorcycles from the models that vPIC names: displacement and cylinders, no power and no mass.
import type { ModelSeriesRow, VariantRow, VinPatternRow, WmiRow } from '../rows/vehicle-rows.ts';
import type { EngineRegister } from './engines.ts';
import { realFrom, VPIC } from './provenance.ts';
import { slug } from './slug.ts';
import { MARKET_IDS } from './vocabulary.ts';

const FIRST_MODEL_YEAR = 2020;
/** Models that vPIC still lists from this year on are on sale. */
const ON_SALE_SINCE = 2024;
const SHAFT = /^(R |K )/;

export interface Motorcycles {
  readonly variants: readonly VariantRow[];
  readonly series: readonly ModelSeriesRow[];
}

interface Model {
  readonly name: string;
  readonly series: string;
  readonly bodyStyle: string;
  readonly cylinders: number | null;
  readonly displacementCc: number | null;
  readonly typeKey: string;
  readonly yearFrom: number;
  readonly yearTo: number;
}

export function buildMotorcycles(
  wmis: readonly WmiRow[],
  patterns: readonly VinPatternRow[],
  engines: EngineRegister,
): Motorcycles {
  const motorcycleWmis = new Set(
    wmis.filter((row) => row.brand === 'bmw-motorrad').map((row) => row.wmi),
  );
  const models = new Map<string, Model>();
  for (const pattern of patterns) {
    if (!motorcycleWmis.has(pattern.wmi) || pattern.yearTo < FIRST_MODEL_YEAR) continue;
    const model = modelOf(pattern);
    if (model === null) continue;
    const key = `${slug(model.name)} ${model.displacementCc ?? 'electric'}`;
    const known = models.get(key);
    models.set(key, known === undefined ? model : joined(known, model));
  }
  const sorted = [...models].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, model]) => model);
  return {
    variants: withUniqueIds(sorted.map((model) => variantOf(model, engines))),
    series: seriesOf(sorted),
  };
}

function modelOf(pattern: VinPatternRow): Model | null {
  const { attributes } = pattern;
  const model = attributes['Model'];
  if (model === undefined) return null;
  const trim = attributes['Trim'];
  const name = trim === undefined ? model : `${model} ${trim.replace('Exc', 'Exclusive')}`;
  const number = (element: string): number | null => {
    const value = attributes[element];
    return value === undefined ? null : Math.round(Number(value));
  };
  return {
    name,
    series: (
      /^K[A-Z0-9]?\d\w?|^KM ?\d|^R13/.exec(attributes['Series'] ?? '')?.[0] ??
      `M${slug(model).replaceAll('-', '').toUpperCase()}`
    ).replace(' ', ''),
    bodyStyle: bodyStyleOf(attributes['Body Class'] ?? ''),
    cylinders: number('Engine Number of Cylinders'),
    displacementCc: number('Displacement (CC)'),
    typeKey: pattern.keys.slice(0, 4),
    yearFrom: pattern.yearFrom,
    yearTo: pattern.yearTo,
  };
}

function joined(a: Model, b: Model): Model {
  const later = b.yearTo > a.yearTo ? b : a;
  return {
    ...later,
    yearFrom: Math.min(a.yearFrom, b.yearFrom),
    yearTo: Math.max(a.yearTo, b.yearTo),
  };
}

function variantOf(model: Model, engines: EngineRegister): VariantRow {
  return {
    id: `motorrad-${slug(model.name)}`,
    brand: 'bmw-motorrad',
    series: model.series,
    name: model.name,
    typeKey: model.typeKey,
    modelYear: null,
    markets: MARKET_IDS,
    engine: engines.motorcycle(model.cylinders, model.displacementCc),
    powerKw: null,
    gearbox: model.displacementCc === null ? 'SINGLE_SPEED' : null,
    gears: null,
    drive: driveOf(model),
    massKg: null,
    doors: null,
    seats: null,
    wltp: null,
    epa: null,
    electricRangeKm: null,
    batteryKwh: null,
    validFrom: `${model.yearFrom - 1}-10-01`,
    validTo: model.yearTo >= ON_SALE_SINCE ? null : `${model.yearTo}-12-31`,
    ...realFrom(VPIC),
  };
}

function driveOf(model: Model): VariantRow['drive'] {
  if (model.displacementCc === null) return null;
  return SHAFT.test(model.name) ? 'SHAFT' : model.name.startsWith('C ') ? null : 'CHAIN';
}

function withUniqueIds(variants: readonly VariantRow[]): readonly VariantRow[] {
  return variants.map((variant) => {
    const twins = variants.filter((other) => other.id === variant.id);
    const displacement = variant.engine.split('-').at(-1)?.toLowerCase() ?? '';
    return twins.length === 1 ? variant : { ...variant, id: `${variant.id}-${displacement}` };
  });
}

function seriesOf(models: readonly Model[]): readonly ModelSeriesRow[] {
  const rows = new Map<string, ModelSeriesRow>();
  for (const model of models)
    if (!rows.has(model.series))
      rows.set(model.series, {
        code: model.series,
        brand: 'bmw-motorrad',
        name: { en: model.name },
        bodyStyle: model.bodyStyle,
        ...realFrom(VPIC),
      });
  return [...rows.values()].toSorted((a, b) => (a.code < b.code ? -1 : 1));
}

function bodyStyleOf(bodyClass: string): string {
  if (bodyClass.includes('Scooter')) return 'SCOOTER';
  if (bodyClass.includes('Dual Sport')) return 'ADVENTURE';
  if (bodyClass.includes('Touring')) return 'TOURER';
  return bodyClass.includes('Sport') ? 'SPORT' : 'ROADSTER';
}
