// Makes a catalogue of any size for load tests: made-up variants cloned from those that are there.
import type { Catalogue, Sourced, StandardEquipmentRow, VariantPriceRow } from './rows.ts';

/** How large, and which of the many catalogues of that size. */
export interface ScaleOptions {
  /** The same seed and number give the same catalogue. */
  readonly seed: number;
  /** Variants in all; at or below the present number nothing is added. */
  readonly variants: number;
}

const CLONED: Sourced = { provenance: 'SYNTHETIC', source: 'marque generator' };

// Leaves room for the clone's number within the 64 characters of a variant's id.
const MODEL_ID_LENGTH = 52;

/**
 * Adds clones with ids `<variant>-x<number>`, each with standard equipment and price rows of its own
 * in every market of the variant that it was cloned from.
 */
export function scaleCatalogue(catalogue: Catalogue, options: ScaleOptions): Catalogue {
  const { variants } = catalogue;
  const equipment = groupByVariant(catalogue.standardEquipment);
  const prices = groupByVariant(catalogue.variantPrices);
  const step = 1 + ((options.seed >>> 0) % Math.max(1, variants.length - 1));
  const clones = Array.from(
    { length: Math.max(0, options.variants - variants.length) },
    (_, index) => {
      const model = variants[(index * step + options.seed) % variants.length];
      if (model === undefined) throw new Error('scaleCatalogue: the catalogue has no variants');
      return {
        model: model.id,
        variant: { ...model, id: `${model.id.slice(0, MODEL_ID_LENGTH)}-x${index}`, ...CLONED },
      };
    },
  );
  const rowsOfClones = <R extends { readonly variant: string }>(
    rows: ReadonlyMap<string, readonly R[]>,
  ): readonly R[] =>
    clones.flatMap(({ model, variant }) =>
      (rows.get(model) ?? []).map((row) => ({ ...row, variant: variant.id, ...CLONED })),
    );
  return {
    ...catalogue,
    variants: [...variants, ...clones.map(({ variant }) => variant)],
    standardEquipment: [
      ...catalogue.standardEquipment,
      ...rowsOfClones<StandardEquipmentRow>(equipment),
    ],
    variantPrices: [...catalogue.variantPrices, ...rowsOfClones<VariantPriceRow>(prices)],
  };
}

function groupByVariant<R extends { readonly variant: string }>(
  rows: readonly R[],
): ReadonlyMap<string, readonly R[]> {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const group = groups.get(row.variant);
    if (group === undefined) groups.set(row.variant, [row]);
    else group.push(row);
  }
  return groups;
}
