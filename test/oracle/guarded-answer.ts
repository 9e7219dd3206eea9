// What is right for one caller: the monolith's answer with all that the caller may not see as null.
import {
  type ExecutionResult,
  type FieldNode,
  getDirectiveValues,
  GraphQLError,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

import type { Monolith } from './monolith.ts';
import type { Denials } from './protections.ts';

const code = 'UNAUTHORIZED_FIELD_OR_TYPE';

/** Asks the monolith, which is stopped at each field and each object that is denied. */
export function answerGuarded(
  monolith: Monolith,
  denials: Denials,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<ExecutionResult> {
  const deny = (): never => {
    throw new GraphQLError('Denied.', { extensions: { code } });
  };
  return monolith.answer(
    query,
    variables,
    (row, field) => {
      if (denials.isFieldDenied(row['__typename'], field)) deny();
    },
    (row, info) => {
      const typeName = row['__typename'];
      if (!denials.isTypeDenied(typeName)) return;
      if (info.fieldNodes.some((node) => asksFor(node, typeName, info))) deny();
    },
  );
}

/** Whether more is asked of an object than its type's name, or whether it is of its type. */
function asksFor(
  node: Pick<FieldNode, 'selectionSet'>,
  typeName: string,
  info: GraphQLResolveInfo,
): boolean {
  const look = ({ selections }: SelectionSetNode): boolean =>
    selections.some((selection) => {
      const skip = getDirectiveValues(GraphQLSkipDirective, selection, info.variableValues);
      const include = getDirectiveValues(GraphQLIncludeDirective, selection, info.variableValues);
      if (skip?.['if'] === true || include?.['if'] === false) return false;
      if (selection.kind === Kind.FIELD) return !selection.name.value.startsWith('__');
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : info.fragments[selection.name.value];
      if (!fragment) return false;
      const condition = fragment.typeCondition?.name.value;
      if (condition === typeName) return mayBeAsked(fragment.selectionSet, info);
      const applies = condition === undefined || includes(info.schema, condition, typeName);
      return applies && look(fragment.selectionSet);
    });
  return node.selectionSet ? look(node.selectionSet) : false;
}

/** A fragment of which nothing is included does not ask whether the object is of its type. */
function mayBeAsked({ selections }: SelectionSetNode, info: GraphQLResolveInfo): boolean {
  return selections.some((selection) => {
    const skip = getDirectiveValues(GraphQLSkipDirective, selection, info.variableValues);
    const include = getDirectiveValues(GraphQLIncludeDirective, selection, info.variableValues);
    if (skip?.['if'] === true || include?.['if'] === false) return false;
    if (selection.kind === Kind.FIELD) return true;
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : info.fragments[selection.name.value];
    return fragment ? mayBeAsked(fragment.selectionSet, info) : false;
  });
}

function includes(schema: GraphQLSchema, condition: string, typeName: string): boolean {
  const type = schema.getType(condition);
  return (
    isAbstractType(type) && schema.getPossibleTypes(type).some(({ name }) => name === typeName)
  );
}
