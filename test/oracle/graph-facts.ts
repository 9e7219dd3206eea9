// What the schemas of a graph's subgraphs say of keys, inputs and the types that each of them knows.
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
  visit,
} from 'graphql';

import { parseFieldSet, readStringArgument } from '../../gateway/engine/planner/supergraph-ast.ts';

/** Facts of a graph. */
export interface GraphFacts {
  /** All keys of an object type; empty if it is no entity. */
  keysOf(typeName: string): readonly SelectionSetNode[];
  /** What a field of one of these types requires. */
  inputsOf(typeNames: readonly string[], fieldName: string): SelectionSetNode | undefined;
  /** Whether a field of this name stands in a key or an input. */
  isJoinField(fieldName: string): boolean;
  /** Object types that every subgraph with the field knows to be of the abstract type. */
  possibleTypes(
    typeNames: readonly string[],
    fieldName: string,
    abstractName: string,
  ): readonly string[];
}

interface SubgraphSchema {
  readonly document: DocumentNode;
  readonly schema: GraphQLSchema;
}

/** Reads the facts; `schema` is that of the supergraph with all its hidden parts. */
export function readGraphFacts(schema: GraphQLSchema, subgraphSdls: readonly string[]): GraphFacts {
  const subgraphs = subgraphSdls.map((sdl): SubgraphSchema => {
    const document = parse(sdl, { noLocation: true });
    return { document, schema: buildSubgraphSchema(document) };
  });
  const keys = new Map<string, SelectionSetNode[]>();
  const inputs = new Map<string, SelectionSetNode>();
  const joinFields = new Set<string>();
  const readSet = (directive: ConstDirectiveNode): SelectionSetNode => {
    const set = parseFieldSet(readStringArgument(directive, 'fields') ?? '__typename');
    visit(set, { Field: ({ name }) => void joinFields.add(name.value) });
    return set;
  };
  for (const { document } of subgraphs) {
    for (const node of document.definitions) {
      if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
      for (const directive of node.directives ?? []) {
        if (directive.name.value !== 'key') continue;
        keys.set(node.name.value, [...(keys.get(node.name.value) ?? []), readSet(directive)]);
      }
      for (const { name, directives = [] } of node.fields ?? []) {
        const requires = directives.find((directive) => directive.name.value === 'requires');
        if (requires) inputs.set(`${node.name.value}.${name.value}`, readSet(requires));
      }
    }
  }

  return {
    keysOf: (typeName) => keys.get(typeName) ?? [],
    inputsOf: (typeNames, fieldName) =>
      typeNames.map((name) => inputs.get(`${name}.${fieldName}`)).find((set) => set !== undefined),
    isJoinField: (fieldName) => joinFields.has(fieldName),
    possibleTypes(typeNames, fieldName, abstractName) {
      const known = subgraphs
        .filter(({ schema: own }) =>
          typeNames.some((typeName) => {
            const type = own.getType(typeName);
            return (isObjectType(type) || isInterfaceType(type)) && fieldName in type.getFields();
          }),
        )
        .map(({ schema: own }) => listPossibleTypes(own, abstractName));
      return listPossibleTypes(schema, abstractName).filter((typeName) =>
        // A subgraph that has an interface as an object knows none of its types, and all.
        known.every((own) => own.includes(typeName) || own.includes(abstractName)),
      );
    },
  };
}

/** Names of the object types of a type; of an object type, its own. */
export function listPossibleTypes(schema: GraphQLSchema, typeName: string): readonly string[] {
  const type = schema.getType(typeName);
  return isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [typeName];
}
