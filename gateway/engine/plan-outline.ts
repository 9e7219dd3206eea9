// Reduces a query plan to what a trace shows: who is asked, where, in which order.
import type { FetchOutline } from '../telemetry/fetch-trace.ts';
import type { PlanNode, PlanPath, QueryPlan } from './plan/query-plan.ts';

/** Outlines a plan; undefined if it fetches nothing. Both branches of a condition are in it. */
export function outlinePlan({ node }: QueryPlan): FetchOutline | undefined {
  return node && outline(node, []);
}

function outline(node: PlanNode, path: PlanPath): FetchOutline | undefined {
  switch (node.kind) {
    case 'Fetch':
      return { kind: 'fetch', subgraph: node.serviceName, path, operation: node.operation };
    case 'Flatten':
      return outline(node.node, [...path, ...node.path]);
    case 'Sequence':
    case 'Parallel':
      return gather(node.kind === 'Sequence' ? 'sequence' : 'parallel', node.nodes, path);
    case 'Condition': {
      const branches = [node.ifClause, node.elseClause].filter((branch) => branch !== undefined);
      return gather('sequence', branches, path);
    }
    default:
      return node satisfies never;
  }
}

function gather(
  kind: 'sequence' | 'parallel',
  nodes: readonly PlanNode[],
  path: PlanPath,
): FetchOutline | undefined {
  const outlines = nodes
    .map((node) => outline(node, path))
    .filter((node): node is FetchOutline => node !== undefined);
  return outlines.length <= 1 ? outlines[0] : { kind, nodes: outlines };
}
