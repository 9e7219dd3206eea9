// Makes a catalogue of any size for load tests: copies of the real variants under ids of their own.
import type { Provenance } from '../catalogue/rows/sourced.ts';

interface CopiedRow {
  readonly provenance: Provenance;
  readonly source: string;
}

const copySource = 'marque load test';

/**
 * Gives the rows and as many numbered copies as make `count`; never fewer than the rows. Copy `n` of
 * `bmw-g20-320i` is `bmw-g20-320i-v<n>`, the same in every service.
 */
export function expandVariants<Row extends CopiedRow & { readonly id: string }>(
  variants: readonly Row[],
  count: number,
): readonly Row[] {
  const size = variants.length;
  const copies = variants.flatMap((variant, index) =>
    copyNumbers(index, size, count).map((copy) => ({
      ...copyOf(variant),
      id: copyId(variant.id, copy),
    })),
  );
  return [...variants, ...copies];
}

/** The rows that hang on a variant, for the copies that `expandVariants` makes of the same variants. */
export function expandRowsOfVariants<Row extends CopiedRow & { readonly variant: string }>(
  rows: readonly Row[],
  variantIds: readonly string[],
  count: number,
): readonly Row[] {
  const indexById = new Map(variantIds.map((id, index) => [id, index]));
  const copies = rows.flatMap((row) => {
    const index = indexById.get(row.variant);
    if (index === undefined) return [];
    return copyNumbers(index, variantIds.length, count).map((copy) => ({
      ...copyOf(row),
      variant: copyId(row.variant, copy),
    }));
  });
  return [...rows, ...copies];
}

function copyNumbers(index: number, size: number, count: number): number[] {
  const copies = Math.max(0, Math.ceil((count - index) / size) - 1);
  return Array.from({ length: copies }, (_, copy) => copy + 1);
}

function copyId(id: string, copy: number): string {
  return `${id}-v${copy}`;
}

function copyOf<Row extends CopiedRow>(row: Row): Row {
  return { ...row, provenance: 'SYNTHETIC', source: copySource };
}
