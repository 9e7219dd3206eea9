// Work that is contained in other work is not charged twice.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  type OverlappingOperation,
  removeOverlaps,
} from '../../../../services/maintenance/calculation/labour-overlap.ts';

const pads = { code: 'PADS', contains: ['WHEELS'] };
const tyres = { code: 'TYRES', contains: ['WHEELS'] };
const wheels = { code: 'WHEELS', contains: ['HUBCAPS'] };
const hubcaps = { code: 'HUBCAPS', contains: [] };
const operations = [pads, tyres, wheels, hubcaps];
const catalogue = new Map(operations.map((operation) => [operation.code, operation]));

describe('removeOverlaps', () => {
  it('drops work that another operation contains', () => {
    expect(removeOverlaps([wheels, pads, tyres], catalogue)).toEqual([pads, tyres]);
  });

  it('follows chains through operations that are not on the list', () => {
    expect(removeOverlaps([pads, hubcaps], catalogue)).toEqual([pads]);
  });

  it('pays work that two items ask for once', () => {
    expect(removeOverlaps([pads, pads], catalogue)).toEqual([pads]);
  });

  it('keeps the first of two that contain each other', () => {
    const a = { code: 'A', contains: ['B'] };
    const b = { code: 'B', contains: ['A'] };
    const both = new Map([
      ['A', a],
      ['B', b],
    ]);

    expect(removeOverlaps([a, b], both)).toEqual([a]);
    expect(removeOverlaps([b, a], both)).toEqual([b]);
  });

  it('leaves no operation beside one that contains it, and drops none without such a reason', () => {
    const codes = ['A', 'B', 'C', 'D', 'E', 'F'];
    // Only earlier codes contain later ones: no circles.
    const acyclic = fc
      .tuple(...codes.map((_, index) => fc.subarray(codes.slice(index + 1))))
      .map((contents) =>
        contents.map((contains, index) => ({ code: codes[index] ?? '', contains })),
      );

    fc.assert(
      fc.property(acyclic, fc.infiniteStream(fc.boolean()), (all, chosen) => {
        const byCode = new Map(all.map((operation) => [operation.code, operation]));
        const contains = (outer: OverlappingOperation, code: string): boolean =>
          outer.contains.some((inner) => {
            const next = byCode.get(inner);
            return inner === code || (next !== undefined && contains(next, code));
          });
        const asked = all.filter(() => chosen.next().value === true);

        const kept = removeOverlaps(asked, byCode);

        const expected = asked.filter(({ code }) => !asked.some((other) => contains(other, code)));
        expect(kept).toEqual(expected);
      }),
    );
  });
});
