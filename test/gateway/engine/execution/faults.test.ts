// A fault at any fetch of a plan: what hangs on it is null with an error, all else is as ever.
import { isDeepStrictEqual } from 'node:util';

import { describe, expect, it } from 'vitest';

import type { FetchReply } from '../../../../gateway/engine/execution/fetch-connection.ts';
import { askMonolith, createLibrary, createStore, type SentFetch } from './library-graph.ts';

const query = `{
  media { title stars reviews { body by { name age } } ... on Book { weight size { width } author { favourite { why } } } ... on Film { cast { isAdult } } }
  newest { about { title ... on Film { minutes } } by { friends { id age } } }
  people { name reviews { id } }
}`;

type Path = readonly (string | number)[];

/** Places where the answer is other than the truth. */
function listLost(answer: unknown, truth: unknown, path: Path = []): readonly Path[] {
  if (!isComposite(answer) || !isComposite(truth)) return Object.is(answer, truth) ? [] : [path];
  if (Object.keys(answer).join() !== Object.keys(truth).join()) return [path];
  return Object.entries(answer).flatMap(([key, value]) =>
    listLost(value, truth[key], [...path, Array.isArray(answer) ? Number(key) : key]),
  );
}

function isComposite(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function overlaps(one: Path, other: Path): boolean {
  return one.slice(0, other.length).every((segment, index) => segment === other[index]);
}

function countEntities({ body }: SentFetch): number | undefined {
  return (body.variables?.['representations'] as unknown[] | undefined)?.length;
}

const failEntities = (fetch: SentFetch): string => {
  const count = countEntities(fetch) ?? 0;
  return JSON.stringify({
    data: { _entities: Array(count).fill(null) },
    errors: Array.from({ length: count }, (_, index) => ({
      message: 'x',
      path: ['_entities', index],
    })),
  });
};
const faults: readonly [string, (fetch: SentFetch) => FetchReply | string][] = [
  ['is down', () => ({ status: 'failed', code: 'SUBGRAPH_UNAVAILABLE' })],
  ['is slow', () => ({ status: 'failed', code: 'SUBGRAPH_TIMEOUT' })],
  ['sends no JSON', () => '<html>'],
  ['sends a list', () => '[]'],
  ['sends neither data nor errors', () => '{"data":null,"errors":[]}'],
  ['sends an error without a place', () => '{"data":null,"errors":[{"message":"x"}]}'],
  [
    'sends entities that are none',
    (fetch) => JSON.stringify({ data: { _entities: Array(countEntities(fetch) ?? 0).fill(5) } }),
  ],
  ['sends too few entities', () => '{"data":{"_entities":[]}}'],
  ['cannot give any entity', failEntities],
];

describe.each(faults)('a subgraph that %s', (_what, fault) => {
  it('costs only what hangs on its fetch, wherever in the plan', async () => {
    const store = createStore();
    const truth = askMonolith(store, query);
    const healthy = createLibrary(store);
    await healthy.run(query);
    expect(healthy.sent.length).toBeGreaterThan(5);

    for (const broken of healthy.sent) {
      const isBroken = (fetch: SentFetch) =>
        fetch.subgraph === broken.subgraph && fetch.body.query === broken.body.query;
      const library = createLibrary(store, (fetch) => (isBroken(fetch) ? fault(fetch) : undefined));

      const { data, errors } = await library.run(query);

      expect(library.sent.some(isBroken)).toBe(true);
      // What travelled together and came back spoilt was asked for once more, by itself.
      expect(errors.length > 0 || isDeepStrictEqual(data, truth.data)).toBe(true);
      const untold = listLost(data, truth.data).filter(
        (lost) =>
          !errors.some(({ path }) => overlaps(path ?? [], lost) || overlaps(lost, path ?? [])),
      );
      expect(untold).toEqual([]);
    }
  });
});

describe('an error of one entity', () => {
  it('stands at each place that the entity was to fill, and leaves the others alone', async () => {
    const library = createLibrary(createStore(), ({ body }) => {
      const representations = (body.variables?.['representations'] ?? []) as { id: string }[];
      if (!body.query.includes('age')) return undefined;
      return JSON.stringify({
        data: {
          _entities: representations.map(({ id }) => (id === 'p1' ? { age: null } : { age: 1 })),
        },
        errors: representations.flatMap(({ id }, index) =>
          id === 'p1' ? [{ message: 'x', path: ['_entities', index, 'age'] }] : [],
        ),
      });
    });

    const { data, errors } = await library.run(
      '{ newest { by { age } } media { reviews { id } } }',
    );

    expect(data).toMatchObject({ newest: [{ by: { age: null } }, { by: { age: 1 } }] });
    expect(errors.map(({ path, extensions }) => ({ path, extensions }))).toEqual([
      {
        path: ['newest', 0, 'by', 'age'],
        extensions: { code: 'SUBGRAPH_ERROR', service: 'people' },
      },
    ]);
  });
});

describe('a value that does not fit its type', () => {
  const answerFirst = (first: unknown) =>
    createLibrary(createStore(), () => JSON.stringify({ data: { first } }));

  it.each<[string, string, unknown]>([
    ['a hidden enum value', '... on Book { value: mood }', 'SECRET'],
    ['an Int that is a text', 'value: pages', '5'],
    ['an Int beyond 32 bits', 'value: pages', 2 ** 31],
    ['an Int with a fraction', 'value: pages', 1.5],
    ['a String that is a number', 'value: title', 5],
    ['a String that is a list', 'value: title', ['x']],
    ['an object that is a text', '... on Book { value: size { width } }', 'x'],
    ['an object that is a list', '... on Book { value: size { width } }', []],
  ])('is null with an error: %s', async (_what, selection, value) => {
    const { data, errors } = await answerFirst({ __typename: 'Book', value }).run(
      `{ first { ${selection} } }`,
    );

    expect(data).toEqual({ first: { value: null } });
    expect(errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
      [['first', 'value'], 'SUBGRAPH_INVALID_RESPONSE'],
    ]);
  });

  it.each([
    ['a type that is none', 'Nothing'],
    ['a type of another kind', 'Person'],
    ['a number', 5],
  ])('is null with an error where the type of an object is %s', async (_what, typeName) => {
    const { data, errors } = await answerFirst({ __typename: typeName, title: 'x' }).run(
      '{ first { title } }',
    );

    expect(data).toEqual({ first: null });
    expect(errors.map(({ path }) => path)).toEqual([['first']]);
  });

  it('takes a whole number for an ID, as a text', async () => {
    const { data, errors } = await answerFirst({ __typename: 'Book', id: 7 }).run(
      '{ first { id } }',
    );

    expect(errors).toEqual([]);
    expect(data).toEqual({ first: { id: '7' } });
  });

  it('reaches the nearest field that may be null', async () => {
    const { data, errors } = await answerFirst({ __typename: 'Book', isbn: null, title: 'x' }).run(
      '{ first { title ... on Book { isbn } } }',
    );

    expect(data).toEqual({ first: null });
    expect(errors.map(({ path }) => path)).toEqual([['first', 'isbn']]);
  });
});
