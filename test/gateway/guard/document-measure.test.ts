// Measuring a document without expanding it gives what expanding it would give.
import fc from 'fast-check';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';

import { measureDocument } from '../../../gateway/guard/document-measure.ts';

interface Shape {
  readonly kind: 'field' | 'alias' | 'inline' | 'spread';
  readonly children: readonly Shape[];
  readonly fragment: number;
}

const shape: fc.Arbitrary<readonly Shape[]> = fc.letrec<{ set: readonly Shape[] }>((tie) => ({
  set: fc.array(
    fc.record({
      kind: fc.constantFrom('field', 'alias', 'inline', 'spread'),
      children: fc.oneof({ depthSize: 'small' }, fc.constant([]), tie('set')),
      fragment: fc.nat(2),
    }) as fc.Arbitrary<Shape>,
    { minLength: 1, maxLength: 3 },
  ),
})).set;

/** Fragments spread only later ones, so that there is no cycle. */
function print(set: readonly Shape[], level: number): string {
  const parts = set.map(({ kind, children, fragment }) => {
    const inner = children.length > 0 ? print(children, level) : '{ x }';
    if (kind === 'spread') return level + fragment < 4 ? `...F${level + fragment}` : 'x';
    if (kind === 'inline') return `... ${inner}`;
    return `${kind === 'alias' ? 'a: ' : ''}f ${inner}`;
  });
  return `{ ${parts.join(' ')} }`;
}

function expand(set: readonly Shape[], level: number, fragments: readonly (readonly Shape[])[]) {
  let [selections, aliases, depth, height, rootFields] = [0, 0, 0, 0, 0];
  for (const { kind, children, fragment } of set) {
    selections += 1;
    const target = level + fragment;
    if (kind === 'spread' && target >= 4) {
      depth = Math.max(depth, 1);
      height += 1;
      rootFields += 1;
      continue;
    }
    const leaf = { selections: 1, aliases: 0, depth: 1, height: 1, rootFields: 1 };
    const inner: typeof leaf =
      kind === 'spread'
        ? expand(fragments[target] ?? [], target + 1, fragments)
        : children.length > 0
          ? expand(children, level, fragments)
          : leaf;
    selections += inner.selections;
    aliases += inner.aliases + (kind === 'alias' ? 1 : 0);
    const isField = kind === 'field' || kind === 'alias';
    depth = Math.max(depth, inner.depth + (isField ? 1 : 0));
    height += inner.height + (isField ? 1 : 0);
    rootFields += isField ? 1 : inner.rootFields;
  }
  return { selections, aliases, depth, height, rootFields };
}

describe('measureDocument', () => {
  it('counts what expanding all fragments would count', () => {
    fc.assert(
      fc.property(shape, fc.tuple(shape, shape, shape, shape), (operation, fragments) => {
        const document = parse(
          [
            `query ${print(operation, 0)}`,
            ...fragments.map(
              (set, level) => `fragment F${level} on Query ${print(set, level + 1)}`,
            ),
          ].join('\n'),
        );
        const all = [
          expand(operation, 0, fragments),
          ...fragments.map((set, level) => expand(set, level + 1, fragments)),
        ];

        const measure = measureDocument(document, 100_000);

        expect(measure.selections).toBe(Math.max(...all.map(({ selections }) => selections)));
        expect(measure.aliases).toBe(Math.max(...all.map(({ aliases }) => aliases)));
        expect(measure.depth).toBe(Math.max(...all.map(({ depth }) => depth)));
        expect(measure.height).toBe(Math.max(...all.map(({ height }) => height)));
        expect(measure.rootFields).toBe(all[0]?.rootFields);
      }),
    );
  });

  it('counts fields of one response path across fragments', () => {
    const document = parse(
      '{ a { b } ...F ...F a: c { b } } fragment F on Query { a { b } ... { a { b: d } } }',
    );

    expect(measureDocument(document, 1_000).samePath).toBe(6);
  });

  it('measures a bomb of 4^200 selections in no time', () => {
    const fragments = Array.from(
      { length: 200 },
      (_, n) => `fragment F${n} on Q { ...F${n + 1} ...F${n + 1} ...F${n + 1} ...F${n + 1} }`,
    );
    const document = parse(`{ ...F0 } ${fragments.join(' ')} fragment F200 on Q { a }`);
    const tookMs = Array.from({ length: 5 }, () => {
      const startedAtMs = performance.now();
      measureDocument(document, 1_000);
      return performance.now() - startedAtMs;
    });

    expect(measureDocument(document, 1_000).selections).toBeGreaterThan(1e100);
    // The quickest: others may hold the processor meanwhile.
    expect(Math.min(...tookMs)).toBeLessThan(20);
  });
});
