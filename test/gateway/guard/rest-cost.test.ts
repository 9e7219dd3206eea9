// How many REST calls a plan is predicted to take: what goes into one call, and what into several.
import { describe, expect, it } from 'vitest';

import { evaluate } from '../../../gateway/guard/figure.ts';
import { createRestCallEstimator } from '../../../gateway/guard/rest-cost.ts';
import { createPlannedGraph } from '../engine/planner/planned-graph.ts';

const head = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@interfaceObject", "@listSize"])
directive @rest(service: String!, resource: String!, batch: Int) on FIELD_DEFINITION | OBJECT | INTERFACE
`;
const subgraphs = {
  cars: `${head}
type Query {
  car(id: ID!, market: ID): Car @rest(service: "cars", resource: "cars", batch: 10)
  cars(ids: [ID!]!): [Car] @rest(service: "cars", resource: "cars", batch: 10)
  allCars(first: Int = 20): Page @listSize(slicingArguments: ["first"], sizedFields: ["nodes"]) @rest(service: "cars", resource: "cars/search")
  stock: [Car!] @listSize(assumedSize: 250) @rest(service: "cars", resource: "cars/stock")
  rate(currency: ID!): Rate @rest(service: "cars", resource: "rates")
}
type Mutation { wash(id: ID!): Car @rest(service: "cars", resource: "cars/wash") }
type Rate { value: Int car: Car @rest(service: "cars", resource: "cars", batch: 10) }
type Page { nodes: [Car!]! total: Int }
type Car @key(fields: "id") @rest(service: "cars", resource: "cars", batch: 10) {
  id: ID!
  name: String
  next: Car @rest(service: "cars", resource: "cars", batch: 10)
  offers: [Offer!] @listSize(assumedSize: 4) @rest(service: "cars", resource: "offers")
  parts: [Part!] @listSize(assumedSize: 4) @rest(service: "cars", resource: "parts", batch: 10)
  figures: [Figure!] @listSize(assumedSize: 4) @rest(service: "cars", resource: "figures", batch: 10)
}
type Offer { car: Car @rest(service: "cars", resource: "cars", batch: 10) }
type Figure { name: String }
interface Part @key(fields: "id") @rest(service: "cars", resource: "parts", batch: 10) { id: ID! name: String }
type Wheel implements Part @key(fields: "id") @rest(service: "cars", resource: "parts", batch: 10) { id: ID! name: String inches: Int }
type Seat implements Part @key(fields: "id") @rest(service: "cars", resource: "parts", batch: 10) { id: ID! name: String }`,
  prices: `${head}
type Car @key(fields: "id") {
  id: ID!
  name: String @external
  price: Int @rest(service: "prices", resource: "car-prices", batch: 10)
  tax(market: ID): Int @rest(service: "prices", resource: "taxes", batch: 10)
  duty(market: ID): Int @rest(service: "prices", resource: "taxes", batch: 10)
  label: String @requires(fields: "name")
}
type Part @key(fields: "id") @interfaceObject { id: ID! price: Int @rest(service: "prices", resource: "part-prices", batch: 10) }`,
};
const graph = createPlannedGraph(subgraphs);
const estimator = createRestCallEstimator(
  Object.entries(subgraphs).map(([name, sdl]) => ({ name, sdl })),
  5,
);
const predict = (document: string, variables: Readonly<Record<string, unknown>> = {}): number =>
  evaluate(estimator.compile(graph.plan(document)), variables);
const ids = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`);

describe('the predicted REST calls', () => {
  it.each<[name: string, calls: number, document: string]>([
    ['a field with a call of its own', 1, '{ car(id: 1) { name } }'],
    ['equal calls are one', 1, '{ car(id: 1) { name } again: car(id: 1) { id } }'],
    ['ids of one level go into one call', 1, '{ a: car(id: 1) { name } b: car(id: 2) { name } }'],
    [
      'but not those of different terms',
      2,
      '{ a: car(id: 1) { name } b: car(id: 1, market: "DE") { name } }',
    ],
    ['levels follow each other', 3, '{ car(id: 1) { next { next { name } } } }'],
    ['a key alone is known already', 1, '{ car(id: 1) { next { id __typename } } }'],
    ['but not at the root', 1, '{ car(id: 1) { id } }'],
    ['by fragments, too', 1, '{ car(id: 1) { next { ...K } } } fragment K on Car { ... { id } }'],
    [
      'a list that is read by ids counts its elements',
      3,
      '{ cars(ids: [1, 2, 3, 4]) { parts { name } } }',
    ],
    ['any other, who asks', 2, '{ cars(ids: [1, 2, 3, 4]) { figures { name } } }'],
    [
      'without a batch each takes a call',
      5,
      '{ cars(ids: [1, 2, 3, 4]) { offers { __typename } } }',
    ],
    [
      'what comes one by one fills no batch together',
      10,
      '{ cars(ids: [1, 2, 3, 4]) { offers { car { name } } } }',
    ],
    ['a long list is read in pages', 3, '{ stock { name } }'],
    ['a page at a time is one call', 1, '{ allCars(first: 100) { total } }'],
    [
      'the length of a page goes on to its elements',
      4,
      '{ allCars(first: 30) { nodes { figures { name } } } }',
    ],
    ['also the default one', 3, '{ allCars { nodes { figures { name } } } }'],
    ['fields of another subgraph take their own', 2, '{ car(id: 1) { price } }'],
    ['in batches of what came before', 4, '{ allCars(first: 25) { nodes { price } } }'],
    ['fields that stand on one resource are read together', 2, '{ car(id: 1) { tax duty } }'],
    ['unless their terms differ', 3, '{ car(id: 1) { tax duty(market: "DE") } }'],
    ['an entity without a call is free', 1, '{ car(id: 1) { label } }'],
    [
      'an interface object is read by its interface',
      3,
      '{ cars(ids: [1, 2]) { parts { price } } }',
    ],
    [
      'aliases and conflicting names are followed',
      5,
      '{ allCars(first: 5) { nodes { parts { ... on Wheel { x: inches } ... on Seat { x: name } price } } } }',
    ],
    [
      'writes run one after the other',
      4,
      'mutation { a: wash(id: 1) { next { name } } b: wash(id: 2) { next { name } } }',
    ],
    ['nothing to fetch', 0, '{ __typename }'],
  ])('%s', (_name, calls, document) => {
    expect(predict(document)).toBe(calls);
  });

  it('follow from the variables', () => {
    const byIds = 'query($ids: [ID!]!) { cars(ids: $ids) { price } }';
    const byCount = 'query($n: Int) { allCars(first: $n) { nodes { price } } }';

    expect([0, 1, 10, 11, 25].map((count) => predict(byIds, { ids: ids(count) }))).toEqual([
      0, 2, 2, 4, 6,
    ]);
    expect([0, 1, 10, 11, 25].map((n) => predict(byCount, { n }))).toEqual([1, 2, 2, 3, 4]);
    expect(predict(byCount)).toBe(3);
  });

  it('are nothing for subgraphs that declare none', () => {
    const silent = createRestCallEstimator([], 5);

    expect(silent.compile(graph.plan('{ stock { price } }'))).toBe(0);
  });
});
