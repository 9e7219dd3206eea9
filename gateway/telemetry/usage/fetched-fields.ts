// Which fields a fetch asks for first of all: what it took is theirs.
import {
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';

import type { FieldTally } from './field-tally.ts';

/** Adds the time of fetches to the fields that they brought. */
export interface FetchedFields {
  /** `operation` is the document of the plan's fetch. */
  add(schema: GraphQLSchema, operation: string, durationMs: number): void;
}

const maxRememberedCharacters = 4 * 1_024 ** 2;

/** Creates it; fetches are read once. */
export function createFetchedFields(tallyOf: (coordinate: string) => FieldTally): FetchedFields {
  const known = new LRUCache<string, readonly FieldTally[]>({
    maxSize: maxRememberedCharacters,
    sizeCalculation: (_tallies, operation) => operation.length + 1,
  });
  return {
    add(schema, operation, durationMs) {
      let tallies = known.get(operation);
      if (!tallies) {
        tallies = listFirstFields(schema, operation).map(tallyOf);
        known.set(operation, tallies);
      }
      for (const tally of tallies) tally.fetches.add(durationMs);
    },
  };
}

function listFirstFields(schema: GraphQLSchema, text: string): readonly string[] {
  const operation = parse(text, { noLocation: true }).definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  if (!operation) return [];
  const found = new Set<string>();
  const gather = (typeName: string | undefined, set: SelectionSetNode): void => {
    const type = schema.getType(typeName ?? '');
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        gather(selection.typeCondition?.name.value ?? typeName, selection.selectionSet);
        continue;
      }
      const name = selection.name.value;
      if (name === '_entities' && selection.selectionSet) gather(undefined, selection.selectionSet);
      // What clients do not see, such as inputs of @requires, is no usage.
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      if (Object.hasOwn(type.getFields(), name)) found.add(`${type.name}.${name}`);
    }
  };
  gather(schema.getRootType(operation.operation)?.name, operation.selectionSet);
  return [...found];
}
