// The estimate by IBM's specification with Apollo's weights, operation by operation; and what answers have cost.
import { buildSchema, getOperationAST, parse } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { describe, expect, it } from 'vitest';

import { readCostDeclarations } from '../../../gateway/guard/cost-declarations.ts';
import { evaluate } from '../../../gateway/guard/figure.ts';
import { createCostEstimator } from '../../../gateway/guard/operation-cost.ts';

const writeSdl = (
  cost: string,
  listSize: string,
  link: string,
) => `schema @link(url: "https://specs.apollo.dev/cost/v0.1", ${link}) { query: Query mutation: Mutation }
type Query {
  item(id: ID!): Item
  items: [Item!]
  known: [Item!] @${listSize}(assumedSize: 3)
  byIds(ids: [ID!]!): [Item] @${listSize}(assumedSize: 50)
  page(first: Int = 20, last: Int): Page @${listSize}(slicingArguments: ["first", "last"], sizedFields: ["nodes"], requireOneSlicingArgument: false)
  strict(first: Int, last: Int): [Item] @${listSize}(assumedSize: 7, slicingArguments: ["first", "last"])
  heavy: Item @${cost}(weight: 40)
  search(text: String @${cost}(weight: 6), filter: Filter): [Thing!] @${listSize}(assumedSize: 2)
  grid: [[Item!]!] @${listSize}(assumedSize: 4)
}
type Mutation { rename(id: ID!, name: String): Item }
type Page { nodes: [Item!]! total: Int! hints: [Item!] @${listSize}(assumedSize: 5) }
interface Named { name: Name parts: [Part!] @${listSize}(assumedSize: 2) }
type Item implements Named { id: ID! name: Name parts: [Part!] @${listSize}(assumedSize: 2) item: Item dear: Int @${cost}(weight: 9) }
type Dear implements Named @${cost}(weight: 5) { name: Name parts: [Part!] @${cost}(weight: 30) }
type Part { code: ID! }
union Thing = Item | Dear
scalar Name @${cost}(weight: 2)
input Filter { text: String @${cost}(weight: 3) or: [Filter!] }`;

const createEstimator = (sdl: string) => {
  const { definitions } = parse(sdl);
  return {
    schema: buildSchema(sdl, { assumeValidSDL: true }),
    declarations: readCostDeclarations(definitions),
  };
};
const sdl = writeSdl('cost', 'listSize', 'import: ["@listSize"]');
const { schema, declarations } = createEstimator(sdl);
const estimator = createCostEstimator(schema, declarations, 10);

const prepare = (query: string, values: Readonly<Record<string, unknown>>) => {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], values);
  return { document, operation, variables: coerced ?? {} };
};
const estimate = (query: string, values: Readonly<Record<string, unknown>> = {}): number => {
  const { document, operation, variables } = prepare(query, values);
  return evaluate(estimator.compile(document, operation).estimate, variables);
};

describe('the estimated cost', () => {
  it.each<[name: string, cost: number, query: string, variables?: Record<string, unknown>]>([
    ['an object counts one, scalars nothing', 1, '{ item(id: 1) { id } }'],
    ['objects within objects add up', 3, '{ item(id: 1) { id item { item { id } } } }'],
    ['a list without a size is of the default', 20, '{ items { item { id } } }'],
    ['a list is of its assumed size', 3, '{ known { id } }'],
    ['lists multiply', 9, '{ known { parts { code } } }'],
    ['lists of lists do, too', 40, '{ grid { id } }'],
    ['ids that are asked for count before what is assumed', 2, '{ byIds(ids: [1, 2]) { id } }'],
    ['also by a variable', 4, 'query($i: [ID!]!) { byIds(ids: $i) { id } }', { i: [1, 2, 3, 4] }],
    ['a slicing argument has its default', 21, '{ page { total nodes { id } } }'],
    ['its value', 4, '{ page(first: 3) { nodes { id } } }'],
    ['the largest of several', 9, '{ page(first: 3, last: 8) { nodes { id } } }'],
    ['by a variable', 6, 'query($n: Int) { page(first: $n) { nodes { id } } }', { n: 5 }],
    ['left out: the default', 21, 'query($n: Int) { page(first: $n) { nodes { id } } }'],
    [
      'null: as if nothing was said',
      11,
      'query($n: Int) { page(first: $n) { nodes { id } } }',
      { n: null },
    ],
    ['not below nothing', 1, '{ page(first: -5) { nodes { id } } }'],
    ['sizes hold for the fields they name', 26, '{ page { hints { id } nodes { id } } }'],
    [
      'through fragments',
      3,
      '{ page(first: 2) { ...P } } fragment P on Page { ... { nodes { id } } }',
    ],
    [
      'each use of a fragment by its own size',
      7,
      '{ a: page(first: 2) { ...P } b: page(first: 3) { ...P } } fragment P on Page { nodes { id } }',
    ],
    ['a declared weight holds before that of the type', 40, '{ heavy { id } }'],
    ['weights of scalars', 5, '{ item(id: 1) { name again: name } }'],
    ['weights of fields of scalars', 10, '{ item(id: 1) { dear } }'],
    ['a mutation counts ten', 11, 'mutation { rename(id: 1) { id } }'],
    ['a weighed argument that is given', 16, '{ search(text: "a") { __typename } }'],
    ['and one that is not', 10, '{ search { __typename } }'],
    [
      'an input object counts one and what is in it',
      18,
      '{ search(filter: { text: "a", or: [{ text: "b" }] }) { __typename } }',
    ],
    [
      'the same in a variable',
      18,
      'query($f: Filter) { search(filter: $f) { __typename } }',
      { f: { text: 'a', or: [{ text: 'b' }] } },
    ],
    [
      'the same in parts',
      18,
      'query($f: [Filter!]) { search(filter: { text: "a", or: $f }) { __typename } }',
      { f: [{ text: 'b' }] },
    ],
    [
      'an interface is as heavy as its heaviest implementer',
      130,
      '{ search { ... on Named { parts { code } } } }',
    ],
    [
      'all members of a union count',
      612,
      '{ search { ... on Dear { parts { code } } ... on Item { item { id } } } }',
    ],
    ['what is skipped costs nothing', 3, '{ known { id } items @skip(if: true) { id } }'],
    [
      'what is not included, neither',
      1,
      'query($b: Boolean!) { item(id: 1) { item @include(if: $b) { id } } }',
      { b: false },
    ],
    [
      'what is included does',
      2,
      'query($b: Boolean!) { item(id: 1) { item @include(if: $b) { id } } }',
      { b: true },
    ],
    ['introspection costs nothing', 0, '{ __schema { types { name } } }'],
  ])('%s', (_name, cost, query, variables) => {
    expect(estimate(query, variables)).toBe(cost);
  });

  it('reads the directives under the names that the schema has linked them by', () => {
    const renamed = createEstimator(writeSdl('price', 'price__listSize', 'as: "price"'));
    const imported = createEstimator(
      writeSdl(
        'weight',
        'length',
        'import: [{ name: "@cost", as: "@weight" }, { name: "@listSize", as: "@length" }]',
      ),
    );

    expect(renamed.declarations).toEqual(declarations);
    expect(imported.declarations).toEqual(declarations);
    expect(createEstimator(writeSdl('weight', 'length', 'as: "c"')).declarations.weights.size).toBe(
      0,
    );
  });

  it('names a field that lacks its one slicing argument', () => {
    const find = (query: string, values: Readonly<Record<string, unknown>> = {}) => {
      const { document, operation, variables } = prepare(query, values);
      return estimator.compile(document, operation).findMissingSlice(variables);
    };

    expect(find('{ strict { id } }')).toBe('Query.strict');
    expect(find('{ strict(first: 1, last: 1) { id } }')).toBe('Query.strict');
    expect(find('{ strict(last: 1) { id } }')).toBeUndefined();
    expect(find('query($n: Int) { strict(last: $n) { id } }', { n: 1 })).toBeUndefined();
    expect(find('query($n: Int) { strict(last: $n) { id } }')).toBe('Query.strict');
    expect(find('{ page(first: 1, last: 2) { total } }')).toBeUndefined();
  });

  it('of fragments that spread each other many times is computed in no time', () => {
    const fragments = Array.from(
      { length: 40 },
      (_, n) => `fragment F${n} on Item { item { ...F${n + 1} } item { ...F${n + 1} } }`,
    );
    const query = `{ item(id: 1) { ...F0 } } ${fragments.join(' ')} fragment F40 on Item { id }`;
    const startedAtMs = performance.now();

    expect(estimate(query)).toBe(2 ** 41 - 1);
    expect(performance.now() - startedAtMs).toBeLessThan(100);
  });
});

describe('the actual cost', () => {
  const measure = (query: string, data: unknown, values: Readonly<Record<string, unknown>> = {}) =>
    estimator.measure({ ...prepare(query, values), data });

  it.each<[name: string, cost: number, query: string, data: unknown]>([
    ['counts what came', 2, '{ items { id } }', { items: [{ id: 1 }, null, { id: 2 }] }],
    ['counts nothing for null', 0, '{ items { id } }', { items: null }],
    ['goes by aliases', 2, '{ a: item(id: 1) { b: item { id } } }', { a: { b: { id: 1 } } }],
    [
      'goes by type conditions',
      49,
      '{ search { __typename ... on Named { parts { code } } ... on Item { dear } } }',
      {
        search: [
          { __typename: 'Item', dear: 1, parts: null },
          { __typename: 'Dear', parts: [{ code: 1 }] },
        ],
      },
    ],
    [
      'counts arguments',
      11,
      '{ search(text: "a") { __typename } }',
      { search: [{ __typename: 'Item' }] },
    ],
    ['counts a mutation ten', 11, 'mutation { rename(id: 1) { id } }', { rename: { id: 1 } }],
  ])('%s', (_name, cost, query, data) => {
    expect(measure(query, data)).toBe(cost);
  });
});
