// Gives fields of a client aliases where the planner would mistake them for other fields: it takes
// what has one response name for one field, and its own fields of keys and inputs have names too.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  TypeInfo,
  getNamedType,
  isInterfaceType,
  visit,
  visitWithTypeInfo,
} from 'graphql';

import { findFreePrefix } from '../plan/free-prefix.ts';
import { signatureOf } from './stand-in-fields.ts';

/** What the rewriting depends on beside the document. */
export interface RewriteRules {
  readonly apiSchema: GraphQLSchema;
  /** Response names under which the planner itself fetches fields, without arguments. */
  readonly joinNames: ReadonlySet<string>;
}

/** A document of one operation as it is planned. */
export interface PlannedDocument {
  readonly document: DocumentNode;
  /** Made-up alias → the client's response name; absent if nothing was changed. */
  readonly renames?: Readonly<Record<string, string>>;
}

/**
 * Makes the function that rewrites documents of one operation and its fragments. Apart from
 * aliases, it asks only for `__typename` of interfaces that no type implements, which the planner
 * would leave out: the value is null, or an error.
 */
export function createOperationRewriter(
  rules: RewriteRules,
): (document: DocumentNode) => PlannedDocument {
  const { apiSchema, joinNames } = rules;
  const hasEmptyInterface = Object.values(apiSchema.getTypeMap()).some(
    (type) => isInterfaceType(type) && apiSchema.getPossibleTypes(type).length === 0,
  );

  return (document) => {
    const made = nameFields(document, joinNames);
    const aliased = made.size === 0 ? document : renameFields(document, made);
    const planned = hasEmptyInterface ? askForTypenames(aliased, apiSchema) : aliased;
    if (planned === document) return { document };
    const renames = [...made.values()].map(({ alias, responseName }) => [alias, responseName]);
    return {
      document: planned,
      renames: Object.fromEntries(renames) as Record<string, string>,
    };
  };
}

interface MadeName {
  readonly alias: string;
  readonly responseName: string;
}

/** By response name and signature: what is to be fetched under another name. */
function nameFields(
  document: DocumentNode,
  joinNames: ReadonlySet<string>,
): ReadonlyMap<string, MadeName> {
  const calls = collectCalls(document);
  const prefix = findFreePrefix('_call', calls.keys());

  const made = new Map<string, MadeName>();
  for (const [responseName, { signatures, isAmbiguous }] of calls) {
    const isJoinName = joinNames.has(responseName);
    const [first] = signatures;
    const kept = isJoinName ? signatureOf(responseName, []) : first;
    for (const signature of isJoinName || isAmbiguous ? signatures : []) {
      if (signature === kept) continue;
      const alias = `${prefix}${made.size}_${responseName}`;
      made.set(`${responseName}:${signature}`, { alias, responseName });
    }
  }
  return made;
}

interface Calls {
  readonly signatures: Set<string>;
  /** Whether two of them have one response path, under different types. */
  isAmbiguous: boolean;
}

/** Walks the operation with all that has one response path taken together. */
function collectCalls(document: DocumentNode): ReadonlyMap<string, Calls> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }

  const calls = new Map<string, Calls>();
  const walk = (sets: readonly SelectionSetNode[]): void => {
    const fields = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    const gather = (set: SelectionSetNode): void => {
      for (const selection of set.selections) {
        if (selection.kind === Kind.FIELD) {
          const name = responseNameOf(selection);
          fields.set(name, [...(fields.get(name) ?? []), selection]);
        } else if (selection.kind === Kind.INLINE_FRAGMENT) {
          gather(selection.selectionSet);
        } else if (!spread.has(selection.name.value)) {
          spread.add(selection.name.value);
          const fragment = fragments.get(selection.name.value);
          if (fragment) gather(fragment.selectionSet);
        }
      }
    };
    for (const set of sets) gather(set);
    for (const [name, nodes] of fields) {
      const own = new Set(nodes.map((node) => signatureOf(node.name.value, node.arguments)));
      const known = calls.get(name) ?? { signatures: new Set<string>(), isAmbiguous: false };
      for (const signature of own) known.signatures.add(signature);
      known.isAmbiguous ||= own.size > 1;
      calls.set(name, known);
      const inner = nodes.map((node) => node.selectionSet).filter((set) => set !== undefined);
      if (inner.length > 0) walk(inner);
    }
  };
  walk(operations.map(({ selectionSet }) => selectionSet));
  return calls;
}

function renameFields(document: DocumentNode, made: ReadonlyMap<string, MadeName>): DocumentNode {
  return visit(document, {
    Field(node) {
      const signature = signatureOf(node.name.value, node.arguments);
      const name = made.get(`${responseNameOf(node)}:${signature}`);
      return name && { ...node, alias: { kind: Kind.NAME, value: name.alias } };
    },
  });
}

function askForTypenames(document: DocumentNode, apiSchema: GraphQLSchema): DocumentNode {
  const typeInfo = new TypeInfo(apiSchema);
  const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const;
  return visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field(node) {
        const type = getNamedType(typeInfo.getType());
        if (!isInterfaceType(type) || apiSchema.getPossibleTypes(type).length > 0) return undefined;
        const selectionSet = { kind: Kind.SELECTION_SET, selections: [typename] } as const;
        return { ...node, selectionSet };
      },
    }),
  );
}

function responseNameOf(field: FieldNode): string {
  return (field.alias ?? field.name).value;
}
