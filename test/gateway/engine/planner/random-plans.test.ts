// Random operations: whatever a client asks, no subgraph is sent an operation that it would refuse.
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';

import { arrangeByLevel } from '../../../../gateway/engine/plan/arrange-by-level.ts';
import { mergeParallelFetches } from '../../../../gateway/engine/plan/merge-parallel-fetches.ts';
import { mediaGraph } from '../../../oracle/media-graph.ts';
import { createPick, createRandomOperation } from '../../../oracle/random-operation.ts';
import { shopGraph } from '../../../oracle/shop-graph.ts';
import { propertyRuns } from '../../../property-runs.ts';
import { createPlannedGraph } from './planned-graph.ts';

describe.each([
  { name: 'the shop', subgraphs: shopGraph.subgraphs, maxDepth: 6 },
  { name: 'the media', subgraphs: mediaGraph.subgraphs, maxDepth: 4 },
])('the graph of $name', ({ subgraphs, maxDepth }) => {
  const graph = createPlannedGraph(subgraphs);
  const schema = buildSchema(graph.apiSdl);

  it('is asked in operations that its subgraphs take', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0 }), (seed) => {
        const { query } = createRandomOperation({
          schema,
          pick: createPick(seed),
          known: ['1'],
          typenames: 'anywhere',
          hasFragments: true,
          hasConditions: true,
          maxDepth,
        });

        const plan = graph.plan(query);

        const merged = mergeParallelFetches(plan, () => true);
        const arranged = mergeParallelFetches(arrangeByLevel(plan), () => true);
        expect([plan, merged, arranged].flatMap((one) => graph.findFaults(one))).toEqual([]);
      }),
      propertyRuns(60),
    );
  });
});
