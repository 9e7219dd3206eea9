// What may be asked: finds the protected types and fields that an operation selects.
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

import type { AccessRule, ProtectedCoordinates } from './protected-coordinates.ts';

/** Who asks, as far as access goes. */
export interface Caller {
  readonly isSignedIn: boolean;
  readonly scopes: readonly string[];
}

/** Finds the rules that an operation is under. */
export interface Authorizer {
  /**
   * Rules that the caller does not satisfy, by coordinate. `document` must be valid and within the
   * operation limits. What `@skip` or `@include` leave out counts as selected.
   */
  findViolations(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    caller: Caller,
  ): readonly AccessRule[];
}

/** Creates an authorizer of one schema. Rules of an operation are looked up once a document. */
export function createAuthorizer(
  apiSchema: GraphQLSchema,
  coordinates: ProtectedCoordinates,
): Authorizer {
  const rulesByOperation = new WeakMap<OperationDefinitionNode, readonly AccessRule[]>();
  return {
    findViolations(document, operation, { isSignedIn, scopes }) {
      let rules = rulesByOperation.get(operation);
      if (!rules) {
        rules = collectRules(apiSchema, coordinates, document, operation);
        rulesByOperation.set(operation, rules);
      }
      const held = new Set(scopes);
      const isSatisfied = ({ anyOfScopes }: AccessRule): boolean =>
        isSignedIn &&
        (anyOfScopes.length === 0 ||
          anyOfScopes.some((needed) => needed.every((scope) => held.has(scope))));
      return rules.filter((rule) => !isSatisfied(rule));
    },
  };
}

function collectRules(
  schema: GraphQLSchema,
  coordinates: ProtectedCoordinates,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): readonly AccessRule[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  const found = new Map<string, AccessRule>();
  const require = (coordinate: string): void => {
    const rule = coordinates.get(coordinate);
    if (rule) found.set(coordinate, rule);
  };

  /** `possible` are the object types that the set may be about, after all conditions around it. */
  const walk = (
    set: SelectionSetNode,
    type: GraphQLNamedType,
    possible: readonly GraphQLObjectType[],
  ): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const name = selection.name.value;
        if (name.startsWith('__')) continue;
        // Not the interface itself: its rules derive from all its implementers, these are fewer.
        for (const owner of possible) {
          require(owner.name);
          require(`${owner.name}.${name}`);
        }
        if (!isObjectType(type) && !isInterfaceType(type)) continue;
        const fieldType = getNamedType(type.getFields()[name]?.type);
        if (!fieldType) continue;
        // Of an abstract type, only what is asked of its members counts.
        if (!isAbstractType(fieldType)) require(fieldType.name);
        if (selection.selectionSet) {
          walk(selection.selectionSet, fieldType, listPossible(schema, fieldType));
        }
        continue;
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (!fragment) continue;
      const condition = fragment.typeCondition
        ? schema.getType(fragment.typeCondition.name.value)
        : type;
      if (!condition) continue;
      const narrowed = listPossible(schema, condition).filter((one) => possible.includes(one));
      // Such as `... on Vehicle { __typename }` in a union: asks whether it is one.
      if (isObjectType(condition) && narrowed.length > 0) require(condition.name);
      walk(fragment.selectionSet, condition, narrowed);
    }
  };

  const root = schema.getRootType(operation.operation);
  if (root) walk(operation.selectionSet, root, [root]);
  return [...found.values()];
}

function listPossible(schema: GraphQLSchema, type: GraphQLNamedType): readonly GraphQLObjectType[] {
  if (isObjectType(type)) return [type];
  return isCompositeType(type) && isAbstractType(type) ? schema.getPossibleTypes(type) : [];
}
