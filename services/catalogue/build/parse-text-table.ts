// Reads the hand-written tables of the build: one row a line, cells parted by `|`.

/** Throws when a row has another number of cells than there are columns. */
export function parseTextTable<C extends string>(
  columns: readonly C[],
  text: string,
): readonly Readonly<Record<C, string>>[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const cells = line.split('|').map((cell) => cell.trim());
      if (cells.length !== columns.length)
        throw new Error(`expected ${columns.length} cells, found ${cells.length}: ${line}`);
      return Object.fromEntries(
        columns.map((column, index) => [column, cells[index] ?? '']),
      ) as Record<C, string>;
    });
}

/**
 * A cell that holds names parted by blanks, each one of `known`; an empty cell is `null`: no restriction.
 * Throws on a name that is not known.
 */
export function namesOrNull<T extends string>(
  cell: string,
  known: readonly T[],
): readonly T[] | null {
  if (cell === '') return null;
  return cell.split(/\s+/).map((name) => {
    const found = known.find((one) => one === name);
    if (found === undefined) throw new Error(`unknown name ${name}, expected ${known.join(', ')}`);
    return found;
  });
}
