// Reads of a resource without a batch: one call an id, in parallel as far as the resource allows.
import type { RestOutcomes } from './rest-batch.ts';

/** Reads each id by itself; a failure is the outcome of its id alone. */
export async function readEach<Row>(
  ids: readonly string[],
  read: (id: string) => Promise<Row | null>,
): Promise<RestOutcomes<Row>> {
  const outcomes = await Promise.all(
    ids.map(async (id): Promise<readonly [string, Row | null | Error]> => {
      try {
        return [id, await read(id)];
      } catch (error) {
        return [id, error instanceof Error ? error : new Error('A call failed.', { cause: error })];
      }
    }),
  );
  return new Map(outcomes);
}
