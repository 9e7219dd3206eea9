// Who of a supergraph's subgraphs answers which field, and by what it is entered.
import {
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';

import {
  isArgumentTrue,
  parseFieldSet,
  readStringArgument,
} from '../../gateway/engine/planner/supergraph-ast.ts';

/** Facts by names of types, fields and subgraphs. */
export interface JoinFacts {
  /** Subgraphs that resolve a field. */
  ownersOf(typeName: string, fieldName: string): readonly string[];
  interfacesOf(typeName: string): readonly string[];
  keyOf(typeName: string, subgraph: string): SelectionSetNode | undefined;
  inputsOf(typeName: string, fieldName: string, subgraph: string): SelectionSetNode | undefined;
}

/** Reads the facts. The supergraph's interface objects have one interface for each of their types. */
export function readJoinFacts(supergraphSdl: string): JoinFacts {
  const graphsByType = new Map<string, readonly ConstDirectiveNode[]>();
  const fields = new Map<string, FieldDefinitionNode>();
  const interfaces = new Map<string, readonly string[]>();
  for (const node of parse(supergraphSdl, { noLocation: true }).definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) {
      continue;
    }
    const joins = node.directives?.filter(({ name }) => name.value === 'join__type') ?? [];
    graphsByType.set(node.name.value, joins);
    interfaces.set(node.name.value, node.interfaces?.map(({ name }) => name.value) ?? []);
    for (const field of node.fields ?? [])
      fields.set(`${node.name.value}.${field.name.value}`, field);
  }
  const nameOf = (directive: ConstDirectiveNode): string =>
    (readStringArgument(directive, 'graph') ?? '').toLowerCase();
  const listJoins = (typeName: string, fieldName: string): readonly ConstDirectiveNode[] =>
    (fields.get(`${typeName}.${fieldName}`)?.directives ?? []).filter(
      ({ name }) => name.value === 'join__field',
    );

  const ownersOf = (typeName: string, fieldName: string): readonly string[] => {
    const joins = listJoins(typeName, fieldName);
    const resolving = joins.filter((join) => !isArgumentTrue(join, 'external'));
    if (joins.length === 0) return (graphsByType.get(typeName) ?? []).map(nameOf);
    const owners = resolving.map(nameOf).filter((name) => name !== '');
    if (owners.length > 0) return owners;
    // An interface object answers for the types of its interface.
    return (interfaces.get(typeName) ?? []).flatMap((name) => ownersOf(name, fieldName));
  };
  return {
    ownersOf,
    interfacesOf: (typeName) => interfaces.get(typeName) ?? [],
    keyOf(typeName, subgraph) {
      const join = [typeName, ...(interfaces.get(typeName) ?? [])]
        .flatMap((name) => graphsByType.get(name) ?? [])
        .find((one) => nameOf(one) === subgraph && readStringArgument(one, 'key') !== undefined);
      return join && parseFieldSet(readStringArgument(join, 'key') ?? '');
    },
    inputsOf(typeName, fieldName, subgraph) {
      const join = listJoins(typeName, fieldName).find((one) => nameOf(one) === subgraph);
      const requires = join && readStringArgument(join, 'requires');
      return requires === undefined ? undefined : parseFieldSet(requires);
    },
  };
}
