// Tells what kinds of values the variables of a request had, and none of the values.
import {
  getNullableType,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isListType,
  type OperationDefinitionNode,
  print,
  typeFromAST,
} from 'graphql';

import type { ValueShape, VariableShape } from './usage-keys.ts';

/** Describes the variables that an operation declares; `names` are those of its scrubbed document. */
export function describeVariableShapes(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  names: ReadonlyMap<string, string>,
  sent: unknown,
): readonly VariableShape[] {
  const values = isObject(sent) ? sent : {};
  return (operation.variableDefinitions ?? []).map(({ variable, type }) => {
    const name = variable.name.value;
    return {
      name: names.get(name) ?? '',
      type: print(type),
      shape: Object.hasOwn(values, name)
        ? describe(values[name], typeFromAST(schema, type as never) as GraphQLInputType | undefined)
        : 'missing',
    };
  });
}

function describe(value: unknown, type: GraphQLInputType | undefined): ValueShape {
  if (value === null || value === undefined) return 'null';
  const present = type && getNullableType(type);
  if (Array.isArray(value)) {
    const itemType = isListType(present) ? present.ofType : undefined;
    // One that is there says more than one that is not.
    const item: unknown = value.find((entry) => entry !== null);
    return value.length === 0 ? { list: 0 } : { list: value.length, of: describe(item, itemType) };
  }
  if (isObject(value)) {
    // The keys of what a scalar takes are the client's own.
    if (!isInputObjectType(present)) return 'object';
    const fields = Object.values(present.getFields())
      .filter(({ name }) => Object.hasOwn(value, name))
      .map(({ name, type: fieldType }) => [name, describe(value[name], fieldType)] as const);
    return { object: Object.fromEntries(fields) };
  }
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'string';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
