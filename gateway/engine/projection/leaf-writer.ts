// Writes scalars and enum values, and finds those that do not fit their type.
import {
  type GraphQLEnumType,
  type GraphQLOutputType,
  type GraphQLScalarType,
  getNullableType,
  isEnumType,
  isScalarType,
  isSpecifiedScalarType,
} from 'graphql';

import { quoteJson } from '../execution/json-text.ts';
import { type Place, recordFault, type WriteValue } from './projection-run.ts';

const maxInt = 2 ** 31 - 1;
const minInt = -(2 ** 31);

/** Types whose values nearly always are of one kind in JavaScript; 0 for all others. */
export type UsualLeaf =
  0 | typeof usualText | typeof usualInt | typeof usualFloat | typeof usualBoolean;

const usualText = 1;
const usualInt = 2;
const usualFloat = 3;
const usualBoolean = 4;
const usualByName: Readonly<Record<string, UsualLeaf>> = {
  String: usualText,
  ID: usualText,
  Int: usualInt,
  Float: usualFloat,
  Boolean: usualBoolean,
};

/** Says whether values of a type can be written by `writeUsualLeaf`. */
export function chooseUsualLeaf(type: GraphQLOutputType | undefined): UsualLeaf {
  const present = type && getNullableType(type);
  return isScalarType(present) && isSpecifiedScalarType(present)
    ? (usualByName[present.name] ?? 0)
    : 0;
}

/** Writes a value if it is what its type's values usually are: in one step, where a closure takes three. */
export function writeUsualLeaf(usual: UsualLeaf, value: unknown): string | undefined {
  switch (usual) {
    case 0:
      return undefined;
    case usualText:
      return typeof value === 'string' ? quoteJson(value) : undefined;
    case usualInt:
      return typeof value === 'number' && isInt(value) ? `${value}` : undefined;
    case usualFloat:
      return typeof value === 'number' && Number.isFinite(value) ? `${value}` : undefined;
    case usualBoolean:
      if (value === true) return 'true';
      return value === false ? 'false' : undefined;
    default:
      return usual satisfies never;
  }
}

function isInt(value: number): boolean {
  return Number.isInteger(value) && value <= maxInt && value >= minInt;
}

/** Compiles the writer of a leaf; it is never given null or undefined. */
export function compileLeaf(type: GraphQLScalarType | GraphQLEnumType, place: Place): WriteValue {
  if (isEnumType(type)) return compileEnum(type, place);
  if (!isSpecifiedScalarType(type)) {
    return (value, run) => JSON.stringify(value) ?? recordFault(run, 'wrong', place);
  }
  switch (type.name) {
    case 'Int':
      return (value, run) =>
        typeof value === 'number' && isInt(value) ? `${value}` : recordFault(run, 'wrong', place);
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
