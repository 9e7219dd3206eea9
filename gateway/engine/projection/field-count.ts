// Compiles an operation into a function that counts, in the data of an answer, how often each field was null.
import {
  getNamedType,
  getNullableType,
  type GraphQLCompositeType,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';

import { type DataObject, isDataObject, readKey } from '../execution/data-object.ts';
import { type CollectedField, collectFields, type SelectionContext } from './collect-fields.ts';
import { openSelection, type ProjectionOptions } from './compile-projection.ts';
import { createSourceMerge } from './source-merge.ts';

/** Where fields are counted. */
export interface FieldCounts {
  sampled: number;
  nulls: number;
}

/**
 * Counts one answer. `answer` is what the client got, as far as that may be null where the data is not; undefined
 * for what is the same.
 */
export type CountFields = (data: DataObject, answer: unknown) => void;

type CountValue = (value: unknown, answer: unknown) => void;
type TallyOf = (coordinate: string) => FieldCounts;

/** Compiles the counting. */
export function compileFieldCount(options: ProjectionOptions, tallyOf: TallyOf): CountFields {
  const { rootType, context } = openSelection(options);
  return compileFields(context, rootType, [options.operation.selectionSet], tallyOf);
}

interface FieldCounter {
  readonly key: string;
  readonly name: string;
  readonly tally: FieldCounts;
  /** Absent for leaves. */
  readonly count: CountValue | undefined;
}

function compileFields(
  context: SelectionContext,
  type: GraphQLObjectType | GraphQLInterfaceType,
  sets: readonly SelectionSetNode[],
  tallyOf: TallyOf,
): CountValue {
  const { fields } = collectFields(context, type, sets);
  const counters = fields.flatMap((field) => compileField(context, type, field, tallyOf));
  const merge = createSourceMerge(fields);
  return (value, answer) => {
    const object = merge ? merge(value as DataObject) : (value as DataObject);
    for (const { key, name, tally, count } of counters) {
      const fieldValue = readKey(object, key);
      const answered = answer === undefined ? undefined : readKey(answer as DataObject, name);
      tally.sampled += 1;
      if (fieldValue === null || fieldValue === undefined || answered === null) tally.nulls += 1;
      else count?.(fieldValue, answered);
    }
  };
}

function compileField(
  context: SelectionContext,
  type: GraphQLObjectType | GraphQLInterfaceType,
  field: CollectedField,
  tallyOf: TallyOf,
): FieldCounter[] {
  const fieldName = field.nodes[0].name.value;
  const definition = type.getFields()[fieldName];
  // Such as __typename.
  if (!definition) return [];
  const [key = field.name] = field.sources;
  const tally = tallyOf(`${type.name}.${fieldName}`);
  const sets = field.nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
  const count = compileType(context, definition.type, sets, tallyOf);
  return [{ key, name: field.name, tally, count }];
}

function compileType(
  context: SelectionContext,
  type: GraphQLOutputType,
  sets: readonly SelectionSetNode[],
  tallyOf: TallyOf,
): CountValue | undefined {
  const present = getNullableType(type);
  if (isListType(present)) {
    const count = compileType(context, present.ofType, sets, tallyOf);
    return count && compileItems(count);
  }
  const composite = getNamedType(present);
  return isCompositeType(composite) ? compileObject(context, composite, sets, tallyOf) : undefined;
}

function compileItems(count: CountValue): CountValue {
  return (value, answer) => {
    if (!Array.isArray(value)) return;
    const answers = Array.isArray(answer) ? (answer as readonly unknown[]) : undefined;
    for (let index = 0; index < value.length; index += 1) {
      const item: unknown = value[index];
      const answered = answers?.[index];
      if (item !== null && item !== undefined && answered !== null) count(item, answered);
    }
  };
}

function compileObject(
  context: SelectionContext,
  type: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
  tallyOf: TallyOf,
): CountValue {
  if (isObjectType(type)) {
    const count = compileFields(context, type, sets, tallyOf);
    return (value, answer) => {
      if (isDataObject(value)) count(value, answer);
    };
  }
  const counts = new Map<unknown, CountValue>();
  return (value, answer) => {
    if (!isDataObject(value)) return;
    const typeName = value['__typename'] ?? type.name;
    let count = counts.get(typeName);
    if (!count) {
      // What a subgraph makes up is not remembered.
      const actual = typeof typeName === 'string' ? context.schema.getType(typeName) : undefined;
      if (!isObjectType(actual) && !isInterfaceType(actual)) return;
      count = compileFields(context, actual, sets, tallyOf);
      counts.set(typeName, count);
    }
    count(value, answer);
  };
}
