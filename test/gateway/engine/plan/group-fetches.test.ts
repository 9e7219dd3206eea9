// Groups of fetches: who may travel with whom, and who never makes others wait.
import { describe, expect, it } from 'vitest';

import { groupFetches } from '../../../../gateway/engine/plan/group-fetches.ts';
import type { FetchNode, PlanNode, QueryPlan } from '../../../../gateway/engine/plan/query-plan.ts';
import { createPlannedGraph } from '../planner/planned-graph.ts';

const graph = createPlannedGraph({
  users: `type Query { users: [User] }
    type User @key(fields: "id") { id: ID! name: String }`,
  products: `type Query { products: [Product] } type Mutation { buy: Product sell: Product }
    type Product @key(fields: "id") { id: ID! price: Int }`,
  reviews: `type User @key(fields: "id") { id: ID! reviews: [Review] }
    type Product @key(fields: "id") { id: ID! reviews: [Review] }
    type Review { product: Product author: User }`,
  stock: `type Product @key(fields: "id") {
      id: ID! price: Int @external isThere: Boolean freight: Int @requires(fields: "price")
    }`,
});

function outlineGroups({ node }: QueryPlan, mayTravelTogether = () => true) {
  return (node ? groupFetches(node, mayTravelTogether) : []).map(
    ({ serviceName, isAwaited, documents }) => ({
      serviceName,
      isAwaited,
      paths: documents.map((fetches) => fetches.map(({ path }) => path.join('.'))),
    }),
  );
}

describe('groupFetches', () => {
  it('groups what nothing waits for, wherever it is, to where its subgraph is asked last', () => {
    const plan = graph.plan(
      '{ users { name reviews { product { isThere } } } products { isThere } }',
    );

    expect(outlineGroups(plan)).toEqual([
      {
        serviceName: 'stock',
        isAwaited: false,
        paths: [['users.@.reviews.@.product', 'products.@']],
      },
    ]);
  });

  it('groups what others wait for with fetches of its own document only', () => {
    const plan = graph.plan(`mutation {
      buy { ...P } sell { ...P }
      }
      fragment P on Product { reviews { product { isThere freight } author { name } } }`);

    const groups = outlineGroups(plan);

    expect(groups).toContainEqual({
      serviceName: 'reviews',
      isAwaited: true,
      paths: [['buy', 'sell']],
    });
    expect(groups.filter(({ isAwaited }) => isAwaited).map(({ paths }) => paths.length)).toEqual(
      groups.filter(({ isAwaited }) => isAwaited).map(() => 1),
    );
  });

  it('never groups a mutation', () => {
    const plan = graph.plan('mutation { buy { isThere } sell { isThere } }');

    const grouped = plan.node ? groupFetches(plan.node, () => true) : [];
    const kinds = grouped.flatMap(({ documents }) =>
      documents.flat().map(({ fetch }) => fetch.operationKind),
    );

    expect(new Set(kinds)).toEqual(new Set(['query']));
  });

  it('leaves documents apart that may not travel together', () => {
    const plan = graph.plan('{ users { reviews { product { isThere } } } products { freight } }');

    expect(outlineGroups(plan).flatMap(({ paths }) => paths)).toHaveLength(2);
    expect(outlineGroups(plan, () => false)).toEqual([]);
  });

  it('leaves alone what stands below a condition', () => {
    const plan = graph.plan(
      'query($c: Boolean!) { users @include(if: $c) { reviews { product { isThere } } } products { isThere } }',
    );

    expect(outlineGroups(plan)).toEqual([]);
  });

  it('groups root fields of equal distance', () => {
    const fetch = (operation: string): FetchNode => ({
      kind: 'Fetch',
      serviceName: 'b',
      operationKind: 'query',
      operation,
    });
    const nodes: readonly PlanNode[] = [fetch('{a}'), fetch('{b}'), fetch('{a}')];

    const groups = outlineGroups({ kind: 'QueryPlan', node: { kind: 'Parallel', nodes } });

    expect(groups).toEqual([{ serviceName: 'b', isAwaited: false, paths: [['', ''], ['']] }]);
  });
});
