import { beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../services/catalogue/load-catalogue.ts';
import type { Catalogue } from '../../../services/catalogue/rows.ts';
import { scaleCatalogue } from '../../../services/catalogue/scale-catalogue.ts';

let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await loadCatalogue();
});

describe('scaleCatalogue', () => {
  it('gives the same catalogue for the same seed, and another for another', () => {
    const first = scaleCatalogue(catalogue, { seed: 7, variants: 1_500 });
    const second = scaleCatalogue(catalogue, { seed: 7, variants: 1_500 });
    const other = scaleCatalogue(catalogue, { seed: 8, variants: 1_500 });

    expect(second).toEqual(first);
    expect(other.variants).not.toEqual(first.variants);
  });

  it('makes as many variants as asked for, all with ids of their own', () => {
    const scaled = scaleCatalogue(catalogue, { seed: 1, variants: 5_000 });

    const ids = scaled.variants.map((variant) => variant.id);
    expect(ids).toHaveLength(5_000);
    expect(new Set(ids).size).toBe(5_000);
    expect(ids.every((id) => /^[a-z0-9-]{3,64}$/.test(id))).toBe(true);
  });

  it('gives every clone prices and standard equipment in each of its markets, marked as made up', () => {
    const scaled = scaleCatalogue(catalogue, { seed: 3, variants: 1_000 });

    const equipped = new Set(scaled.standardEquipment.map((row) => `${row.variant} ${row.market}`));
    const priced = new Set(scaled.variantPrices.map((row) => `${row.variant} ${row.priceList}`));
    for (const clone of scaled.variants.slice(catalogue.variants.length)) {
      expect(clone.provenance).toBe('SYNTHETIC');
      for (const market of clone.markets) {
        expect(equipped).toContain(`${clone.id} ${market}`);
        expect(priced).toContain(`${clone.id} ${market}-2026-1`);
      }
    }
  });

  it('leaves a catalogue alone that is large enough', () => {
    const scaled = scaleCatalogue(catalogue, { seed: 1, variants: 10 });

    expect(scaled).toEqual(catalogue);
  });
});
