// Settles @skip and @include before an operation is planned: the planner goes wrong at conditions,
// and would have to plan for all of their combinations.
import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

import { findFreePrefix } from './plan/free-prefix.ts';
import { listUsedDefinitions, readFragments, toDocument } from './plan/used-definitions.ts';

/** An operation without conditions. */
export interface SettledOperation {
  /** The operation and the fragments that it still spreads. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Response name of a field that stands where all others were left out, and is not answered. */
  readonly omittedName?: string;
}

/** Names of the Boolean variables that an operation's conditions look at, in order. */
export function listConditionNames(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): readonly string[] {
  const names = new Set<string>();
  for (const { selectionSet } of listUsedDefinitions(operation, readFragments(document))) {
    visit(selectionSet, {
      Directive(directive) {
        const value = readCondition(directive);
        if (value?.kind === Kind.VARIABLE) names.add(value.name.value);
      },
    });
  }
  return [...names].toSorted();
}

/** Leaves out what is skipped or not included with these values; what remains has no conditions. */
export function settleConditions(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  values: Readonly<Record<string, unknown>>,
): SettledOperation {
  const fragments = readFragments(document);
  const all = listUsedDefinitions(operation, fragments);
  let isConditional = false;
  const responseNames: string[] = [];
  for (const { selectionSet } of all) {
    visit(selectionSet, {
      Directive: (directive) => void (isConditional ||= readCondition(directive) !== undefined),
      Field: (field) => void responseNames.push((field.alias ?? field.name).value),
    });
  }
  if (!isConditional) return { document, operation };

  const omittedName = findFreePrefix('_none', responseNames);
  const filler: FieldNode = {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: omittedName },
    name: { kind: Kind.NAME, value: '__typename' },
  };
  const settled = new Map<string, SelectionSetNode>();
  const settleFragment = (name: string): SelectionSetNode => {
    const known = settled.get(name);
    if (known) return known;
    const set = fragments.get(name)?.selectionSet;
    const own = set ? settleSet(set) : { kind: Kind.SELECTION_SET as const, selections: [] };
    settled.set(name, own);
    return own;
  };
  const settleSet = (set: SelectionSetNode): SelectionSetNode => ({
    ...set,
    selections: set.selections.flatMap((selection) => settle(selection)),
  });
  const fill = (set: SelectionSetNode): SelectionSetNode =>
    set.selections.length > 0 ? set : { ...set, selections: [filler] };
  const settle = (selection: SelectionNode): SelectionNode[] => {
    const { directives = [] } = selection;
    if (!directives.every((directive) => isMet(directive, values))) return [];
    const kept = directives.filter((directive) => readCondition(directive) === undefined);
    switch (selection.kind) {
      case Kind.FIELD: {
        const { selectionSet } = selection;
        const inner = selectionSet && { selectionSet: fill(settleSet(selectionSet)) };
        return [{ ...selection, directives: kept, ...inner }];
      }
      case Kind.INLINE_FRAGMENT: {
        const selectionSet = settleSet(selection.selectionSet);
        return selectionSet.selections.length === 0
          ? []
          : [{ ...selection, directives: kept, selectionSet }];
      }
      case Kind.FRAGMENT_SPREAD:
        return settleFragment(selection.name.value).selections.length === 0
          ? []
          : [{ ...selection, directives: kept }];
      default:
        return selection satisfies never;
    }
  };

  const bare = { ...operation, selectionSet: fill(settleSet(operation.selectionSet)) };
  const settledFragments = new Map(
    [...fragments].map(([name, node]) => [
      name,
      { ...node, selectionSet: settled.get(name) ?? node.selectionSet },
    ]),
  );
  const { document: own, operation: ownOperation } = toDocument(bare, settledFragments);
  return {
    document: own,
    operation: ownOperation,
    omittedName,
  };
}

function readCondition({ name, arguments: args = [] }: DirectiveNode) {
  return name.value === 'skip' || name.value === 'include' ? args[0]?.value : undefined;
}

function isMet(directive: DirectiveNode, values: Readonly<Record<string, unknown>>): boolean {
  const value = readCondition(directive);
  if (!value) return true;
  const isTrue =
    value.kind === Kind.VARIABLE
      ? values[value.name.value] === true
      : value.kind === Kind.BOOLEAN && value.value;
  return isTrue === (directive.name.value === 'include');
}
