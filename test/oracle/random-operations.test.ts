// Random operations: the gateway's data is what one service of graphql-js would answer.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { propertyRuns } from '../property-runs.ts';
import { mediaGraph } from './media-graph.ts';
import { openOracle, type Oracle } from './oracle.ts';
import { createPick, createRandomOperation } from './random-operation.ts';
import { shopGraph } from './shop-graph.ts';

const shopValues = ['p1', 'p2', 'p4', 'b2', 'a1', 'u2', 'u3@example.com', 'nothing'];
const mediaValues = ['book1', 'film2', 'nothing'];

const factor = propertyRuns(1).numRuns;

// What the stock engine is known to get wrong is left out; stock-defects.test.ts has it.
describe.each([
  {
    name: 'the shop, with fragments',
    graph: shopGraph,
    shape: {
      known: shopValues,
      typenames: 'first',
      hasFragments: true,
      hasConditions: false,
      maxDepth: 6,
    },
    runs: 50,
  },
  {
    name: 'the shop, without fragments',
    graph: shopGraph,
    shape: {
      known: shopValues,
      typenames: 'first',
      hasFragments: false,
      hasConditions: false,
      maxDepth: 6,
    },
    runs: 40,
  },
  {
    name: 'the media',
    graph: mediaGraph,
    shape: {
      known: mediaValues,
      typenames: 'anywhere',
      hasFragments: false,
      hasConditions: false,
      maxDepth: 4,
    },
    runs: 50,
  },
] as const)('the graph of $name', ({ graph, shape, runs }) => {
  let oracle: Oracle;
  beforeAll(async () => {
    oracle = await openOracle(graph);
  });
  afterAll(() => oracle.close());

  it('answers random operations as the monolith does', async () => {
    const seeds = fc.nat({ max: 2 ** 31 - 1 });

    await fc.assert(
      fc.asyncProperty(fc.noShrink(seeds), async (seed) => {
        const { query, variables } = createRandomOperation({
          ...shape,
          schema: oracle.monolith.schema,
          pick: createPick(seed),
        });

        const [ours, right] = await Promise.all([
          oracle.askGateway(query, variables),
          oracle.monolith.answer(query, variables),
        ]);

        expect({ query, variables, data: ours.data }).toEqual({
          query,
          variables,
          data: JSON.parse(JSON.stringify(right.data)) as unknown,
        });
      }),
      { ...propertyRuns(runs), interruptAfterTimeLimit: Math.min(8_000 * factor, 40_000) },
    );
  });
});
