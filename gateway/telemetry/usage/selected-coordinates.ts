// Lists what of a schema an operation uses, by schema coordinates.
import {
  type DocumentNode,
  getNamedType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  type OperationDefinitionNode,
  typeFromAST,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

import { listUsedDefinitions, readFragments } from '../../engine/plan/used-definitions.ts';

/**
 * Lists fields (`Type.field`), arguments (`Type.field(argument:)`), input fields (`Input.field`) and values of
 * enums (`Enum.VALUE`), sorted. A field of an interface stands for those of its implementers as well. Of an input
 * object or enum in a variable only the type is known (`Input`), not what of it is sent. `document` is valid; what
 * `@skip` or `@include` leave out counts as used.
 */
export function listSelectedCoordinates(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): readonly string[] {
  const found = new Set<string>();
  const typeInfo = new TypeInfo(schema);
  const listOwners = (): readonly string[] => {
    const parent = typeInfo.getParentType();
    if (!parent) return [];
    if (!isAbstractType(parent)) return [parent.name];
    const members = schema.getPossibleTypes(parent).map(({ name }) => name);
    return isInterfaceType(parent) ? [parent.name, ...members] : [];
  };
  const visitor = visitWithTypeInfo(typeInfo, {
    Field({ name, arguments: given = [] }) {
      if (name.value.startsWith('__')) return;
      for (const owner of listOwners()) {
        found.add(`${owner}.${name.value}`);
        for (const argument of given) found.add(`${owner}.${name.value}(${argument.name.value}:)`);
      }
    },
    ObjectField({ name }) {
      const parent = getNamedType(typeInfo.getParentInputType());
      if (isInputObjectType(parent)) found.add(`${parent.name}.${name.value}`);
    },
    EnumValue({ value }) {
      const type = getNamedType(typeInfo.getInputType());
      if (isEnumType(type)) found.add(`${type.name}.${value}`);
    },
    VariableDefinition({ type }) {
      const named = getNamedType(typeFromAST(schema, type as never));
      if (isInputObjectType(named) || isEnumType(named)) found.add(named.name);
    },
  });
  const used = listUsedDefinitions(operation, readFragments(document));
  for (const definition of used) visit(definition, visitor);
  return [...found].toSorted();
}
