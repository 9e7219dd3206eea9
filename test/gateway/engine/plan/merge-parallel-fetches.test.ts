// Merged fetches: what is sent, how the reply is taken apart, and what is left alone.
import { describe, expect, it } from 'vitest';

import { mergeParallelFetches } from '../../../../gateway/engine/plan/merge-parallel-fetches.ts';
import type {
  FetchNode,
  MergedFetchNode,
  PlanNode,
  QueryPlan,
} from '../../../../gateway/engine/plan/query-plan.ts';
import { createPlannedGraph } from '../planner/planned-graph.ts';

const graph = createPlannedGraph({
  a: `type Query { p: P q: Q ps: [P] } type Mutation { set: P }
    type P @key(fields: "id") { id: ID! q: Q }
    type Q @key(fields: "id") { id: ID! ps: [P] }`,
  b: `type Query { size(of: Int): Int }
    type P @key(fields: "id") { id: ID! x(as: Int): Int w: W }
    type Q @key(fields: "id") { id: ID! y(as: Int): Int }
    type W @key(fields: "id") { id: ID! }`,
  c: `type W @key(fields: "id") { id: ID! v: Int }`,
});

describe('mergeParallelFetches', () => {
  it('lets entities of two paths travel in one request', () => {
    const plan = graph.plan('query Both($n: Int) { p { x(as: $n) } q { y(as: $n) } }');

    const merged = mergeParallelFetches(plan, () => true);

    const node = findMerged(merged);
    expect(node).toMatchObject({
      serviceName: 'b',
      operationKind: 'query',
      variableUsages: ['n'],
      operation:
        'query Both__b__1($representations0:[_Any!]!$n:Int$representations1:[_Any!]!){' +
        '_part0__entities:_entities(representations:$representations0){...on P{x(as:$n)}}' +
        '_part1__entities:_entities(representations:$representations1){...on Q{y(as:$n)}}}',
    });
    expect(node.parts).toMatchObject([
      {
        path: ['p'],
        representationsVariable: 'representations0',
        responseNames: { _part0__entities: '_entities' },
      },
      {
        path: ['q'],
        representationsVariable: 'representations1',
        responseNames: { _part1__entities: '_entities' },
      },
    ]);
    expect(graph.findFaults(merged)).toEqual([]);
  });

  it('keeps each part as the fetch that it was, to be sent again', () => {
    const plan = graph.plan('{ p { x } q { y } }');

    const merged = mergeParallelFetches(plan, () => true);

    expect(findMerged(merged).parts.map(({ path, fetch }) => ({ path, fetch }))).toEqual(
      flattenedFetches(plan).filter(({ path }) => path.length > 0),
    );
  });

  it('lets root fields travel together, under names that do not collide', () => {
    const fetch = (operation: string): FetchNode => ({
      kind: 'Fetch',
      serviceName: 'b',
      operationKind: 'query',
      operation,
    });
    const plan = parallel(
      fetch('{size}'),
      fetch('{size(of:2) _part1_size:size ...on Query{x:size}}'),
    );

    const merged = mergeParallelFetches(plan, () => true);

    const node = findMerged(merged);
    expect(node.operation).toBe(
      '{size _part_1_size:size(of:2)_part1_size:size ...on Query{x:size}}',
    );
    expect(node.parts.map(({ responseNames }) => responseNames)).toEqual([
      { size: 'size' },
      { _part_1_size: 'size', _part1_size: '_part1_size', x: 'x' },
    ]);
    expect(graph.findFaults(merged)).toEqual([]);
  });

  it('takes other names where a client has variables of these names', () => {
    const plan = graph.plan(
      'query($representations0: Int) { p { x(as: $representations0) } q { y } }',
    );

    const merged = mergeParallelFetches(plan, () => true);

    expect(findMerged(merged).parts.map((part) => part.representationsVariable)).toEqual([
      'representations_0',
      'representations_1',
    ]);
    expect(graph.findFaults(merged)).toEqual([]);
  });

  it('leaves a fetch alone that others wait for', () => {
    const plan = graph.plan('{ p { w { v } } q { y } }');

    const merged = mergeParallelFetches(plan, () => true);

    expect(merged).toEqual(plan);
  });

  it('leaves fetches alone that may not travel together', () => {
    const plan = graph.plan('{ p { x } q { y } }');

    const merged = mergeParallelFetches(plan, ({ operation }) => !operation.includes('x'));

    expect(merged).toEqual(plan);
  });

  it('leaves mutations alone', () => {
    const mutation: FetchNode = {
      kind: 'Fetch',
      serviceName: 'a',
      operationKind: 'mutation',
      operation: 'mutation{set{id}}',
    };
    const plan = parallel(mutation, mutation);

    expect(mergeParallelFetches(plan, () => true)).toEqual(plan);
  });

  it('leaves a plan without fetches alone', () => {
    expect(mergeParallelFetches({ kind: 'QueryPlan' }, () => true)).toEqual({ kind: 'QueryPlan' });
  });
});

function parallel(...nodes: readonly PlanNode[]): QueryPlan {
  return { kind: 'QueryPlan', node: { kind: 'Parallel', nodes } };
}

function findMerged({ node }: QueryPlan): MergedFetchNode {
  const nodes = node?.kind === 'Sequence' ? node.nodes : [node];
  const merged = nodes.find((child) => child?.kind === 'MergedFetch');
  if (merged?.kind === 'MergedFetch') return merged;
  throw new Error(`No merged fetch in ${JSON.stringify(node)}`);
}

function flattenedFetches({ node }: QueryPlan) {
  const steps = node?.kind === 'Sequence' ? node.nodes : [];
  return steps
    .flatMap((step) => (step.kind === 'Parallel' ? step.nodes : [step]))
    .flatMap((step) =>
      step.kind === 'Flatten' && step.node.kind === 'Fetch'
        ? [{ path: step.path, fetch: step.node }]
        : [],
    );
}
