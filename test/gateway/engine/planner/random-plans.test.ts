// Random operations: whatever a client asks, no subgraph is sent an operation that it would refuse.
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';

import { groupFetches } from '../../../../gateway/engine/plan/group-fetches.ts';
import { mergeQueries } from '../../../../gateway/engine/plan/merge-queries.ts';
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

        const groups = plan.node ? groupFetches(plan.node, () => true) : [];
        const faultsOfGroups = groups.flatMap(({ serviceName, documents }) => {
          const merged = mergeQueries(documents.flatMap(([first]) => first?.fetch ?? []));
          return graph.findFaultsOf(serviceName, merged.operation);
        });
        expect([...graph.findFaults(plan), ...faultsOfGroups]).toEqual([]);
      }),
      propertyRuns(60),
    );
  });
});
