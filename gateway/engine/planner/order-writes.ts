// Takes the fragments at the root of a mutation apart: the planner merges those of one type condition, and what
// the later one writes would then be written before the fields between them.
import {
  type DocumentNode,
  type FragmentSpreadNode,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
} from 'graphql';

import { readFragments } from '../plan/used-definitions.ts';

/** Puts the root fields of mutations in a row, in the order in which they are to run. Without conditions only. */
export function orderWrites(document: DocumentNode): DocumentNode {
  const isAffected = document.definitions.some(
    (node) => isMutation(node) && node.selectionSet.selections.some(isFragment),
  );
  if (!isAffected) return document;

  const fragments = readFragments(document);
  const spread = new Set<string>();
  const takeApart = (selection: SelectionNode): readonly SelectionNode[] => {
    if (!isFragment(selection)) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return selection.selectionSet.selections.flatMap(takeApart);
    }
    const { value: name } = selection.name;
    if (spread.has(name)) return [];
    spread.add(name);
    return fragments.get(name)?.selectionSet.selections.flatMap(takeApart) ?? [];
  };

  const definitions = document.definitions.map((node) =>
    isMutation(node)
      ? {
          ...node,
          selectionSet: {
            ...node.selectionSet,
            selections: node.selectionSet.selections.flatMap(takeApart),
          },
        }
      : node,
  );
  return { ...document, definitions };
}

type Definition = DocumentNode['definitions'][number];

function isMutation(node: Definition): node is OperationDefinitionNode {
  return node.kind === Kind.OPERATION_DEFINITION && node.operation === OperationTypeNode.MUTATION;
}

function isFragment(
  selection: SelectionNode,
): selection is FragmentSpreadNode | InlineFragmentNode {
  return selection.kind !== Kind.FIELD;
}
