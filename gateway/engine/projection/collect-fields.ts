// Collects what an operation selects of one type, as graphql-js does, in the order of the answer.
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/** What does not change while an operation is walked. */
export interface SelectionContext {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Made-up response name → the client's. */
  readonly clientNames: Readonly<Record<string, string>>;
  /** Response name of fields that are left out. */
  readonly omittedName: string | undefined;
  /** Response name that withholds the object that it stands in. */
  readonly objectName: string | undefined;
}

/** A field of the answer. */
export interface CollectedField {
  /** Its key in the answer. */
  readonly name: string;
  /** Its keys in the fetched data, nearly always one. */
  readonly sources: readonly string[];
  /** All places where it is selected; the first one says which field it is. */
  readonly nodes: readonly [FieldNode, ...FieldNode[]];
}

/** The fields of one type. */
export interface CollectedFields {
  readonly fields: readonly CollectedField[];
  /** Whether fragments were left out that one of the type's implementers would satisfy. */
  readonly isNarrowed: boolean;
  /** Whether the object is withheld as a whole. */
  readonly isWithheld: boolean;
}

/** Collects what `sets` select of `type`; for an interface, what they select of any implementer. */
export function collectFields(
  context: SelectionContext,
  type: GraphQLObjectType | GraphQLInterfaceType,
  sets: readonly SelectionSetNode[],
): CollectedFields {
  const collected = new Map<string, { sources: string[]; nodes: [FieldNode, ...FieldNode[]] }>();
  const visited = new Set<string>();
  let isNarrowed = false;
  let isWithheld = false;

  const add = (node: FieldNode): void => {
    const source = (node.alias ?? node.name).value;
    const { clientNames, omittedName, objectName } = context;
    if (source === objectName) isWithheld = true;
    if (source === omittedName || source === objectName) return;
    const name = Object.hasOwn(clientNames, source) ? (clientNames[source] ?? source) : source;
    const before = collected.get(name);
    if (!before) {
      collected.set(name, { sources: [source], nodes: [node] });
      return;
    }
    before.nodes.push(node);
    if (!before.sources.includes(source)) before.sources.push(source);
  };
  const walk = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        add(selection);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (visited.has(selection.name.value)) continue;
        visited.add(selection.name.value);
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? context.fragments.get(selection.name.value)
          : selection;
      if (!fragment) continue;
      const condition = fragment.typeCondition?.name.value;
      if (condition === undefined || satisfies(context.schema, type, condition)) {
        walk(fragment.selectionSet);
      } else {
        isNarrowed = true;
      }
    }
  };
  for (const set of sets) walk(set);
  return {
    fields: [...collected].map(([name, { sources, nodes }]) => ({ name, sources, nodes })),
    isNarrowed,
    isWithheld,
  };
}

function satisfies(schema: GraphQLSchema, type: GraphQLNamedType, condition: string): boolean {
  if (type.name === condition) return true;
  const conditionType = schema.getType(condition);
  return (
    isAbstractType(conditionType) &&
    schema.isSubType(conditionType, type as GraphQLObjectType | GraphQLInterfaceType)
  );
}
