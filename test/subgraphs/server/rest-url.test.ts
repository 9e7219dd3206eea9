// Nothing that a client sends leads a call elsewhere.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { hasErrorCode } from '../../../subgraphs/server/field-error.ts';
import {
  addIds,
  buildRestPath,
  chunkEntries,
  chunkIds,
  isRestId,
} from '../../../subgraphs/server/rest-url.ts';

// Harmless ones among them, or nothing would get through.
const ids = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^[A-Za-z0-9._~/%?#-]{1,6}$/),
);
const resource = { name: 'x', path: '/v1/x/{id}/y', freeText: ['text'] };

/** Undefined where the id or the text is refused as bad input; any other error fails the test. */
function tryBuildPath(id: string, text: string): string | undefined {
  try {
    return buildRestPath(resource, { id }, { market: id, text });
  } catch (error) {
    if (hasErrorCode(error, 'BAD_USER_INPUT')) return undefined;
    throw error;
  }
}

describe('a REST path', () => {
  it('stays below its resource whatever a client sends', () => {
    const isBelow = fc.property(ids, fc.string({ unit: 'binary' }), (id, text) => {
      const path = tryBuildPath(id, text);
      fc.pre(path !== undefined);
      const url = new URL(path, 'http://upstream');
      const pairs = [
        ['market', id],
        ['text', text],
      ];
      return (
        url.host === 'upstream' &&
        url.pathname === `/v1/x/${id}/y` &&
        JSON.stringify([...url.searchParams]) === JSON.stringify(pairs)
      );
    });

    expect(() => fc.assert(isBelow)).not.toThrow();
  });

  it('leaves out what is not set and sorts the rest', () => {
    const path = buildRestPath(
      resource,
      { id: 'a' },
      { b: 2, a: 'x', none: undefined, nil: null, codes: ['1', '2'] },
    );

    expect(path).toBe('/v1/x/a/y?a=x&b=2&codes=1,2');
  });

  it('refuses a free text of more than 200 characters', () => {
    expect(() => buildRestPath(resource, { id: 'a' }, { text: 'x'.repeat(201) })).toThrow(
      'text is not a text of at most 200 characters.',
    );
  });

  it('takes ids after a query', () => {
    expect(addIds('/v1/x?a=1', ['b', 'c'])).toBe('/v1/x?a=1&ids=b,c');
  });
});

describe('an id', () => {
  it('is 1 to 4,000 harmless characters', () => {
    expect(isRestId('bmw-g20~DE~c1~1CA.248_x')).toBe(true);
    expect(isRestId('x'.repeat(4_000))).toBe(true);
    expect(isRestId('x'.repeat(4_001))).toBe(false);
    expect(isRestId('')).toBe(false);
    expect(isRestId('..')).toBe(false);
    expect(isRestId('a\n')).toBe(false);
  });
});

describe('chunks', () => {
  it('hold every id once, at most a batch and 6,000 bytes each', () => {
    const manyIds = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,200}$/), { maxLength: 300 });
    fc.assert(
      fc.property(manyIds, fc.integer({ min: 1, max: 100 }), (texts, batch) => {
        const chunks = chunkIds(texts, batch);

        expect(chunks.flat().sort()).toEqual([...texts].sort());
        for (const chunk of chunks) {
          expect(chunk.length).toBeLessThanOrEqual(batch);
          expect(chunk.join(',').length).toBeLessThanOrEqual(6_000);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('of entries keep their order', () => {
    expect(chunkEntries([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  });
});
