// Batch reads: `?ids=a,b,c` in, `{ items, notFound }` out.

/** Answer of a batch read. */
export interface Batch<Row> {
  items: Row[];
  notFound: string[];
}

/** Splits an `ids` parameter that its schema has checked; each id once, in the order of the request. */
export function parseIds(ids: string): string[] {
  return [...new Set(ids.split(','))];
}

/** Looks each id up; those without a row are listed in `notFound`. */
export function collectBatch<Row>(
  ids: readonly string[],
  find: (id: string) => Row | undefined,
): Batch<Row> {
  const batch: Batch<Row> = { items: [], notFound: [] };
  for (const id of ids) {
    const row = find(id);
    if (row === undefined) batch.notFound.push(id);
    else batch.items.push(row);
  }
  return batch;
}
