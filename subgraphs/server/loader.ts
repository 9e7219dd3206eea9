// One batch a level: resolvers ask for one row each, and one call answers them all.
import DataLoader from 'dataloader';

import type { RestOutcomes } from './rest-batch.ts';

/** Loads rows of one resource within one GraphQL request. */
export interface RowLoader<Key, Row> {
  /** Null where there is no row. Rejects with this row's error only. */
  load(key: Key): Promise<Row | null>;
  /**
   * In the order of the keys; never rejects. A row that failed is an `Error` in its place, though
   * the type does not say so: as an element of a list, graphql-js throws it there and only there.
   */
  loadMany(keys: readonly Key[]): Promise<(Row | null)[]>;
  /** Takes a row over that came embedded in another reply. */
  prime(key: Key, row: Row): void;
}

/** Creates a loader of rows by id. */
export function createLoader<Row>(
  load: (ids: readonly string[]) => Promise<RestOutcomes<Row>>,
): RowLoader<string, Row> {
  return createKeyedLoader((id) => id, load);
}

/** Creates a loader of rows by keys of several parts; `idOf` tells which keys are equal. */
export function createKeyedLoader<Key, Row>(
  idOf: (key: Key) => string,
  load: (keys: readonly Key[]) => Promise<RestOutcomes<Row>>,
): RowLoader<Key, Row> {
  const loader = new DataLoader<Key, Row | null, string>(
    async (keys) => {
      const outcomes = await load(keys);
      return keys.map((key) => outcomes.get(idOf(key)) ?? null);
    },
    // The REST client splits into calls by ids and bytes.
    { cacheKeyFn: idOf, maxBatchSize: Number.POSITIVE_INFINITY },
  );
  return {
    load: (key) => loader.load(key),
    loadMany: async (keys) => (await loader.loadMany(keys)) as (Row | null)[],
    prime: (key, row) => void loader.prime(key, row),
  };
}

/** Keeps one loader for each value, such as a market, that its calls depend on beside the id. */
export function createLoaderBy<Loader, Dimension = string>(
  create: (dimension: Dimension) => Loader,
) {
  const loaders = new Map<Dimension, Loader>();
  return (dimension: Dimension): Loader => {
    const loader = loaders.get(dimension) ?? create(dimension);
    loaders.set(dimension, loader);
    return loader;
  };
}
