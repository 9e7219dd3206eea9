// Reads and writes the operations that a plan sends to subgraphs.
import {
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
} from 'graphql';

/** The one operation of a document without fragment definitions; undefined of any other. */
export function parseFetchOperation(document: string): OperationDefinitionNode | undefined {
  const { definitions } = parse(document, { noLocation: true });
  const [operation] = definitions;
  const isAlone = definitions.length === 1 && operation?.kind === Kind.OPERATION_DEFINITION;
  return isAlone ? operation : undefined;
}

/**
 * Takes the name off a planned operation. It is made of the client's operation name, and equal
 * fetches of different operations are to be equal in all.
 */
export function dropOperationName(operation: string): string {
  return operation.replace(/^(query|mutation)\s+[_A-Za-z]\w*\s*/, '$1').replace(/^query\s*\{/, '{');
}

/** The operation as text, without definitions of variables that it does not use. */
export function printFetchOperation(operation: OperationDefinitionNode): string {
  const used = new Set(readVariables(operation));
  const variableDefinitions = operation.variableDefinitions?.filter(({ variable }) =>
    used.has(variable.name.value),
  );
  const pruned = variableDefinitions ? { ...operation, variableDefinitions } : operation;
  return stripIgnoredCharacters(print(pruned));
}

/** Names of the variables that an operation uses, each once. */
export function readVariables(operation: OperationDefinitionNode): readonly string[] {
  const names = new Set<string>();
  visit(operation, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void names.add(name.value),
  });
  return [...names];
}

/** Maps the fields of one level, also those within inline fragments; undefined drops a field. */
export function mapFieldsOfLevel(
  set: SelectionSetNode,
  typeName: string | undefined,
  map: (
    field: Extract<SelectionNode, { readonly kind: Kind.FIELD }>,
    typeName: string | undefined,
  ) => Extract<SelectionNode, { readonly kind: Kind.FIELD }> | undefined,
): SelectionSetNode {
  const selections = set.selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
    if (selection.kind === Kind.FIELD) {
      const field = map(selection, typeName);
      return field ? [field] : [];
    }
    const type = selection.typeCondition?.name.value ?? typeName;
    const selectionSet = mapFieldsOfLevel(selection.selectionSet, type, map);
    return selectionSet.selections.length === 0 ? [] : [{ ...selection, selectionSet }];
  });
  return { ...set, selections };
}
