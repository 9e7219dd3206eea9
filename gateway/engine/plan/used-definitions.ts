// What of a document an operation stands on.
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';

/** The fragments of a document by name. */
export function readFragments({
  definitions,
}: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
}

/** The operation first, then the fragments that it spreads, directly or not, each once. */
export function listUsedDefinitions(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly [OperationDefinitionNode, ...FragmentDefinitionNode[]] {
  const used = new Set<FragmentDefinitionNode>();
  const gather = ({ selectionSet }: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(selectionSet, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (fragment) used.add(fragment);
      },
    });
  };
  gather(operation);
  // A set goes on to what is added to it on the way.
  for (const fragment of used) gather(fragment);
  return [operation, ...used];
}
