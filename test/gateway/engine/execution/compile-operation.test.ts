// Compiled operations against a monolith over the same data.
import { describe, expect, it } from 'vitest';

import { askMonolith, createLibrary, createStore } from './library-graph.ts';

async function ask(query: string, variables: Record<string, unknown> = {}) {
  const store = createStore();
  const library = createLibrary(store);
  const answer = await library.run(query, variables);
  const truth = askMonolith(store, query, variables);
  const errors = [...truth.errors, ...answer.errors];
  return { library, errors, text: answer.text, expected: JSON.stringify(truth.data) };
}

describe('a compiled operation', () => {
  it.each([
    ['fields of one subgraph', '{ media { id title } }'],
    [
      'fields of an interface that another subgraph adds',
      '{ media { id stars reviews { body } } }',
    ],
    [
      'the types of objects that a subgraph knows as an interface',
      '{ newest { about { __typename title ... on Book { isbn } } } }',
    ],
    ['lists of lists with nulls', '{ shelves { __typename id stars } }'],
    [
      'unions',
      '{ things { __typename ... on Book { isbn weight } ... on Person { name age } ... on Film { minutes } } }',
    ],
    ['aliases', '{ a: media { x: id y: stars } b: first { x: title } }'],
    [
      'fragments that meet',
      '{ media { ...A ...B } } fragment A on Media { id reviews { id } } fragment B on Media { reviews { body by { name } } ... on Film { cast { id age } } }',
    ],
    [
      'fields that need fields of another subgraph',
      '{ first { ... on Book { weight } } people { favourite { media { weight title } } } }',
    ],
    [
      'value types of two subgraphs',
      '{ people { size { width } favourite { media { size { height } } } } }',
    ],
    [
      'names that objects inherit',
      '{ constructor: first { toString: id hasOwnProperty: stars valueOf: title } }',
    ],
    ['a name that is a prototype', '{ __proto__: first { __proto__: id stars } }'],
    [
      'the schema beside the data',
      '{ __schema { queryType { name } } first { id } t: __type(name: "Size") { name fields { name } } __typename }',
    ],
    ['custom scalars as they are', '{ first { ... on Book { extra } } }'],
    ['enum values', '{ media { ... on Book { mood } ... on Film { filmMood: mood } } }'],
  ])('answers %s as the monolith does', async (_what, query) => {
    const { errors, text, expected } = await ask(query);

    expect(errors).toEqual([]);
    expect(text).toBe(expected);
  });

  it.each([true, false])('takes fields in and out by variables: %s', async (flag) => {
    const query =
      'query ($f: Boolean!, $d: Boolean = true) { media { id @include(if: $f) stars @skip(if: $f) title @include(if: $d) } people @include(if: $f) { name } }';

    const answers = [await ask(query, { f: flag }), await ask(query, { f: flag, d: false })];

    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(answers.map(({ text }) => text)).toEqual(answers.map(({ expected }) => expected));
  });

  it('sends variables as they came and leaves out those that did not', async () => {
    const query = 'query ($n: Int) { people { reviews(newest: $n) { id } } }';

    const { library, text, expected } = await ask(query, { n: 1 });
    const without = await ask(query);

    expect(text).toBe(expected);
    expect(without.text).toBe(without.expected);
    expect(without.library.sent.at(-1)?.body.variables).not.toHaveProperty('n');
    expect(library.sent.at(-1)?.body.variables).toMatchObject({ n: 1 });
  });

  it.each(['representations', 'representations0', '_entities_representations', '_part0'])(
    'takes a variable of the client by the name %s',
    async (name) => {
      const query = `query ($${name}: Int, $on: Boolean!) {
        people { reviews(newest: $${name}) { id } age }
        first { ... on Book { author { reviews(newest: $${name}) @include(if: $on) { body } name } } }
      }`;

      const { errors, text, expected } = await ask(query, { [name]: 1, on: true });

      expect(errors).toEqual([]);
      expect(text).toBe(expected);
      expect(text).toContain('Body');
    },
  );

  it.each([true, false])('takes it as a condition too: %s', async (representations) => {
    const query = `query ($representations: Boolean!, $n: Int) {
      first @include(if: $representations) { stars }
      people { name reviews(newest: $n) @skip(if: $representations) { id by { age } } }
    }`;

    const { errors, text, expected } = await ask(query, { representations, n: 1 });

    expect(errors).toEqual([]);
    expect(text).toBe(expected);
  });

  it('answers introspection with variables of its own', async () => {
    const { text, expected } = await ask('query ($n: String!) { __type(name: $n) { kind } }', {
      n: 'Book',
    });

    expect(text).toBe(expected);
  });

  it('asks for equal entities once', async () => {
    const { library } = await ask(
      '{ newest { by { age } about { title } } media { reviews { by { age } } } }',
    );

    const representations = library.sent.flatMap(
      ({ body }) => (body.variables?.['representations'] as object[] | undefined) ?? [],
    );
    expect(representations.length).toBeGreaterThan(0);
    for (const { body } of library.sent) {
      const texts = ((body.variables?.['representations'] ?? []) as object[]).map((one) =>
        JSON.stringify(one),
      );
      expect(new Set(texts).size).toBe(texts.length);
    }
  });

  it('sends no operation name, so that equal fetches are equal', async () => {
    const store = createStore();
    const library = createLibrary(store);

    await library.run('query One { media { id stars } }');
    await library.run('query Two { media { id stars } }');

    const bodies = library.sent.map(({ body }) => JSON.stringify(body));
    expect(new Set(bodies).size).toBe(bodies.length / 2);
  });
});
