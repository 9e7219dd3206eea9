// Every way to something protected, over subgraphs whose directives have other names: null at its
// place, and no subgraph is asked for it.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createTestTokens, type TestTokens } from '../gateway/test-tokens.ts';
import { openOracle, type Oracle, type TestedGraph } from './oracle.ts';
import type { Row } from './world.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@interfaceObject", { name: "@requiresScopes", as: "@needs" }, { name: "@authenticated", as: "@signedIn" }, "@policy"])`;
const library = `${link}
type Query { works: [Work!] strict: [[Work]!] pieces: [Piece] book: Book reader: Reader }
type Mutation { lend(id: ID!): Book sell(id: ID!): Book @needs(scopes: [["sell"]]) }
interface Titled { title: String }
interface Work implements Titled @key(fields: "id") { id: ID! title: String code: String rank: Level }
union Piece = Book | Film
type Book implements Work & Titled @key(fields: "id") {
  id: ID! title: String code: String rank: Level
  price: Int @needs(scopes: [["prices"]])
  must: Int! @needs(scopes: [["prices"]])
  mark: Mark
  reader: Reader
}
type Film implements Work & Titled @key(fields: "id") @needs(scopes: [["films"]]) { id: ID! title: String code: String rank: Level minutes: Int }
type Song implements Work & Titled @key(fields: "id") { id: ID! title: String @policy(policies: [["adult"]]) code: String rank: Level }
type Reader @signedIn { name: String }
enum Level @needs(scopes: [["levels"]]) { LOW HIGH }
scalar Mark @signedIn
`;
const ratings = `${link}
type Query { best: [Work] }
type Work @key(fields: "id") @interfaceObject { id: ID! stars: Int secretStars: Int @needs(scopes: [["stars"]]) }
`;
const taxes = `${link}
type Book @key(fields: "id") { id: ID! price: Int @external tax: Int @requires(fields: "price") @needs(scopes: [["prices"]]) }
`;

const row = (type: string, id: string): Row => ({
  __typename: type,
  id,
  title: `the ${id}`,
  code: `c-${id}`,
  rank: 'HIGH',
  price: 10,
  must: 11,
  mark: 'x',
  minutes: 90,
  reader: { __typename: 'Reader', name: 'someone' },
});
const [book, film, song] = [row('Book', 'b'), row('Film', 'f'), row('Song', 's')];
const graph: TestedGraph = {
  subgraphs: { library, ratings, taxes },
  world: {
    rows: [book, film, song],
    interfaces: { Book: ['Work'], Film: ['Work'], Song: ['Work'] },
    computed: {
      'Query.works': () => [book, film, song],
      'Query.strict': () => [[book, film]],
      'Query.pieces': () => [film, book],
      'Query.book': () => book,
      'Query.reader': () => book['reader'],
      'Query.best': () => [song, film],
      'Mutation.lend': () => book,
      'Mutation.sell': () => book,
      'Work.stars': () => 3,
      'Work.secretStars': () => 5,
      'Book.tax': (read) => Number(read('price')) / 5,
    },
  },
};

let tokens: TestTokens;
let oracle: Oracle;
const resolved = new Set<string>();
beforeAll(async () => {
  tokens = await createTestTokens({ adult: [{ claims: { age: ['adult'] } }] });
  oracle = await openOracle(graph, {
    engine: 'compiled',
    variables: tokens.env,
    onResolve: (of, field) => void resolved.add(`${of['__typename']}.${field}`),
  });
});
beforeEach(() => resolved.clear());
afterAll(async () => {
  await oracle.close();
  await tokens.remove();
});

interface Way {
  readonly query: string;
  readonly data: unknown;
  /** Paths of the errors. */
  readonly denied: readonly string[];
  /** Coordinates that nobody may have been asked for. */
  readonly unasked: readonly string[];
  readonly scopes?: readonly string[];
}

const ways: readonly (readonly [name: string, way: Way])[] = [
  [
    'a field of one implementer, through the interface of an interface',
    {
      query: '{ works { ... on Titled { t: title } } }',
      scopes: ['films'],
      data: { works: [{ t: 'the b' }, { t: 'the f' }, { t: null }] },
      denied: ['works.2.t'],
      unasked: ['Song.title'],
    },
  ],
  [
    'a type, through an interface with lists that may not hold null',
    {
      query: '{ works { code } }',
      data: { works: null },
      denied: ['works.1'],
      unasked: ['Film.code'],
    },
  ],
  [
    'a type, in lists of lists',
    {
      query: '{ strict { code } }',
      data: { strict: [[{ code: 'c-b' }, null]] },
      denied: ['strict.0.1'],
      unasked: ['Film.code'],
    },
  ],
  [
    'a type, in a union, by nested fragments of other names',
    {
      query:
        '{ pieces { ...A } } fragment A on Piece { ...B ... on Book { id } } fragment B on Titled { x: title }',
      data: { pieces: [null, { x: 'the b', id: 'b' }] },
      denied: ['pieces.0'],
      unasked: ['Film.title'],
    },
  ],
  [
    'a non-null field, which takes its object along',
    {
      query: '{ book { id must } works { __typename } }',
      data: {
        book: null,
        works: [{ __typename: 'Book' }, { __typename: 'Film' }, { __typename: 'Song' }],
      },
      denied: ['book.must'],
      unasked: ['Book.must'],
    },
  ],
  [
    'an enum and a scalar, by several aliases',
    {
      query: '{ book { a: rank b: rank mark id } }',
      data: { book: { a: null, b: null, mark: null, id: 'b' } },
      denied: ['book.a', 'book.b', 'book.mark'],
      unasked: ['Book.rank', 'Book.mark'],
    },
  ],
  [
    'an object type that a field is of, deep in the answer',
    {
      query: '{ reader { name } book { reader { name } } }',
      data: { reader: null, book: { reader: null } },
      denied: ['reader', 'book.reader'],
      unasked: ['Query.reader', 'Book.reader', 'Reader.name'],
    },
  ],
  [
    'a field of an interface object',
    {
      query: '{ best { stars secretStars } }',
      scopes: ['films'],
      data: {
        best: [
          { stars: 3, secretStars: null },
          { stars: 3, secretStars: null },
        ],
      },
      denied: ['best.0.secretStars', 'best.1.secretStars'],
      unasked: ['Song.secretStars', 'Film.secretStars', 'Work.secretStars'],
    },
  ],
  [
    'a type, where a subgraph knows only the interface object',
    {
      query: '{ best { stars } }',
      data: { best: [{ stars: 3 }, null] },
      denied: ['best.1'],
      unasked: [],
    },
  ],
  [
    'a field whose input is protected',
    {
      query: '{ book { tax title } }',
      data: { book: { tax: null, title: 'the b' } },
      denied: ['book.tax'],
      unasked: ['Book.tax', 'Book.price'],
    },
  ],
  [
    'a write',
    {
      query:
        'mutation { one: lend(id: "b") { id } sell(id: "b") { id } two: lend(id: "c") { id } }',
      data: { one: { id: 'b' }, sell: null, two: { id: 'b' } },
      denied: ['sell'],
      unasked: ['Mutation.sell'],
    },
  ],
];

describe('a protected part', () => {
  it.each(ways)('is null for who may not see it: %s', async (_name, way) => {
    const headers = way.scopes ? await tokens.sign(way.scopes) : {};

    const answer = await oracle.askGateway(way.query, {}, headers);

    expect(answer.data).toEqual(way.data);
    expect((answer.errors ?? []).map(({ path }) => path?.join('.'))).toEqual(way.denied);
    expect([
      ...new Set((answer.errors ?? []).map(({ extensions }) => extensions?.['code'])),
    ]).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE']);
    expect(way.unasked.filter((coordinate) => resolved.has(coordinate))).toEqual([]);
  });

  it.each(ways)('is what the monolith says for who may see it: %s', async (_name, { query }) => {
    const all = ['films', 'prices', 'levels', 'stars', 'sell'];
    const headers = await tokens.sign(all, { age: 'adult' });

    const answer = await oracle.askGateway(query, {}, headers);

    expect(answer).toEqual(JSON.parse(JSON.stringify(await oracle.monolith.answer(query))));
  });
});

describe('an input of @requires', () => {
  it('is protected where the supergraph protects only the input', async () => {
    const old = await openOracle(graph, {
      engine: 'compiled',
      variables: tokens.env,
      // As compositions were that did not ask for the same at the field.
      changeSupergraph: (sdl) =>
        sdl.replace(/(tax: Int @join__field\([^)]*\)) @\w+\([^)]*\)/, '$1'),
      onResolve: (of, field) => void resolved.add(`${of['__typename']}.${field}`),
    });

    const answer = await old.askGateway('{ book { tax } }');

    expect(answer.data).toEqual({ book: { tax: null } });
    expect(answer.errors).toMatchObject([
      { path: ['book', 'tax'], extensions: { coordinates: [{ coordinate: 'Book.price' }] } },
    ]);
    expect([...resolved]).not.toContain('Book.price');
    await old.close();
  });
});
