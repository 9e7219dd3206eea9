// How long a list of an answer is at most, by what the schema declares and what is asked for.
import { type ArgumentNode, Kind, type ValueNode } from 'graphql';

import type { ListSize } from './cost-declarations.ts';
import { type Figure, largestOf, map, type Variables } from './figure.ts';

/** What is known of an argument in the schema. */
export interface ArgumentFacts {
  /** Whether it must be given and takes ids. */
  readonly isKey: boolean;
  readonly isList: boolean;
  readonly defaultValue?: unknown;
}

/** The arguments of a field in the schema, by name. */
export type FieldArguments = ReadonlyMap<string, ArgumentFacts>;

/**
 * Estimates the length of a field's list. What is asked for holds before what is assumed: the largest
 * slicing argument, else the ids of a required list of them, else the assumed size, else the default.
 */
export function estimateListLength(
  listSize: ListSize | undefined,
  defined: FieldArguments,
  given: readonly ArgumentNode[],
  defaultListSize: number,
): Figure {
  const assumed = listSize?.assumedSize ?? defaultListSize;
  const slices = (listSize?.slicingArguments ?? []).map((name) =>
    readSlice(findValue(given, name), defined.get(name)?.defaultValue),
  );
  if (slices.length > 0) {
    const largest = largestOf(
      slices.filter((slice) => slice !== undefined),
      -1,
    );
    return map(largest, (size) => (size < 0 ? assumed : size));
  }
  return countKeys(defined, given) ?? assumed;
}

/** How many ids a field is asked for in a required list of them; undefined where it takes none. */
export function countKeys(
  defined: FieldArguments,
  given: readonly ArgumentNode[],
): Figure | undefined {
  for (const { name, value } of given) {
    const facts = defined.get(name.value);
    if (facts?.isKey && facts.isList) return readLength(value);
  }
  return undefined;
}

/** Whether exactly one of the slicing arguments is given, as the schema may require; defaults count. */
export function hasOneSlice(
  { slicingArguments }: ListSize,
  defined: FieldArguments,
  given: readonly ArgumentNode[],
  variables: Variables,
): boolean {
  const slices = slicingArguments.filter((name) => {
    const slice = readSlice(findValue(given, name), defined.get(name)?.defaultValue);
    return slice !== undefined && (typeof slice === 'number' || slice(variables) >= 0);
  });
  return slices.length === 1;
}

function findValue(given: readonly ArgumentNode[], name: string): ValueNode | undefined {
  return given.find((argument) => argument.name.value === name)?.value;
}

/** Undefined, or below 0, where there is none. */
function readSlice(value: ValueNode | undefined, defaultValue: unknown): Figure | undefined {
  const fallback = typeof defaultValue === 'number' ? Math.max(0, defaultValue) : undefined;
  if (value?.kind === Kind.INT) return Math.max(0, Number(value.value));
  if (value?.kind === Kind.VARIABLE) {
    const name = value.name.value;
    return (variables) => {
      const size = variables[name];
      if (typeof size === 'number') return Math.max(0, size);
      return size === undefined ? (fallback ?? -1) : -1;
    };
  }
  return value === undefined ? fallback : undefined;
}

function readLength(value: ValueNode): Figure {
  if (value.kind === Kind.LIST) return value.values.length;
  if (value.kind !== Kind.VARIABLE) return 1;
  const name = value.name.value;
  return (variables) => {
    const ids = variables[name];
    return Array.isArray(ids) ? ids.length : 1;
  };
}
