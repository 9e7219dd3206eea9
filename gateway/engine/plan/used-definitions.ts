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

/** The response names of an operation and its fragments. */
export function listResponseNames(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly string[] {
  const names: string[] = [];
  for (const { selectionSet } of listUsedDefinitions(operation, fragments)) {
    visit(selectionSet, {
      Field: (field) => void names.push((field.alias ?? field.name).value),
    });
  }
  return names;
}

/** The document of one operation alone, without fragments and variables that it does not use. */
export function toDocument(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): { readonly document: DocumentNode; readonly operation: OperationDefinitionNode } {
  const [, ...used] = listUsedDefinitions(operation, fragments);
  const own = dropUnusedVariables(operation, used);
  return { document: { kind: Kind.DOCUMENT, definitions: [own, ...used] }, operation: own };
}

function dropUnusedVariables(
  operation: OperationDefinitionNode,
  fragments: readonly FragmentDefinitionNode[],
): OperationDefinitionNode {
  const names = new Set<string>();
  for (const node of [operation, ...fragments]) {
    visit(node, {
      VariableDefinition: () => false,
      Variable: ({ name }) => void names.add(name.value),
    });
  }
  return {
    ...operation,
    variableDefinitions: (operation.variableDefinitions ?? []).filter(({ variable }) =>
      names.has(variable.name.value),
    ),
  };
}
