// Rearranges a plan into few steps, so that more fetches to one subgraph stand in one of them.
import type { PlanNode, QueryPlan } from './query-plan.ts';

/**
 * Puts all fetches that are equally far from the root into one parallel step, and a fetch that
 * nothing waits for into the last step that asks its subgraph. Fewer requests once they are merged;
 * the price is that a step waits for all of the one before. A plan with conditions or mutations
 * stays as it is.
 */
export function arrangeByLevel(plan: QueryPlan): QueryPlan {
  const placed: Placed[] = [];
  if (!plan.node || place(plan.node, 0, true, placed) === undefined) return plan;

  const lastLevels = new Map<string, number>();
  for (const { serviceName, level } of placed) {
    lastLevels.set(serviceName, Math.max(level, lastLevels.get(serviceName) ?? 0));
  }
  const steps: PlanNode[][] = [];
  for (const { node, serviceName, level, isLast } of placed) {
    const at = isLast ? (lastLevels.get(serviceName) ?? level) : level;
    (steps[at] ??= []).push(node);
  }
  // A step is empty once all of its fetches have moved on.
  const nodes = steps
    .filter((step) => step.length > 0)
    .map((step): PlanNode => {
      const [only] = step;
      return only && step.length === 1 ? only : { kind: 'Parallel', nodes: step };
    });
  const [only] = nodes;
  return { ...plan, node: only && nodes.length === 1 ? only : { kind: 'Sequence', nodes } };
}

interface Placed {
  readonly node: PlanNode;
  readonly serviceName: string;
  /** How many fetches it waits for, one after the other. */
  readonly level: number;
  /** Whether nothing waits for it. */
  readonly isLast: boolean;
}

/** Places all fetches from a level on; the level after them, or undefined if that is impossible. */
function place(
  node: PlanNode,
  level: number,
  isLast: boolean,
  placed: Placed[],
): number | undefined {
  switch (node.kind) {
    case 'Fetch':
    case 'Flatten': {
      const fetch = node.kind === 'Flatten' ? node.node : node;
      if (fetch.kind !== 'Fetch' || fetch.operationKind !== 'query') return undefined;
      placed.push({ node, serviceName: fetch.serviceName, level, isLast });
      return level + 1;
    }
    case 'Sequence':
      return node.nodes.reduce<number | undefined>(
        (at, child, index) =>
          at === undefined
            ? undefined
            : place(child, at, isLast && index === node.nodes.length - 1, placed),
        level,
      );
    case 'Parallel': {
      const ends = node.nodes.map((child) => place(child, level, isLast, placed));
      return ends.reduce(
        (one, other) =>
          one === undefined || other === undefined ? undefined : Math.max(one, other),
        level,
      );
    }
    case 'Condition':
    case 'MergedFetch':
      return undefined;
    default:
      return node satisfies never;
  }
}
