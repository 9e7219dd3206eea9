// One batch a level, and errors at their own key.
import { describe, expect, it } from 'vitest';

import {
  createKeyedLoader,
  createLoader,
  createLoaderBy,
} from '../../../subgraphs/server/loader.ts';

describe('a loader', () => {
  it('asks once for all that is asked at one level', async () => {
    const batches: (readonly string[])[] = [];
    const loader = createLoader((ids) => {
      batches.push(ids);
      return Promise.resolve(new Map(ids.map((id) => [id, id.toUpperCase()])));
    });
    const afterAwait = async (id: string): Promise<string | null> => {
      await Promise.resolve();
      return loader.load(id);
    };

    const rows = await Promise.all([loader.load('a'), afterAwait('b'), loader.load('a')]);

    expect(rows).toEqual(['A', 'B', 'A']);
    expect(batches).toEqual([['a', 'b']]);
  });

  it('answers null where there is no row and rejects one key alone', async () => {
    const loader = createLoader(() =>
      Promise.resolve(
        new Map<string, string | Error>([
          ['a', 'A'],
          ['b', new Error('no')],
        ]),
      ),
    );

    const rows = await Promise.allSettled([loader.load('a'), loader.load('b'), loader.load('c')]);

    expect(rows.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(rows[2]).toMatchObject({ value: null });
  });

  it('puts the error of an element into its place in a list', async () => {
    const failure = new Error('no');
    const loader = createLoader(() =>
      Promise.resolve(
        new Map<string, string | Error>([
          ['a', 'A'],
          ['b', failure],
        ]),
      ),
    );

    expect(await loader.loadMany(['a', 'b', 'c'])).toEqual(['A', failure, null]);
  });

  it('does not ask for what came embedded', async () => {
    let calls = 0;
    const loader = createLoader<string>(() => {
      calls += 1;
      return Promise.resolve(new Map());
    });
    loader.prime('a', 'A');

    expect(await loader.load('a')).toBe('A');
    expect(calls).toBe(0);
  });

  it('takes keys of equal ids for one', async () => {
    const loader = createKeyedLoader(
      (key: { id: string }) => key.id,
      (keys) => Promise.resolve(new Map(keys.map(({ id }) => [id, keys.length]))),
    );

    expect(await Promise.all([loader.load({ id: 'a' }), loader.load({ id: 'a' })])).toEqual([1, 1]);
  });

  it('exists once for each market', () => {
    const loaders = createLoaderBy((market) => ({ market }));

    expect(loaders('DE')).toBe(loaders('DE'));
    expect(loaders('FR')).not.toBe(loaders('DE'));
  });
});
