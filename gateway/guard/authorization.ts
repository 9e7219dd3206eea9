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

import type { AccessNeeds } from './access-needs.ts';
import type { AccessRule, Alternatives } from './protected-coordinates.ts';

/** Who asks, as far as access goes. */
export interface Caller {
  readonly isSignedIn: boolean;
  readonly scopes: readonly string[];
  /** Names of the policies that it satisfies. */
  readonly policies: readonly string[];
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

const none: readonly AccessRule[] = [];

/** Creates an authorizer of one schema. Rules of an operation are looked up once a document. */
export function createAuthorizer(apiSchema: GraphQLSchema, needs: AccessNeeds): Authorizer {
  if (needs.rules.length === 0) return { findViolations: () => none };
  const rulesByOperation = new WeakMap<OperationDefinitionNode, readonly AccessRule[]>();
  return {
    findViolations(document, operation, caller) {
      let rules = rulesByOperation.get(operation);
      if (!rules) {
        rules = collectRules(apiSchema, needs, document, operation);
        rulesByOperation.set(operation, rules);
      }
      return rules.length === 0 ? none : rules.filter((rule) => !isSatisfied(rule, caller));
    },
  };
}

function isSatisfied(rule: AccessRule, { isSignedIn, scopes, policies }: Caller): boolean {
  const { anyOfScopes, anyOfPolicies } = rule;
  if (!isSignedIn) return false;
  if (anyOfScopes.length > 0 && !holdsOne(anyOfScopes, scopes)) return false;
  return anyOfPolicies === undefined || holdsOne(anyOfPolicies, policies);
}

function holdsOne(alternatives: Alternatives, held: readonly string[]): boolean {
  return alternatives.some((names) => names.every((name) => held.includes(name)));
}

function collectRules(
  schema: GraphQLSchema,
  needs: AccessNeeds,
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
  const require = (rules: readonly AccessRule[]): void => {
    for (const rule of rules) found.set(rule.coordinate, rule);
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
        for (const owner of possible) require(needs.ofField(owner.name, name));
        if (!isObjectType(type) && !isInterfaceType(type)) continue;
        const fieldType = getNamedType(type.getFields()[name]?.type);
        if (!fieldType) continue;
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
      if (isObjectType(condition) && narrowed.length > 0) require(needs.ofType(condition.name));
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
