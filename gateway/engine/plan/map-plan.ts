// Walks a query plan and puts other nodes in place of its fetches.
import type { FetchNode, FlattenNode, ParallelNode, PlanNode, PlanPath } from './query-plan.ts';

/**
 * Replaces each fetch, bottom up; `path` is where its objects are. Several nodes in place of one run
 * in parallel; a path around a fetch is put around each of them.
 */
export function mapFetches(
  node: PlanNode,
  replace: (fetch: FetchNode, path: PlanPath) => readonly FetchNode[],
  path: PlanPath = [],
): PlanNode {
  const mapInner = (inner: PlanNode): PlanNode => mapFetches(inner, replace, path);
  switch (node.kind) {
    case 'Fetch':
      return runInParallel(replace(node, path));
    case 'Flatten': {
      const own = [...path, ...node.path];
      return node.node.kind === 'Fetch'
        ? runInParallel(
            replace(node.node, own).map((fetch): FlattenNode => ({ ...node, node: fetch })),
          )
        : { ...node, node: mapFetches(node.node, replace, own) };
    }
    case 'Sequence':
      return { ...node, nodes: node.nodes.map(mapInner) };
    case 'Parallel':
      return runInParallel(node.nodes.map(mapInner));
    case 'Condition':
      return {
        ...node,
        ...(node.ifClause && { ifClause: mapInner(node.ifClause) }),
        ...(node.elseClause && { elseClause: mapInner(node.elseClause) }),
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
