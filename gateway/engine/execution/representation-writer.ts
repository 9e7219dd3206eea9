// Writes the representation of an entity as JSON, straight from the object that it is about.
import type { DataRewrite, RequiredField, RequiredSelection } from '../plan/query-plan.ts';
import { type DataObject, isDataObject, readKey, writeKey } from './data-object.ts';
import { applyRewrites } from './data-rewrites.ts';
import { quoteJson } from './json-text.ts';
import type { TypeRelations } from './type-relations.ts';

/** Writes representations, each once. */
export interface RepresentationWriter {
  /** Writes those of all objects, in their order; which object has which is told by position. */
  writeAll(objects: readonly DataObject[]): WrittenRepresentations;
}

/** Representations of objects. */
export interface WrittenRepresentations {
  /** JSON texts; hardly ever are two the same. */
  readonly texts: readonly string[];
  /**
   * For each object the index of its text; -1 if it lacks what identifies it, so that it is not
   * fetched.
   */
  readonly indices: readonly number[];
}

interface TypeWriter {
  /** All that is written, if that is plain values; objects that agree in them have one text. */
  readonly keys: readonly string[] | undefined;
  /** Undefined if the object lacks what identifies it. */
  readonly write: (object: DataObject) => string | undefined;
}

/** Gives the JSON text; undefined if something of the value is missing. */
type WriteRequired = (value: unknown) => string | undefined;

// Types are few; a subgraph that makes up names must not fill the memory.
const maxRememberedTypes = 200;
const noWriter: TypeWriter = { keys: undefined, write: () => undefined };

/** Compiles what a fetch requires. What is written depends on the object's own `__typename`. */
export function compileRepresentation(
  requires: readonly RequiredSelection[],
  rewrites: readonly DataRewrite[] | undefined,
  types: TypeRelations,
): RepresentationWriter {
  const writersByType = new Map<string, TypeWriter>();
  const findWriter = (typeName: unknown): TypeWriter => {
    if (typeof typeName !== 'string') return noWriter;
    let writer = writersByType.get(typeName);
    if (!writer) {
      writer = compileForType(typeName, requires, rewrites ?? [], types);
      if (writersByType.size < maxRememberedTypes) writersByType.set(typeName, writer);
    }
    return writer;
  };

  return {
    writeAll(objects) {
      const texts: string[] = [];
      const indices: number[] = [];
      const indexByText = new Map<string, number>();
      const seenByWriter = new Map<TypeWriter, Map<unknown, Seen>>();
      const addOnce = (text: string | undefined): number => {
        if (text === undefined) return -1;
        const known = indexByText.get(text);
        if (known !== undefined) return known;
        const index = texts.push(text) - 1;
        indexByText.set(text, index);
        return index;
      };
      let writer = noWriter;
      let writerType: unknown;
      let seen = new Map<unknown, Seen>();

      for (const object of objects) {
        const typeName = object['__typename'];
        if (typeName !== writerType) {
          writerType = typeName;
          writer = findWriter(typeName);
          seen = seenByWriter.get(writer) ?? new Map<unknown, Seen>();
          seenByWriter.set(writer, seen);
        }
        // Many objects stand for one entity: looking at its values is faster than writing it again.
        const { keys } = writer;
        const first = keys?.[0] === undefined ? undefined : object[keys[0]];
        if (!keys || (typeof first !== 'string' && typeof first !== 'number')) {
          indices.push(addOnce(writer.write(object)));
          continue;
        }
        const before = seen.get(first);
        if (before && hasSameValues(before.object, object, keys)) {
          indices.push(before.index);
          continue;
        }
        const index = addOnce(writer.write(object));
        if (!before) seen.set(first, { object, index });
        indices.push(index);
      }
      return { texts, indices };
    },
  };
}

interface Seen {
  readonly object: DataObject;
  readonly index: number;
}

function hasSameValues(one: DataObject, other: DataObject, keys: readonly string[]): boolean {
  for (let index = 1; index < keys.length; index += 1) {
    const key = keys[index] ?? '';
    const value = one[key];
    if (value !== other[key] || (typeof value === 'object' && value !== null)) return false;
  }
  return true;
}

function compileForType(
  typeName: string,
  requires: readonly RequiredSelection[],
  rewrites: readonly DataRewrite[],
  types: TypeRelations,
): TypeWriter {
  const fields = listOnlyFields(typeName, requires, types);
  const sentTypeName = rewriteTypeName(typeName, rewrites, types);
  if (!fields || sentTypeName === undefined) {
    const write = (object: DataObject): string | undefined => {
      const representation = selectRequired(object, requires, types);
      if (typeof representation?.['__typename'] !== 'string') return undefined;
      applyRewrites(rewrites, representation, types);
      return JSON.stringify(representation);
    };
    return { keys: undefined, write };
  }
  if (!fields.some((field) => responseNameOf(field) === '__typename')) return noWriter;
  // What is the same in all of them stands before each value.
  const members: { label: string; key: string; write: WriteRequired }[] = [];
  let label = '{';
  for (const field of fields) {
    const key = responseNameOf(field);
    label += `${label === '{' ? '' : ','}${JSON.stringify(key)}:`;
    if (key === '__typename') {
      label += JSON.stringify(sentTypeName);
      continue;
    }
    members.push({ label, key, write: compileValue(field.selections, types) });
    label = '';
  }
  const end = `${label}}`;
  const write = (object: DataObject): string | undefined => {
    let text = '';
    for (const member of members) {
      const value = readKey(object, member.key);
      const written = value === undefined ? undefined : member.write(value);
      if (written === undefined) return undefined;
      text += member.label + written;
    }
    return text + end;
  };
  const isPlain = fields.every(({ selections }) => !selections);
  return { keys: isPlain ? members.map(({ key }) => key) : undefined, write };
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
): WriteRequired {
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
