// Writes the representation of an entity as JSON, straight from the object that it is about.
import type { DataRewrite, RequiredField, RequiredSelection } from '../plan/query-plan.ts';
import { type DataObject, isDataObject, readKey, writeKey } from './data-object.ts';
import { applyRewrites } from './data-rewrites.ts';
import { quoteJson } from './json-text.ts';
import type { TypeRelations } from './type-relations.ts';

/** Gives the JSON text; undefined if the object lacks what identifies it, so that it is not fetched. */
export type WriteRepresentation = (object: DataObject) => string | undefined;

// Types are few; a subgraph that makes up names must not fill the memory.
const maxRememberedTypes = 200;

/** Compiles what a fetch requires. What is written depends on the object's own `__typename`. */
export function compileRepresentation(
  requires: readonly RequiredSelection[],
  rewrites: readonly DataRewrite[] | undefined,
  types: TypeRelations,
): WriteRepresentation {
  const writersByType = new Map<string, WriteRepresentation>();
  return (object) => {
    const typeName = object['__typename'];
    if (typeof typeName !== 'string') return undefined;
    let write = writersByType.get(typeName);
    if (!write) {
      write = compileForType(typeName, requires, rewrites ?? [], types);
      if (writersByType.size < maxRememberedTypes) writersByType.set(typeName, write);
    }
    return write(object);
  };
}

function compileForType(
  typeName: string,
  requires: readonly RequiredSelection[],
  rewrites: readonly DataRewrite[],
  types: TypeRelations,
): WriteRepresentation {
  const fields = listOnlyFields(typeName, requires, types);
  const sentTypeName = rewriteTypeName(typeName, rewrites, types);
  if (!fields || sentTypeName === undefined) {
    return (object) => {
      const representation = selectRequired(object, requires, types);
      if (typeof representation?.['__typename'] !== 'string') return undefined;
      applyRewrites(rewrites, representation, types);
      return JSON.stringify(representation);
    };
  }
  if (!fields.some((field) => responseNameOf(field) === '__typename')) return () => undefined;
  const keys = fields.map(responseNameOf);
  const labels = keys.map((key, index) => `${index === 0 ? '{' : ','}${JSON.stringify(key)}:`);
  const writers = fields.map((field, index) =>
    keys[index] === '__typename'
      ? () => JSON.stringify(sentTypeName)
      : compileValue(field.selections, types),
  );
  return (object) => {
    let text = '';
    for (let index = 0; index < keys.length; index += 1) {
      const value = readKey(object, keys[index] ?? '');
      if (value === undefined) return undefined;
      const written = writers[index]?.(value);
      if (written === undefined) return undefined;
      text += labels[index] ?? '';
      text += written;
    }
    return `${text}}`;
  };
}

/** The fields for one type if they stand in a single selection set, which is nearly always so. */
function listOnlyFields(
  typeName: string,
  selections: readonly RequiredSelection[],
  types: TypeRelations,
): readonly RequiredField[] | undefined {
  const applying = selections.filter(
    (selection) =>
      selection.kind === 'Field' ||
      selection.typeCondition === undefined ||
      types.satisfies(typeName, selection.typeCondition),
  );
  const [first] = applying;
  if (applying.length === 1 && first?.kind === 'InlineFragment') {
    return listOnlyFields(typeName, first.selections, types);
  }
  const fields = applying.filter((selection) => selection.kind === 'Field');
  const isSimple =
    fields.length === applying.length && new Set(fields.map(responseNameOf)).size === fields.length;
  return isSimple ? fields : undefined;
}

/** The name that is sent; undefined if a rewrite changes more than that. */
function rewriteTypeName(
  typeName: string,
  rewrites: readonly DataRewrite[],
  types: TypeRelations,
): string | undefined {
  const onlyNames = rewrites.every(
    ({ kind, path }) =>
      kind === 'ValueSetter' &&
      path.at(-1) === '__typename' &&
      path.slice(0, -1).every((step) => step.startsWith('... on ')),
  );
  if (!onlyNames) return undefined;
  const sample: DataObject = { __typename: typeName };
  applyRewrites(rewrites, sample, types);
  return typeof sample['__typename'] === 'string' ? sample['__typename'] : undefined;
}

function compileValue(
  selections: readonly RequiredSelection[] | undefined,
  types: TypeRelations,
): (value: unknown) => string | undefined {
  if (selections) {
    return (value) => {
      const selected = selectValue(value, selections, types);
      return selected === undefined ? undefined : JSON.stringify(selected);
    };
  }
  return (value) => (typeof value === 'string' ? quoteJson(value) : JSON.stringify(value));
}

/** Undefined where something is missing, of which null would say that it is null. */
function selectValue(
  value: unknown,
  selections: readonly RequiredSelection[] | undefined,
  types: TypeRelations,
): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => selectValue(item, selections, types));
    return items.includes(undefined) ? undefined : items;
  }
  if (!selections) return value;
  return isDataObject(value) ? selectRequired(value, selections, types) : null;
}

function selectRequired(
  object: DataObject,
  selections: readonly RequiredSelection[],
  types: TypeRelations,
): DataObject | undefined {
  const selected: DataObject = {};
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      const key = responseNameOf(selection);
      const value = readKey(object, key);
      const inner = value === undefined ? value : selectValue(value, selection.selections, types);
      if (inner === undefined) return undefined;
      writeKey(selected, key, inner);
      continue;
    }
    const { typeCondition } = selection;
    const typeName = object['__typename'];
    const applies =
      typeCondition === undefined ||
      (typeof typeName === 'string' && types.satisfies(typeName, typeCondition));
    // Of an alternative that lacks a field, nothing is taken; another one may identify the object.
    if (applies) mergeSelected(selected, selectRequired(object, selection.selections, types));
  }
  return selected;
}

function mergeSelected(target: DataObject, source: DataObject | undefined): void {
  for (const [key, value] of Object.entries(source ?? {})) {
    const before = readKey(target, key);
    if (isDataObject(before) && isDataObject(value)) mergeSelected(before, value);
    else writeKey(target, key, value);
  }
}

function responseNameOf({ alias, name }: RequiredField): string {
  return alias ?? name;
}
