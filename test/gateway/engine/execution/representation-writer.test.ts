// What a representation is made of, and when there is none.
import { describe, expect, it } from 'vitest';

import { compileRepresentation } from '../../../../gateway/engine/execution/representation-writer.ts';
import type { RequiredSelection } from '../../../../gateway/engine/plan/query-plan.ts';

const types = { satisfies: (typeName: string, condition: string) => typeName === condition };
const field = (name: string, selections?: readonly RequiredSelection[]): RequiredSelection => ({
  kind: 'Field',
  name,
  ...(selections && { selections }),
});
const writer = compileRepresentation(
  [
    {
      kind: 'InlineFragment',
      typeCondition: 'Part',
      selections: [
        field('__typename'),
        field('id'),
        field('boxes', [field('width'), field('inner', [field('height')])]),
      ],
    },
  ],
  undefined,
  types,
);
const part = { __typename: 'Part', id: '1' };
const write = (object: Record<string, unknown>): string | undefined =>
  writer.writeAll([object]).texts[0];

describe('a representation', () => {
  it('takes what is required, nulls at any depth included', () => {
    const boxes = [
      { width: 1, inner: null, label: 'x' },
      null,
      { width: null, inner: { height: 2 } },
    ];

    const text = write({ ...part, boxes });

    expect(JSON.parse(text ?? '')).toEqual({
      ...part,
      boxes: [{ width: 1, inner: null }, null, { width: null, inner: { height: 2 } }],
    });
    expect(JSON.parse(write({ ...part, boxes: null }) ?? '')).toEqual({ ...part, boxes: null });
  });

  it.each([
    ['an input', {}],
    ['a part of an input', { boxes: { width: 1 } }],
    ['a part of an item of an input', { boxes: [{ width: 1, inner: {} }] }],
  ])('is not written where %s was not fetched, which is not null', (_name, inputs) => {
    expect(writer.writeAll([{ ...part, ...inputs }])).toEqual({ texts: [], indices: [-1] });
  });
});
