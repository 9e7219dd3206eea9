// Writes objects, lists and nulls of an answer, from the types that its operation selects.
import {
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type SelectionSetNode,
} from 'graphql';

import type { AccessRule } from '../../guard/protected-coordinates.ts';
import { type DataObject, isDataObject, readKey } from '../execution/data-object.ts';
import { type CollectedField, collectFields, type SelectionContext } from './collect-fields.ts';
import type { WithheldNames } from '../withhold-fields.ts';
import { chooseUsualLeaf, compileLeaf, type UsualLeaf, writeUsualLeaf } from './leaf-writer.ts';
import { type Place, recordDenial, recordFault, type WriteValue } from './projection-run.ts';
import { createSourceMerge } from './source-merge.ts';

/** What objects are compiled with. */
export interface ObjectContext extends SelectionContext {
  /** Writes `__schema` and `__type`, whatever the data. */
  compileIntrospection(field: CollectedField): WriteValue;
  readonly withheld: WithheldFields | undefined;
}

/** What was taken out of the operation, as its caller may not see it. */
export interface WithheldFields {
  readonly names: WithheldNames;
  /** What the caller lacks for a field, or for an object as such. */
  findRules(typeNames: readonly string[], fieldName?: string): readonly AccessRule[];
}

interface FieldWriter {
  /** What stands before its value: its name, and those fields before it that are always the same. */
  readonly label: string;
  readonly key: string;
  readonly usual: UsualLeaf;
  readonly write: WriteValue;
}

/** Compiles the writer of an object of one type; what is around it has to be a data object. */
export function compileFields(
  context: ObjectContext,
  type: GraphQLObjectType | GraphQLInterfaceType,
  fields: readonly CollectedField[],
  place: Place,
): WriteValue {
  const writers: FieldWriter[] = [];
  let label = '{';
  for (const [index, field] of fields.entries()) {
    const [key = field.name] = field.sources;
    label += `${index === 0 ? '' : ','}${JSON.stringify(field.name)}:`;
    const deniedName = context.withheld?.names.fieldNames.get(key);
    if (deniedName !== undefined) {
      const write = compileDenied(context, type, deniedName, placeOf(field, place));
      writers.push({ label, key, usual: 0, write });
      label = '';
      continue;
    }
    if (isObjectType(type) && field.nodes[0].name.value === '__typename') {
      label += JSON.stringify(type.name);
      continue;
    }
    const fieldType = type.getFields()[field.nodes[0].name.value]?.type;
    const usual = chooseUsualLeaf(fieldType);
    writers.push({ label, key, usual, write: compileField(context, type, field, place) });
    label = '';
  }
  const end = `${label}}`;
  const write: WriteValue = (value, run) => {
    const object = value as DataObject;
    let text = '';
    for (const field of writers) {
      const fieldValue = readKey(object, field.key);
      const written = writeUsualLeaf(field.usual, fieldValue) ?? field.write(fieldValue, run);
      if (written === undefined) return undefined;
      text += field.label + written;
    }
    return text + end;
  };
  const merge = createSourceMerge(fields);
  return merge ? (value, run) => write(merge(value as DataObject), run) : write;
}

function compileField(
  context: ObjectContext,
  type: GraphQLObjectType | GraphQLInterfaceType,
  field: CollectedField,
  around: Place,
): WriteValue {
  const fieldName = field.nodes[0].name.value;
  const place = placeOf(field, around);
  if (fieldName === '__typename') {
    // The one type that data can be of without one: an interface whose implementer is not known.
    return (_value, run) => recordFault(run, 'missing', around);
  }
  if (fieldName === '__schema' || fieldName === '__type') {
    return context.compileIntrospection(field);
  }
  const definition = type.getFields()[fieldName];
  if (!definition) throw new Error(`The schema has no field ${type.name}.${fieldName}.`);
  const sets = field.nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
  return compileType(context, definition.type, sets, place);
}

function placeOf(field: CollectedField, around: Place): Place {
  return { around, key: field.name, listLevel: around.listLevel };
}

/** Compiles what stands in the place of a field that was not fetched, as its caller may not see it. */
function compileDenied(
  context: ObjectContext,
  type: GraphQLObjectType | GraphQLInterfaceType,
  fieldName: string,
  place: Place,
): WriteValue {
  const rules = findRules(context, type, fieldName);
  const nothing = isNonNullType(type.getFields()[fieldName]?.type) ? undefined : 'null';
  return (_value, run) => recordDenial(run, rules, place) ?? nothing;
}

function findRules(
  { schema, withheld }: ObjectContext,
  type: GraphQLObjectType | GraphQLInterfaceType,
  fieldName?: string,
): readonly AccessRule[] {
  const types = isObjectType(type) ? [type] : schema.getPossibleTypes(type);
  const typeNames = types.map(({ name }) => name);
  return withheld?.findRules(typeNames, fieldName) ?? [];
}

function compileType(
  context: ObjectContext,
  type: GraphQLOutputType,
  sets: readonly SelectionSetNode[],
  place: Place,
): WriteValue {
  if (isNonNullType(type)) {
    const write = compilePresent(context, type.ofType, sets, place);
    return (value, run) =>
      value === null || value === undefined
        ? recordFault(run, 'missing', place)
        : write(value, run);
  }
  const write = compilePresent(context, type, sets, place);
  return (value, run) =>
    value === null || value === undefined ? 'null' : (write(value, run) ?? 'null');
}

/** Compiles the writer of values that are neither null nor undefined. */
function compilePresent(
  context: ObjectContext,
  type: GraphQLOutputType,
  sets: readonly SelectionSetNode[],
  place: Place,
): WriteValue {
  if (isListType(type)) return compileList(context, type.ofType, sets, place);
  if (isLeafType(type)) return compileLeaf(type, place);
  const composite = getNamedType(type);
  if (!isCompositeType(composite)) throw new Error(`The type ${String(type)} has no values.`);
  return isAbstractType(composite)
    ? compileAbstract(context, composite, sets, place)
    : compileObject(context, composite as GraphQLObjectType, sets, place);
}

function compileList(
  context: ObjectContext,
  itemType: GraphQLOutputType,
  sets: readonly SelectionSetNode[],
  place: Place,
): WriteValue {
  const listLevel = place.listLevel + 1;
  const write = compileType(context, itemType, sets, { around: place, listLevel });
  return (value, run) => {
    if (!Array.isArray(value)) return recordFault(run, 'wrong', place);
    let text = '';
    let isWhole = true;
    for (let index = 0; index < value.length; index += 1) {
      run.indices[listLevel] = index;
      const written = write(value[index], run);
      if (written === undefined) isWhole = false;
      else text += index === 0 ? written : `,${written}`;
    }
    return isWhole ? `[${text}]` : undefined;
  };
}

function compileObject(
  context: ObjectContext,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  place: Place,
): WriteValue {
  const { fields } = collectFields(context, type, sets);
  const write = compileFields(context, type, fields, place);
  // A subgraph may call its root types otherwise.
  const isRoot = Object.values(listRootNames(context)).includes(type.name);
  const { name } = type;
  return (value, run) => {
    if (!isDataObject(value)) return recordFault(run, 'wrong', place);
    const typeName = value['__typename'];
    return typeName === undefined || typeName === name || isRoot
      ? write(value, run)
      : recordFault(run, 'wrong', place);
  };
}

function compileAbstract(
  context: ObjectContext,
  type: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
  place: Place,
): WriteValue {
  const writersByType = new Map<string, WriteValue>();
  const compile = (typeName: string): WriteValue | undefined => {
    const actual = typeName === type.name ? type : context.schema.getType(typeName);
    if (!isObjectType(actual) && !isInterfaceType(actual)) return undefined;
    const fits =
      actual === type || (isAbstractType(type) && context.schema.isSubType(type, actual));
    if (!fits) return undefined;
    const { fields, isNarrowed, isWithheld } = collectFields(context, actual, sets);
    if (isWithheld) {
      const rules = findRules(context, actual);
      return (_value, run) => recordDenial(run, rules, place);
    }
    // Fragments would be left out without a word.
    if (isInterfaceType(actual) && isNarrowed) {
      return (_value, run) => recordFault(run, 'missing', place);
    }
    return compileFields(context, actual, fields, place);
  };
  return (value, run) => {
    if (!isDataObject(value)) return recordFault(run, 'wrong', place);
    let typeName = value['__typename'];
    if (typeName === undefined && !isUnionType(type)) typeName = type.name;
    if (typeof typeName !== 'string') return recordFault(run, 'wrong', place);
    let write = writersByType.get(typeName);
    if (!write) {
      write = compile(typeName);
      if (!write) return recordFault(run, 'wrong', place);
      writersByType.set(typeName, write);
    }
    return write(value, run);
  };
}

function listRootNames({ schema }: ObjectContext): readonly (string | undefined)[] {
  return [schema.getQueryType()?.name, schema.getMutationType()?.name];
}
