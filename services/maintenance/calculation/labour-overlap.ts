// Work that another operation of the same visit contains is not paid twice.

/** An operation and the codes of those whose work is part of it. */
export interface OverlappingOperation {
  readonly code: string;
  readonly contains: readonly string[];
}

/**
 * Drops repeated operations and those that another one contains, directly or through a chain of operations
 * that may itself not be on the list. Of operations that contain each other the first stays.
 *
 * @param catalogue - All operations, to follow chains.
 */
export function removeOverlaps<Operation extends OverlappingOperation>(
  operations: readonly Operation[],
  catalogue: ReadonlyMap<string, OverlappingOperation>,
): readonly Operation[] {
  const unique = [...new Map(operations.map((operation) => [operation.code, operation])).values()];
  const dropped = new Set<string>();
  for (const operation of unique) {
    if (dropped.has(operation.code)) continue;
    const contained = containedIn(operation, catalogue);
    for (const other of unique) {
      if (other.code !== operation.code && contained.has(other.code)) dropped.add(other.code);
    }
  }
  return unique.filter(({ code }) => !dropped.has(code));
}

function containedIn(
  operation: OverlappingOperation,
  catalogue: ReadonlyMap<string, OverlappingOperation>,
): ReadonlySet<string> {
  const contained = new Set<string>();
  const open = [...operation.contains];
  for (let code = open.pop(); code !== undefined; code = open.pop()) {
    if (contained.has(code)) continue;
    contained.add(code);
    open.push(...(catalogue.get(code)?.contains ?? []));
  }
  return contained;
}
