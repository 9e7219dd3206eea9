// Reads what a field requires, from the graph's data or from what a gateway gave.
import { Kind, type SelectionNode, type SelectionSetNode, valueFromASTUntyped } from 'graphql';

import { computeField, type FieldArguments, isRow, type ReadField, type World } from './world.ts';

/** Tells which types an object satisfies, its own included. */
export type ListTypes = (typeName: string) => readonly string[];

/** Reads the inputs; what fails is null, as it is once it has come through a gateway. */
export function readInputs(
  world: World,
  listTypes: ListTypes,
  read: ReadField,
  { selections }: SelectionSetNode,
  typeName?: string,
): Readonly<Record<string, unknown>> {
  const inputs: Record<string, unknown> = {};
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      const { name, arguments: args = [], selectionSet } = selection;
      const values = Object.fromEntries(
        args.map((arg) => [arg.name.value, valueFromASTUntyped(arg.value)]),
      );
      inputs[name.value] = readInner(
        world,
        listTypes,
        readOrNull(read, name.value, values),
        selectionSet,
      );
      continue;
    }
    if (selection.kind === Kind.FRAGMENT_SPREAD || !isOfType(selection, listTypes, typeName))
      continue;
    Object.assign(inputs, readInputs(world, listTypes, read, selection.selectionSet, typeName));
  }
  return inputs;
}

function isOfType(
  selection: Extract<SelectionNode, { readonly kind: Kind.INLINE_FRAGMENT }>,
  listTypes: ListTypes,
  typeName: string | undefined,
): boolean {
  const condition = selection.typeCondition?.name.value;
  if (condition === undefined) return true;
  return typeName !== undefined && listTypes(typeName).includes(condition);
}

function readInner(
  world: World,
  listTypes: ListTypes,
  value: unknown,
  set: SelectionSetNode | undefined,
): unknown {
  if (Array.isArray(value)) return value.map((item) => readInner(world, listTypes, item, set));
  if (value instanceof Error || value === undefined || value === null) return null;
  if (!set || typeof value !== 'object') return value;
  const object = value as Readonly<Record<string, unknown>>;
  const read: ReadField = isRow(object)
    ? (field, args: FieldArguments = {}) => computeField(world, object, field, args)
    : (field) => object[field];
  const typeName = object['__typename'];
  return readInputs(
    world,
    listTypes,
    read,
    set,
    typeof typeName === 'string' ? typeName : undefined,
  );
}

function readOrNull(read: ReadField, field: string, args: FieldArguments): unknown {
  try {
    return read(field, args);
  } catch {
    return null;
  }
}
