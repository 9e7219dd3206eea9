// Fewer steps, in which each fetch still stands behind all that it waits for.
import { describe, expect, it } from 'vitest';

import { arrangeByLevel } from '../../../../gateway/engine/plan/arrange-by-level.ts';
import { mergeParallelFetches } from '../../../../gateway/engine/plan/merge-parallel-fetches.ts';
import type { PlanNode, QueryPlan } from '../../../../gateway/engine/plan/query-plan.ts';
import { createPlannedGraph } from '../planner/planned-graph.ts';

const graph = createPlannedGraph({
  users: `type Query { users: [User] }
    type User @key(fields: "id") { id: ID! name: String }`,
  products: `type Query { products: [Product] } type Mutation { buy: Product }
    type Product @key(fields: "id") { id: ID! price: Int }`,
  reviews: `type User @key(fields: "id") { id: ID! reviews: [Review] }
    type Product @key(fields: "id") { id: ID! reviews: [Review] }
    type Review { product: Product author: User }`,
  stock: `type Product @key(fields: "id") {
      id: ID! price: Int @external isThere: Boolean freight: Int @requires(fields: "price")
    }`,
});
const document = `{
  users { name reviews { product { price isThere freight reviews { author { name } } } } }
  products { isThere reviews { author { name reviews { product { isThere freight } } } } }
}`;

describe('arrangeByLevel', () => {
  it('asks each subgraph once a level, and last what nothing waits for', () => {
    const plan = graph.plan(document);

    const arranged = mergeParallelFetches(arrangeByLevel(plan), () => true);

    expect(outlineSteps(arranged)).toEqual([
      ['users 1', 'products 1'],
      ['reviews 2'],
      ['products 2', 'users 2'],
      ['stock 5'],
    ]);
    expect(graph.findFaults(arranged)).toEqual([]);
  });

  it('keeps every fetch, and each behind all that it waits for', () => {
    const plan = graph.plan(document);

    const arranged = arrangeByLevel(plan);

    const before = listPlaces(plan.node);
    const after = listPlaces(arranged.node);
    expect([...after.keys()].toSorted()).toEqual([...before.keys()].toSorted());
    for (const [fetch, { waitsFor }] of before) {
      for (const earlier of waitsFor) expect(after.get(fetch)?.waitsFor).toContain(earlier);
    }
  });

  it.each([
    ['conditions', 'query($c: Boolean!) { users { name } products @include(if: $c) { isThere } }'],
    ['mutations', 'mutation { buy { isThere } }'],
  ])('leaves a plan with %s as it is', (_, other) => {
    const plan = graph.plan(other);

    expect(arrangeByLevel(plan)).toBe(plan);
  });
});

function outlineSteps({ node }: QueryPlan): readonly (readonly string[])[] {
  const steps = node?.kind === 'Sequence' ? node.nodes : [];
  return steps.map((step) =>
    (step.kind === 'Parallel' ? step.nodes : [step]).map((request) =>
      request.kind === 'MergedFetch'
        ? `${request.serviceName} ${request.parts.length}`
        : `${request.kind === 'Fetch' ? request.serviceName : ''} 1`,
    ),
  );
}

interface Place {
  readonly waitsFor: readonly string[];
}

/** By path and operation, all fetches that come before each. */
function listPlaces(node: PlanNode | undefined): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const walk = (at: PlanNode, before: readonly string[]): readonly string[] => {
    if (at.kind === 'Sequence') {
      const done: string[] = [];
      for (const child of at.nodes) done.push(...walk(child, [...before, ...done]));
      return done;
    }
    if (at.kind === 'Parallel') return at.nodes.flatMap((child) => walk(child, before));
    const name = JSON.stringify(at);
    places.set(name, { waitsFor: before });
    return [name];
  };
  if (node) walk(node, []);
  return places;
}
