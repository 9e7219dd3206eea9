// What a computed row says of where it comes from.
import { describe, expect, it } from 'vitest';

import { deriveSource } from '../../../services/server/derived-source.ts';

describe('deriveSource', () => {
  it('is made up as soon as one row is, and names each source once', () => {
    const derived = deriveSource([
      { provenance: 'REAL', source: 'A + B' },
      { provenance: 'SYNTHETIC', source: 'B + C' },
    ]);

    expect(derived).toEqual({ provenance: 'SYNTHETIC', source: 'A + B + C' });
  });

  it('never passes a computed answer for a real row', () => {
    expect(deriveSource([{ provenance: 'REAL', source: 'A' }]).provenance).toBe('DERIVED');
  });
});
