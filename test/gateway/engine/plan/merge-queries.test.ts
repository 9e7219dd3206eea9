// Merged queries: what is sent, and which names the parts of the reply have.
import { describe, expect, it } from 'vitest';

import { mergeQueries } from '../../../../gateway/engine/plan/merge-queries.ts';
import type { FetchNode } from '../../../../gateway/engine/plan/query-plan.ts';
import { createPlannedGraph, listFetches } from '../planner/planned-graph.ts';

const graph = createPlannedGraph({
  a: `type Query { p: P q: Q }
    type P @key(fields: "id") { id: ID! }
    type Q @key(fields: "id") { id: ID! }`,
  b: `type Query { size(of: Int): Int }
    type P @key(fields: "id") { id: ID! x(as: Int): Int }
    type Q @key(fields: "id") { id: ID! y(as: Int): Int }`,
});

function listFetchesOfB(document: string): readonly FetchNode[] {
  return listFetches(graph.plan(document)).filter(({ serviceName }) => serviceName === 'b');
}

const fetchRoot = (operation: string): FetchNode => ({
  kind: 'Fetch',
  serviceName: 'b',
  operationKind: 'query',
  operation,
});

describe('mergeQueries', () => {
  it('asks for entities of two fetches in one query', () => {
    const fetches = listFetchesOfB('query Both($n: Int) { p { x(as: $n) } q { y(as: $n) } }');

    const merged = mergeQueries(fetches);

    expect(merged.operation).toBe(
      'query($representations0:[_Any!]!$n:Int$representations1:[_Any!]!){' +
        '_part0__entities:_entities(representations:$representations0){...on P{x(as:$n)}}' +
        '_part1__entities:_entities(representations:$representations1){...on Q{y(as:$n)}}}',
    );
    expect(merged.variableUsages).toEqual(['n']);
    expect(merged.parts).toEqual([
      {
        representationsVariable: 'representations0',
        responseNames: new Map([['_part0__entities', '_entities']]),
      },
      {
        representationsVariable: 'representations1',
        responseNames: new Map([['_part1__entities', '_entities']]),
      },
    ]);
    expect(graph.findFaultsOf('b', merged.operation)).toEqual([]);
  });

  it('asks for root fields under names that do not collide', () => {
    const merged = mergeQueries([
      fetchRoot('{size}'),
      fetchRoot('{size(of:2) _part1_size:size ...on Query{x:size}}'),
    ]);

    expect(merged.operation).toBe(
      '{size _part1_size:size ...on Query{x:size}}'.replace(
        '_part1_size',
        '_part_1_size:size(of:2)_part1_size',
      ),
    );
    expect(merged.parts.map(({ responseNames }) => Object.fromEntries(responseNames))).toEqual([
      { size: 'size' },
      { _part_1_size: 'size', _part1_size: '_part1_size', x: 'x' },
    ]);
    expect(graph.findFaultsOf('b', merged.operation)).toEqual([]);
  });

  it('takes other names where a client has variables of these names', () => {
    const fetches = listFetchesOfB(
      'query($representations0: Int) { p { x(as: $representations0) } q { y } }',
    );

    const merged = mergeQueries(fetches);

    expect(merged.parts.map((part) => part.representationsVariable)).toEqual([
      'representations_0',
      'representations_1',
    ]);
    expect(graph.findFaultsOf('b', merged.operation)).toEqual([]);
  });
});
