// Fields that no plan can serve.
import { describe, expect, it } from 'vitest';

import { findUnplannableFields } from '../../../../gateway/engine/planner/prepare-supergraph.ts';
import { composeTestSupergraph } from './planned-graph.ts';

const owner = `type Query { p: P }
  type P @key(fields: "id") { id: ID! price(currency: String): Float }`;

describe('findUnplannableFields', () => {
  it('finds a field whose representation would need one input twice', () => {
    const supergraphSdl = composeTestSupergraph({
      a: owner,
      b: `type P @key(fields: "id") {
        id: ID! price(currency: String): Float @external
        fine: Float @requires(fields: "price(currency: \\"EUR\\")")
        both: Float @requires(fields: "price(currency: \\"EUR\\") ... on P { price(currency: \\"USD\\") }")
      }`,
    });

    const found = findUnplannableFields(supergraphSdl);

    expect(found).toEqual([
      {
        subgraph: 'b',
        coordinate: 'P.both',
        message: expect.stringContaining('different arguments'),
      },
    ]);
  });

  it('finds nothing where fields need one input differently, each in its own way', () => {
    const supergraphSdl = composeTestSupergraph({
      a: owner,
      b: `type P @key(fields: "id") {
        id: ID! price(currency: String): Float @external
        eu: Float @requires(fields: "price(currency: \\"EUR\\")")
        us: Float @requires(fields: "price(currency: \\"USD\\")")
      }`,
    });

    expect(findUnplannableFields(supergraphSdl)).toEqual([]);
  });
});
