// Walks a query plan and puts other nodes in place of its fetches.
import type { FetchNode, FlattenNode, ParallelNode, PlanNode } from './query-plan.ts';

/**
 * Replaces each fetch, bottom up. Several nodes in place of one run in parallel; a path around a
 * fetch is put around each of them.
 */
export function mapFetches(
  node: PlanNode,
  replace: (fetch: FetchNode) => readonly FetchNode[],
): PlanNode {
  switch (node.kind) {
    case 'Fetch':
      return runInParallel(replace(node));
    case 'Flatten':
      return node.node.kind === 'Fetch'
        ? runInParallel(replace(node.node).map((fetch): FlattenNode => ({ ...node, node: fetch })))
        : { ...node, node: mapFetches(node.node, replace) };
    case 'Sequence':
      return { ...node, nodes: node.nodes.map((child) => mapFetches(child, replace)) };
    case 'Parallel':
      return runInParallel(node.nodes.map((child) => mapFetches(child, replace)));
    case 'Condition':
      return {
        ...node,
        ...(node.ifClause && { ifClause: mapFetches(node.ifClause, replace) }),
        ...(node.elseClause && { elseClause: mapFetches(node.elseClause, replace) }),
      };
    default:
      return node satisfies never;
  }
}

function runInParallel(nodes: readonly PlanNode[]): PlanNode {
  const flat = nodes.flatMap((node) => (node.kind === 'Parallel' ? node.nodes : [node]));
  const [only] = flat;
  const parallel: ParallelNode = { kind: 'Parallel', nodes: flat };
  return only !== undefined && flat.length === 1 ? only : parallel;
}
