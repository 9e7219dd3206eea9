// What an estimate needs to know of a field's arguments, read from a schema that was built.
import {
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isListType,
  isNonNullType,
  isRequiredArgument,
} from 'graphql';

import type { FieldArguments } from './list-length.ts';

/** Describes the arguments of a field. */
export function describeArguments({ args }: GraphQLField<unknown, unknown>): FieldArguments {
  return new Map(
    args.map((argument) => [
      argument.name,
      {
        isKey: isRequiredArgument(argument) && getNamedType(argument.type).name === 'ID',
        isList: isList(argument.type),
        defaultValue: argument.defaultValue,
      },
    ]),
  );
}

function isList(type: GraphQLInputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}
