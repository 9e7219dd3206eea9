// Where ApolloGateway's data is wrong, what is right, and that the compiled engine is right.
import { afterAll, describe, expect, it } from 'vitest';

import {
  requiredArgumentsGraph,
  typeConditionsGraph,
  unresolvableKeyGraph,
} from './defect-graphs.ts';
import { mediaGraph } from './media-graph.ts';
import { interfaceObjectsGraph, keysGraph, kindsGraph, writesGraph } from './seeded-graphs.ts';
import {
  openOracle,
  type Oracle,
  type SeededGraph,
  type TestedEngine,
  type TestedGraph,
} from './oracle.ts';
import { shopGraph } from './shop-graph.ts';

interface Defect {
  readonly name: string;
  readonly graph: TestedGraph | SeededGraph;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** What the reference engine answers; absent where asking it would end the process. */
  readonly stock?: unknown;
  readonly right: unknown;
}

const defects: readonly Defect[] = [
  {
    name: 'enters a subgraph again by the key named first, though it cannot be resolved',
    graph: unresolvableKeyGraph,
    query: '{ parts { label } }',
    stock: { parts: [{ label: null }] },
    right: { parts: [{ label: 'a Bolt' }] },
  },
  {
    name: "gives a field the client's argument instead of the required one",
    graph: requiredArgumentsGraph,
    query: '{ part { price(currency: "USD") euro } }',
    stock: { part: { price: '1 USD', euro: '1 USD' } },
    right: { part: { price: '1 USD', euro: '1 EUR' } },
  },
  {
    name: "takes another field under the client's alias for the required one",
    graph: requiredArgumentsGraph,
    query: '{ part { price: id euro } }',
    stock: { part: { price: '1', euro: '1' } },
    right: { part: { price: '1', euro: '1 EUR' } },
  },
  {
    name: 'merges what two fields require of one field with different arguments',
    graph: requiredArgumentsGraph,
    query: '{ part { euro dollar } }',
    stock: { part: { euro: '1 USD', dollar: '1 USD' } },
    right: { part: { euro: '1 EUR', dollar: '1 USD' } },
  },
  {
    name: 'merges one response name with different arguments under two type conditions',
    graph: typeConditionsGraph,
    query: `{ sold {
      ... on Part { maker { discount(currency: "EUR") } }
      ... on Kit { maker { discount(currency: "USD") } }
    } }`,
    stock: { sold: [{ maker: { discount: '5 EUR' } }, { maker: { discount: '5 EUR' } }] },
    right: { sold: [{ maker: { discount: '5 EUR' } }, { maker: { discount: '5 USD' } }] },
  },
  {
    name: 'drops the fields of a type within its own interface where no __typename is selected',
    graph: shopGraph,
    query: '{ product(id: "p2") { brand { id ... on Node { ... on Brand { name } } } } }',
    stock: { product: { brand: { id: 'b1' } } },
    right: { product: { brand: { id: 'b1', name: 'Anker' } } },
  },
  {
    name: 'answers null for objects of which all is skipped by a variable',
    graph: mediaGraph,
    query: `query($isIn: Boolean!, $isOut: Boolean!) {
      works @include(if: $isIn) { ... on Work @skip(if: $isOut) { ... on Book { id } } }
    }`,
    variables: { isIn: true, isOut: true },
    stock: { works: null },
    right: { works: [{}, null, {}] },
  },
  {
    name: 'leaves out a fetch because a field beside it is skipped',
    graph: shopGraph,
    query:
      '{ me { reviews { author { id greeting(polite: true) } } greeting(polite: true) @skip(if: true) } }',
    stock: { me: { reviews: null } },
    right: {
      me: {
        reviews: [
          { author: { id: 'u1', greeting: 'Dear u1@example.com' } },
          { author: { id: 'u1', greeting: 'Dear u1@example.com' } },
        ],
      },
    },
  },
  {
    name: 'asks an interface object for objects that a type condition rules out, and loses the others',
    graph: mediaGraph,
    query: '{ media { language ... on Film { verdict } } }',
    stock: { media: [{ language: 'de' }, { language: null }, { language: 'fr', verdict: null }] },
    right: {
      media: [{ language: 'de' }, { language: null }, { language: 'fr', verdict: 'good, in fr' }],
    },
  },
  {
    name: 'empties objects that select __typename beside an object of an interface object',
    graph: mediaGraph,
    query: '{ media(first: 1) { ... on Book { similar { title } __typename } } }',
    stock: { media: [{}] },
    right: {
      media: [{ similar: [{ title: 'Book 1' }, null, { title: 'Film' }], __typename: 'Book' }],
    },
  },
  {
    name: 'fails to plan an interface within a union within an interface object',
    graph: mediaGraph,
    query: '{ best { ... on Work { ... on Media { title } } } }',
    stock: undefined,
    right: { best: [{ title: null }, { title: 'Book 2' }] },
  },
  {
    name: 'asks all types of an interface object for what is selected of one',
    graph: mediaGraph,
    query: '{ medium(id: "book1") { ... on Film { verdict } rating(scale: 6) } }',
    stock: { medium: { rating: null } },
    right: { medium: { rating: 5 } },
  },
  {
    name: 'follows fetches in a circle that wait for each other, until memory ends',
    graph: interfaceObjectsGraph,
    query: '{ lent { ... on Song { verdict } } }',
    right: { lent: [{ verdict: 'a "quoted" \\ one512' }, {}] },
  },
  {
    name: 'fails to plan a condition of a type within an interface object that is left out',
    graph: interfaceObjectsGraph,
    query:
      'query($isOut: Boolean!) { lent @skip(if: $isOut) { ... on Song { lentTo { loans { verdict } } } } }',
    variables: { isOut: true },
    stock: undefined,
    right: {},
  },
  {
    name: 'asks for inputs by a key that it only fetches at the same time',
    graph: keysGraph,
    query: '{ lotted(first: 5) { report { text } } }',
    stock: { lotted: [{ report: null }, { report: null }] },
    right: {
      lotted: [{ report: { text: 'übung 日本 🚗642' } }, { report: { text: 'übung 日本 🚗642' } }],
    },
  },
];

const oracles = new Map<string, Promise<Oracle>>();
const graphs: (TestedGraph | SeededGraph)[] = [];
afterAll(async () => {
  for (const oracle of oracles.values()) await (await oracle).close();
});

// Of the graphs whose data is made up.
const seed = { seed: 4, entityCount: 3, nullPercent: 0, errorPercent: 0 };

/** Opens each graph once for each engine. */
function open(graph: TestedGraph | SeededGraph, engine: TestedEngine): Promise<Oracle> {
  if (!graphs.includes(graph)) graphs.push(graph);
  const key = `${engine} ${graphs.indexOf(graph)}`;
  const opened = oracles.get(key) ?? openOracle(graph, { engine, seed });
  oracles.set(key, opened);
  return opened;
}

describe('the compiled engine', () => {
  it.each(defects)(
    'is right where the reference engine $name',
    async ({ graph, query, variables, right }) => {
      const oracle = await open(graph, 'compiled');

      const [ours, truth] = await Promise.all([
        oracle.askGateway(query, variables),
        oracle.monolith.answer(query, variables),
      ]);

      expect(plain(truth.data)).toEqual(right);
      expect(ours.data).toEqual(right);
      expect(ours.errors).toBeUndefined();
    },
  );
});

describe('writes', () => {
  // The planner puts the second fragment's beside the first one's; it would be written before `b`.
  it.each([
    'mutation { ... { a: add(text: "a") { id } } b: add(text: "b") { id } ... { c: add(text: "c") { id } } }',
    `mutation { ...First b: assign(task: "Task-id-1") { id } ...Last }
     fragment First on Mutation { a: add(text: "a") { id } ...Last }
     fragment Last on Mutation { ... { c: add(text: "c") { id text } } }`,
  ])('run in the order in which their fragments are asked for: %s', async (query) => {
    const oracle = await open(writesGraph, 'compiled');

    // What a write answers tells of all writes before it.
    const [ours, truth] = [await oracle.askGateway(query), await oracle.monolith.answer(query)];

    expect(ours.errors).toBeUndefined();
    expect(ours.data).toEqual(plain(truth.data));
  });
});

describe('what both engines get wrong', () => {
  // The planner drops the types of the objects around, so that all entities of one path are asked
  // for all that is selected of any; a field that fails and may not be null takes the others along.
  it.each(['compiled', 'reference'] as const)(
    'loses a field of an entity to a failing one that is selected of other objects: %s',
    async (engine) => {
      const oracle = await open(typeConditionsGraph, engine);
      const query =
        '{ sold { ... on Part { maker { strict } } ... on Kit { maker { discount(currency: "EUR") } } } }';

      const [answer, truth] = await Promise.all([
        oracle.askGateway(query),
        oracle.monolith.answer(query),
      ]);

      expect(plain(truth.data)).toEqual({
        sold: [{ maker: null }, { maker: { discount: '5 EUR' } }],
      });
      expect(answer.data).toEqual({ sold: [{ maker: null }, { maker: { discount: null } }] });
      expect(answer.errors).toContainEqual(
        expect.objectContaining({ path: ['sold', 1, 'maker', 'strict'] }),
      );
    },
  );
});

describe('an interface that no type implements', () => {
  it('is asked for, and null', async () => {
    const oracle = await open(kindsGraph, 'compiled');

    const answer = await oracle.askGateway('{ empty { id } cars { id } }');

    expect(answer).toMatchObject({ data: { empty: null, cars: expect.any(Array) as unknown } });
    expect(answer.errors).toBeUndefined();
  });
});

describe('the reference engine', () => {
  // An engine that is right turns its row red, and the row then belongs to the random operations.
  it.each(defects.filter((defect) => 'stock' in defect))(
    '$name',
    async ({ graph, query, variables, stock }) => {
      const oracle = await open(graph, 'reference');

      const answer = await oracle.askGateway(query, variables);

      expect(answer.data).toEqual(stock);
    },
  );
});

/** Objects of graphql-js have no prototype. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
