// Which dimensions of a request a fetch depends on, as the subgraph's own schema declares by @vary.
import {
  type ConstDirectiveNode,
  type DocumentNode,
  Kind,
  parse,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';

import { readFragments } from './plan/used-definitions.ts';

/** A dimension as `@vary(on:)` names it. */
export type Dimension = 'MARKET' | 'LANGUAGE' | 'PRICE_DATE' | 'BRAND' | 'SCOPES' | 'USER';

/** What is known of the document of a fetch. */
export interface FetchTraits {
  readonly dimensions: ReadonlySet<Dimension>;
  readonly operationType: 'query' | 'mutation' | 'subscription';
}

/** Reads fetch documents against one subgraph's schema. */
export interface DeclaredDimensions {
  /** Of the fields that `query` selects and of the types that they answer. Memoised, bounded. */
  describe(query: string): FetchTraits;
}

interface VaryingType {
  readonly on: readonly Dimension[];
  readonly fields: Map<string, { readonly on: readonly Dimension[]; readonly type: string }>;
}

type VaryingSchema = ReadonlyMap<string, VaryingType>;

const maxDocuments = 2_000;
const rootTypes = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const;

/** Reads `@vary` from a subgraph's SDL. */
export function createDeclaredDimensions(sdl: string): DeclaredDimensions {
  const schema = readVaryingSchema(parse(sdl, { noLocation: true }));
  const traitsByQuery = new LRUCache<string, FetchTraits>({ max: maxDocuments });
  return {
    describe(query) {
      const known = traitsByQuery.get(query);
      if (known) return known;
      const traits = collectTraits(parse(query, { noLocation: true }), schema);
      traitsByQuery.set(query, traits);
      return traits;
    },
  };
}

function readVaryingSchema(document: DocumentNode): VaryingSchema {
  const types = new Map<string, VaryingType>();
  for (const node of document.definitions) {
    if (
      node.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      node.kind !== Kind.OBJECT_TYPE_EXTENSION &&
      node.kind !== Kind.INTERFACE_TYPE_DEFINITION &&
      node.kind !== Kind.INTERFACE_TYPE_EXTENSION
    ) {
      continue;
    }
    const before = types.get(node.name.value);
    const fields: VaryingType['fields'] = before?.fields ?? new Map();
    for (const field of node.fields ?? []) {
      fields.set(field.name.value, { on: readVary(field.directives), type: nameOf(field.type) });
    }
    types.set(node.name.value, {
      on: [...(before?.on ?? []), ...readVary(node.directives)],
      fields,
    });
  }
  return types;
}

function readVary(directives: readonly ConstDirectiveNode[] = []): readonly Dimension[] {
  const value = directives
    .find(({ name }) => name.value === 'vary')
    ?.arguments?.find(({ name }) => name.value === 'on')?.value;
  // A single value stands for a list of one.
  const values = value?.kind === Kind.LIST ? value.values : value ? [value] : [];
  return values.flatMap((item) => (item.kind === Kind.ENUM ? [item.value as Dimension] : []));
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

function collectTraits(document: DocumentNode, schema: VaryingSchema): FetchTraits {
  const dimensions = new Set<Dimension>();
  const add = (on: readonly Dimension[] = []): void => on.forEach((one) => dimensions.add(one));
  const fragments = readFragments(document);

  const walk = (set: SelectionSetNode | undefined, typeName: string): void => {
    const type = schema.get(typeName);
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) {
        const field = type?.fields.get(selection.name.value);
        add(field?.on);
        add(schema.get(field?.type ?? '')?.on);
        walk(selection.selectionSet, field?.type ?? '');
        continue;
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition?.name.value ?? typeName;
      add(schema.get(condition)?.on);
      walk(fragment?.selectionSet, condition);
    }
  };

  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const operationType = operation?.operation ?? 'query';
  walk(operation?.selectionSet, rootTypes[operationType]);
  return { dimensions, operationType };
}
