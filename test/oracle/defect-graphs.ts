// Small graphs on which the stock planner goes wrong, one for each way.
import type { TestedGraph } from './oracle.ts';
import type { Row, World } from './world.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires"])`;
const part: Row = { __typename: 'Part', id: '1', sku: 's1', name: 'Bolt' };
const maker: Row = { __typename: 'Maker', id: 'm1' };

/** The second subgraph cannot be entered by the key that it names first. */
export const unresolvableKeyGraph: TestedGraph = {
  subgraphs: {
    names: `${link}
      type Query { part: Part }
      type Part @key(fields: "id") { id: ID! name: String }`,
    labels: `${link}
      type Query { parts: [Part] }
      type Part @key(fields: "sku", resolvable: false) @key(fields: "id") {
        id: ID!
        sku: ID!
        name: String @external
        label: String @requires(fields: "name")
      }`,
  },
  world: {
    rows: [part],
    computed: {
      'Query.parts': () => [part],
      'Part.label': (read) => `a ${String(read('name'))}`,
    },
  },
};

const pricedWorld: World = {
  rows: [part],
  computed: {
    'Query.part': () => part,
    'Part.price': (_read, { currency }) => `1 ${String(currency)}`,
    'Part.euro': (read) => String(read('price', { currency: 'EUR' })),
    'Part.dollar': (read) => String(read('price', { currency: 'USD' })),
  },
};

/** Two fields require one field of the other subgraph, each with an argument of its own. */
export const requiredArgumentsGraph: TestedGraph = {
  subgraphs: {
    prices: `${link}
      type Query { part: Part }
      type Part @key(fields: "id") { id: ID! price(currency: String): String }`,
    texts: `${link}
      type Part @key(fields: "id") {
        id: ID!
        price(currency: String): String @external
        euro: String @requires(fields: "price(currency: \\"EUR\\")")
        dollar: String @requires(fields: "price(currency: \\"USD\\")")
      }`,
  },
  world: pricedWorld,
};

/** Objects of two types lead to one entity of the other subgraph, whose field takes an argument. */
export const typeConditionsGraph: TestedGraph = {
  subgraphs: {
    parts: `${link}
      type Query { sold: [Sold] }
      interface Sold { id: ID! }
      type Part implements Sold { id: ID! maker: Maker }
      type Kit implements Sold { id: ID! maker: Maker }
      type Maker @key(fields: "id") { id: ID! }`,
    makers: `${link}
      type Maker @key(fields: "id") { id: ID! discount(currency: String): String strict: String! }`,
  },
  world: {
    rows: [maker],
    computed: {
      'Query.sold': () => [
        { ...part, maker },
        { __typename: 'Kit', id: '2', maker },
      ],
      'Maker.discount': (_read, { currency }) => `5 ${String(currency)}`,
      'Maker.strict': () => null,
    },
  },
};
