// Ids of configurations and items: one form each, read back as written.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  formatConfigurationId,
  formatItemId,
  parseConfigurationId,
  parseItemId,
} from '../../../services/options/configuration-id.ts';

const variantId = fc.stringMatching(/^[a-z0-9-]{3,64}$/);
const market = fc.stringMatching(/^[A-Z]{2}$/);
const code = fc.stringMatching(/^[A-Z0-9]{3,6}$/);

describe('configuration ids', () => {
  it('are the same for the same codes in any order, and read back as what was written', () => {
    fc.assert(
      fc.property(variantId, market, fc.array(code, { maxLength: 60 }), (variant, id, codes) => {
        const written = formatConfigurationId(variant, id, codes);

        expect(formatConfigurationId(variant, id, [...codes, ...codes].toReversed())).toBe(written);
        expect(parseConfigurationId(written)).toEqual({
          variantId: variant,
          market: id,
          catalogueVersion: 'c1',
          selection: [...new Set(codes)].sort(),
        });
      }),
    );
  });

  it('are refused in any form but the canonical one', () => {
    for (const id of [
      'v1a~DE~c1~B.A',
      'v1a~DE~c1~A.A',
      'v1a~DE~c1~A.',
      'v1a~DE~c1',
      'V1A~DE~c1~A',
    ]) {
      expect(parseConfigurationId(id)).toBeUndefined();
    }
    expect(
      parseConfigurationId(`v1a~DE~c1~${'A'.repeat(12)}${'.B'.repeat(2_000)}`),
    ).toBeUndefined();
  });
});

describe('item ids', () => {
  it('are read back as what was written', () => {
    fc.assert(
      fc.property(variantId, market, code, (variant, id, itemCode) => {
        const key = { variantId: variant, market: id, code: itemCode };

        expect(parseItemId(formatItemId(key))).toEqual(key);
      }),
    );
  });
});
