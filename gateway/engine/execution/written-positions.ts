// Finds where in the answer's tree several fetches write into one object: a reply that requests share
// must be copied there before it becomes part of a tree.
import { type DocumentNode, Kind, type SelectionSetNode } from 'graphql';

/** Keys below a reply that lead to such objects, each with the keys below it. */
export type WrittenPositions = ReadonlyMap<string, WrittenPositions>;

/** One fetch, as far as it matters here. */
export interface WritingFetch {
  /** Keys from the root of the answer to the objects that it fills. */
  readonly keys: readonly string[];
  readonly shape: FetchShape;
}

/** Response names that have selections of their own. */
export type FetchShape = ReadonlyMap<string, FetchShape>;

interface Position {
  writerCount: number;
  readonly below: Map<string, Position>;
}

/** Reads the shape of a fetch, in the names that its data has after `renamedKeys` were applied. */
export function readFetchShape(
  document: DocumentNode,
  renamedKeys: ReadonlyMap<string, string>,
  isEntityFetch: boolean,
): FetchShape {
  const fragments = new Map<string, SelectionSetNode>();
  let root: SelectionSetNode | undefined;
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node.selectionSet);
    if (node.kind === Kind.OPERATION_DEFINITION) root = node.selectionSet;
  }
  const read = (set: SelectionSetNode, shape: Map<string, FetchShape>): Map<string, FetchShape> => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        if (!selection.selectionSet) continue;
        const sent = (selection.alias ?? selection.name).value;
        const name = renamedKeys.get(sent) ?? sent;
        const before = shape.get(name);
        shape.set(name, read(selection.selectionSet, new Map(before)));
        continue;
      }
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? fragments.get(selection.name.value)
          : selection.selectionSet;
      if (inner) read(inner, shape);
    }
    return shape;
  };
  const shape = root ? read(root, new Map()) : new Map<string, FetchShape>();
  return isEntityFetch ? (shape.get('_entities') ?? new Map<string, FetchShape>()) : shape;
}

/** Finds the written positions of each fetch of one plan, in their order. */
export function findWrittenPositions(
  fetches: readonly WritingFetch[],
): readonly WrittenPositions[] {
  const root: Position = { writerCount: 0, below: new Map() };
  const enter = (position: Position, key: string): Position => {
    const below = position.below.get(key) ?? { writerCount: 0, below: new Map() };
    position.below.set(key, below);
    return below;
  };
  const count = (position: Position, shape: FetchShape): void => {
    position.writerCount += 1;
    for (const [key, inner] of shape) count(enter(position, key), inner);
  };
  for (const { keys, shape } of fetches) count(keys.reduce(enter, root), shape);

  const select = (position: Position, shape: FetchShape): WrittenPositions => {
    const selected = new Map<string, WrittenPositions>();
    for (const [key, inner] of shape) {
      const child = enter(position, key);
      const below = select(child, inner);
      if (child.writerCount > 1 || below.size > 0) selected.set(key, below);
    }
    return selected;
  };
  return fetches.map(({ keys, shape }) => select(keys.reduce(enter, root), shape));
}
