// Writes scalars and enum values, and finds those that do not fit their type.
import {
  type GraphQLEnumType,
  type GraphQLScalarType,
  isEnumType,
  isSpecifiedScalarType,
} from 'graphql';

import { quoteJson } from '../execution/json-text.ts';
import { type Place, recordFault, type WriteValue } from './projection-run.ts';

const maxInt = 2 ** 31 - 1;
const minInt = -(2 ** 31);

/** Compiles the writer of a leaf; it is never given null or undefined. */
export function compileLeaf(type: GraphQLScalarType | GraphQLEnumType, place: Place): WriteValue {
  if (isEnumType(type)) return compileEnum(type, place);
  if (!isSpecifiedScalarType(type)) {
    return (value, run) => JSON.stringify(value) ?? recordFault(run, 'wrong', place);
  }
  switch (type.name) {
    case 'Int':
      return (value, run) =>
        typeof value === 'number' && Number.isInteger(value) && value <= maxInt && value >= minInt
          ? `${value}`
          : recordFault(run, 'wrong', place);
    case 'Float':
      return (value, run) =>
        typeof value === 'number' && Number.isFinite(value)
          ? `${value}`
          : recordFault(run, 'wrong', place);
    case 'Boolean':
      return (value, run) => {
        if (value === true) return 'true';
        return value === false ? 'false' : recordFault(run, 'wrong', place);
      };
    case 'ID':
      return (value, run) => {
        if (typeof value === 'string') return quoteJson(value);
        return typeof value === 'number' && Number.isSafeInteger(value)
          ? `"${value}"`
          : recordFault(run, 'wrong', place);
      };
    default:
      return (value, run) =>
        typeof value === 'string' ? quoteJson(value) : recordFault(run, 'wrong', place);
  }
}

function compileEnum(type: GraphQLEnumType, place: Place): WriteValue {
  const textByValue = new Map<unknown, string>(
    type.getValues().map(({ name }) => [name, JSON.stringify(name)]),
  );
  return (value, run) => textByValue.get(value) ?? recordFault(run, 'wrong', place);
}
