// Catalogues of any size: the same copies in every service.
import { describe, expect, it } from 'vitest';

import { expandRowsOfVariants, expandVariants } from '../../../services/server/expand-variants.ts';

const made = { provenance: 'REAL', source: 'test' } as const;
const variants = ['a', 'b', 'c'].map((id) => ({ id, ...made }));
const rows = ['a', 'a', 'c'].map((variant, price) => ({ variant, price, ...made }));

describe('expandVariants', () => {
  it.each([
    [0, ['a', 'b', 'c']],
    [3, ['a', 'b', 'c']],
    [5, ['a', 'b', 'c', 'a-v1', 'b-v1']],
    [7, ['a', 'b', 'c', 'a-v1', 'a-v2', 'b-v1', 'c-v1']],
  ])('makes %d of three variants', (count, ids) => {
    expect(expandVariants(variants, count).map(({ id }) => id)).toEqual(ids);
  });

  it('calls each copy made up', () => {
    const copy = expandVariants(variants, 4)[3];

    expect(copy).toMatchObject({ id: 'a-v1', provenance: 'SYNTHETIC' });
  });
});

describe('expandRowsOfVariants', () => {
  it('gives each copy the rows of its variant, and no row to another', () => {
    const ids = variants.map(({ id }) => id);
    const expanded = expandRowsOfVariants(rows, ids, 7);

    const copies = new Set(expandVariants(variants, 7).map(({ id }) => id));
    expect(expanded.every(({ variant }) => copies.has(variant))).toBe(true);
    expect(expanded.filter(({ variant }) => variant === 'a-v2')).toMatchObject([
      { price: 0 },
      { price: 1 },
    ]);
    expect(expanded.filter(({ variant }) => variant === 'c-v1')).toMatchObject([{ price: 2 }]);
    expect(expanded).toHaveLength(3 + 4 + 1);
  });
});
