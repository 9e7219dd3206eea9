// Finds out which field of the schema a path of an answer leads to.
import {
  getNamedType,
  type GraphQLField,
  type GraphQLNamedType,
  isInterfaceType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';

import { type DataObject, isDataObject, readKey } from '../execution/data-object.ts';
import { type CollectedField, collectFields } from './collect-fields.ts';
import { openSelection, type ProjectionOptions } from './compile-projection.ts';

/**
 * Gives `Type.field` of the last field of a path of client's names, as far as it leads; undefined where it leads
 * nowhere. `data` tells what type an object of an abstract type is.
 */
export function locateField(
  options: ProjectionOptions,
  data: DataObject,
  path: readonly (string | number)[],
): string | undefined {
  const { rootType, context } = openSelection(options);
  let type: GraphQLNamedType = rootType;
  let sets: readonly SelectionSetNode[] = [options.operation.selectionSet];
  let value: unknown = data;
  let found: string | undefined;
  for (const segment of path) {
    if (typeof segment === 'number') {
      value = Array.isArray(value) ? (value as readonly unknown[])[segment] : undefined;
      continue;
    }
    const object: DataObject = isDataObject(value) ? value : {};
    const typeName: unknown = type === rootType ? undefined : object['__typename'];
    const actual: GraphQLNamedType = context.schema.getType(String(typeName)) ?? type;
    if (!isObjectType(actual) && !isInterfaceType(actual)) return found;
    const field: CollectedField | undefined = collectFields(context, actual, sets).fields.find(
      ({ name }) => name === segment,
    );
    const definition: GraphQLField<unknown, unknown> | undefined =
      field && actual.getFields()[field.nodes[0].name.value];
    if (!field || !definition) return found;
    found = `${actual.name}.${definition.name}`;
    type = getNamedType(definition.type);
    sets = field.nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
    value = readKey(object, field.sources[0] ?? field.name);
  }
  return found;
}
