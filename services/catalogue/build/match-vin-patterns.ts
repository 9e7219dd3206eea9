// Which VIN patterns of vPIC speak of a variant: same model and trim words, same body, same model year.
import type { EngineRow, ModelSeriesRow, VariantRow, VinPatternRow } from '../rows/vehicle-rows.ts';

const BODY_OF_STYLE: Readonly<Record<string, RegExp>> = {
  SEDAN: /Sedan/,
  GRAN_COUPE: /Sedan|Hatchback|Coupe/,
  TOURING: /Wagon|Hatchback/,
  COUPE: /Coupe/,
  CONVERTIBLE: /Convertible/,
  HATCHBACK: /Hatchback/,
  SUV: /Sport Utility|Crossover|Wagon|Hatchback/,
  MPV: /./,
};

// Words that say the body or the maker, not the model.
const SILENT_WORDS = new Set(
  'mini sedan saloon berline coupe convertible cabriolet cabrio gran gc touring sulev roadster base usa gasoline'.split(
    ' ',
  ),
);

const SAME_WORDS: readonly (readonly [RegExp, string])[] = [
  [/john cooper works/g, 'jcw'],
  [/ewb|extended wheel ?base/g, 'extended'],
  [/\bhatch( [35]p)?\b|\b[24] door\b/g, 'hardtop'],
];

export interface MatchContext {
  readonly seriesByCode: ReadonlyMap<string, ModelSeriesRow>;
  readonly engineByCode: ReadonlyMap<string, EngineRow>;
}

/**
 * Patterns that name the variant in the model year. With `exact` trim words must agree too; without,
 * a pattern that only names the model, as vPIC has for MINI, will do.
 */
export function matchVinPatterns(
  variant: VariantRow,
  modelYear: number,
  patterns: readonly VinPatternRow[],
  context: MatchContext,
  precision: 'exact' | 'model',
): readonly VinPatternRow[] {
  const engine = context.engineByCode.get(variant.engine);
  const wanted = words(variant.name);
  const style = context.seriesByCode.get(variant.series)?.bodyStyle ?? '';
  const body = BODY_OF_STYLE[style];
  return patterns.filter((pattern) => {
    const { Model: model, Trim: trim, 'Body Class': bodyClass = '' } = pattern.attributes;
    if (model === undefined || modelYear < pattern.yearFrom || modelYear > pattern.yearTo)
      return false;
    if (engine === undefined || !isSameEngine(pattern.attributes, engine)) return false;
    const found = words(`${model} ${trim ?? ''}`);
    const isWhole = found.size === wanted.size || (precision === 'model' && trim === undefined);
    return (
      found.size > 0 &&
      isWhole &&
      [...found].every((word) => wanted.has(word)) &&
      (body === undefined || bodyClass === '' || body.test(bodyClass)) &&
      hasSameDoors(pattern.attributes['Doors'], variant.doors)
    );
  });
}

function isSameEngine(attributes: VinPatternRow['attributes'], engine: EngineRow): boolean {
  const primary = attributes['Fuel Type - Primary'];
  const isElectric = primary === 'Electric' && attributes['Fuel Type - Secondary'] === undefined;
  if (primary !== undefined && isElectric !== (engine.fuel === 'ELECTRIC')) return false;
  if (primary === 'Gasoline' && engine.fuel === 'DIESEL') return false;
  const displacement = attributes['Displacement (CC)'];
  if (displacement !== undefined && Math.round(Number(displacement)) !== engine.displacementCc)
    return false;
  const cylinders = attributes['Engine Number of Cylinders'];
  return cylinders === undefined || Number(cylinders) === engine.cylinders;
}

// Coupé or Gran Coupé: sources count the tailgate as they like, so only two doors are told from more.
function hasSameDoors(doors: string | undefined, variantDoors: number | null): boolean {
  return doors === undefined || variantDoors === null || (doors === '2') === variantDoors <= 3;
}

function words(text: string): ReadonlySet<string> {
  let plain = text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
  for (const [pattern, replacement] of SAME_WORDS) plain = plain.replace(pattern, replacement);
  return new Set(
    plain.split(/[^a-z0-9]+/).filter((word) => word !== '' && !SILENT_WORDS.has(word)),
  );
}
