// Counts how many fields share one response path: validation compares all of them with each other.
import {
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

interface PathNode {
  count: number;
  readonly children: Map<string, PathNode>;
}

/** Walks all roots expanded. Gives up with infinity after `maxSteps`, which cycles would reach. */
export function countSamePath(
  roots: readonly (OperationDefinitionNode | FragmentDefinitionNode)[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  maxSteps: number,
): number {
  let most = 0;
  let steps = 0;
  const walk = (
    set: SelectionSetNode | undefined,
    at: PathNode,
    within: readonly string[],
  ): void => {
    for (const selection of set?.selections ?? []) {
      steps += 1;
      if (steps > maxSteps) return;
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const name = selection.name.value;
        if (within.includes(name)) continue;
        walk(fragments.get(name)?.selectionSet, at, [...within, name]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        walk(selection.selectionSet, at, within);
      } else {
        const key = (selection.alias ?? selection.name).value;
        const child = at.children.get(key) ?? { count: 0, children: new Map<string, PathNode>() };
        child.count += 1;
        most = Math.max(most, child.count);
        at.children.set(key, child);
        walk(selection.selectionSet, child, within);
      }
    }
  };
  for (const root of roots) walk(root.selectionSet, { count: 0, children: new Map() }, []);
  return steps > maxSteps ? Number.POSITIVE_INFINITY : most;
}
