// Replaces conditions on interfaces and unions by conditions on the object types that they mean.
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
} from 'graphql';

const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const;

/**
 * Expands the fragments of a valid document of one operation. The answer stays the same, in other
 * places of the text: the planner fails at some conditions on abstract types within each other.
 */
export function expandConditions(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }

  const expandSet = (set: SelectionSetNode, type: GraphQLCompositeType): SelectionSetNode => {
    const selections = set.selections.flatMap((selection) => expand(selection, type));
    // Of a type to which no condition applies, nothing is left.
    return { ...set, selections: selections.length > 0 ? selections : [typename] };
  };
  const expand = (selection: SelectionNode, type: GraphQLCompositeType): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) {
      const hasFields = isObjectType(type) || isInterfaceType(type);
      const definition = hasFields ? type.getFields()[selection.name.value] : undefined;
      const inner = getNamedType(definition?.type);
      if (!selection.selectionSet || !isCompositeType(inner)) return [selection];
      return [{ ...selection, selectionSet: expandSet(selection.selectionSet, inner) }];
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    if (!fragment) return [];
    const condition = schema.getType(fragment.typeCondition?.name.value ?? type.name);
    if (!isCompositeType(condition)) return [];
    return listObjectTypes(type, condition, schema).map((narrowed) => ({
      kind: Kind.INLINE_FRAGMENT,
      ...(narrowed !== type && {
        typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: narrowed.name } },
      }),
      directives: selection.directives ?? [],
      selectionSet: expandSet(fragment.selectionSet, narrowed),
    }));
  };
  const expandOperation = (operation: OperationDefinitionNode): OperationDefinitionNode => {
    const root = schema.getRootType(operation.operation);
    return root
      ? { ...operation, selectionSet: expandSet(operation.selectionSet, root) }
      : operation;
  };
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  return { ...document, definitions: operations.map(expandOperation) };
}

/** The types that an object of `type` may have under a condition; `type` itself if all of them. */
function listObjectTypes(
  type: GraphQLCompositeType,
  condition: GraphQLCompositeType,
  schema: GraphQLSchema,
): readonly GraphQLCompositeType[] {
  if (type === condition) return [type];
  const listPossible = (one: GraphQLCompositeType) =>
    isAbstractType(one) ? schema.getPossibleTypes(one) : [one];
  const possible = new Set(listPossible(condition).map(({ name }) => name));
  return listPossible(type).filter(({ name }) => possible.has(name));
}
