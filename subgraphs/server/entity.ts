// Entities that another reply names by key alone: their row is read only if more than the key is asked for.
import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

/**
 * Gives the key back where a field's selection needs nothing else, else loads the row. `keyOnly`
 * may pass for a row then, since no other member of it will be read.
 */
export async function resolveEntity<Row extends object>(
  info: GraphQLResolveInfo,
  keyOnly: Partial<Row>,
  load: () => Promise<Row | null>,
): Promise<Row | null> {
  return isKeyEnough(info, keyOnly) ? (keyOnly as Row) : await load();
}

/** As `resolveEntity` for a list; what has no row is left out. */
export async function resolveEntities<Row extends object>(
  info: GraphQLResolveInfo,
  keysOnly: readonly Partial<Row>[],
  loadMany: () => Promise<(Row | null)[]>,
): Promise<Row[]> {
  if (keysOnly.every((keyOnly) => isKeyEnough(info, keyOnly))) return keysOnly as Row[];
  return (await loadMany()).filter((row) => row !== null);
}

function isKeyEnough(info: GraphQLResolveInfo, keyOnly: object): boolean {
  const known = new Set(['__typename', ...Object.keys(keyOnly)]);
  return info.fieldNodes.every(
    ({ selectionSet }) => !selectionSet || selectsOnly(selectionSet, known, info),
  );
}

/** Whether a selection, with its fragments, takes no field beside `names`. */
function selectsOnly(
  { selections }: SelectionSetNode,
  names: ReadonlySet<string>,
  info: GraphQLResolveInfo,
): boolean {
  return selections.every((selection) => {
    if (selection.kind === Kind.FIELD) return names.has(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return selectsOnly(selection.selectionSet, names, info);
    }
    const fragment = info.fragments[selection.name.value];
    return fragment !== undefined && selectsOnly(fragment.selectionSet, names, info);
  });
}
