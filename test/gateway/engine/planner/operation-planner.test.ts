// Each mistake of Apollo's planner beside what is planned instead.
import { describe, expect, it } from 'vitest';

import { mediaGraph } from '../../../oracle/media-graph.ts';
import { createPlannedGraph, listFetches, outlineFetches } from './planned-graph.ts';

const keys = createPlannedGraph({
  a: `type Query { p: P }
    type P @key(fields: "id") @key(fields: "sku") { id: ID! sku: ID! @shareable x: Int }`,
  b: `type Query { q: P }
    type P @key(fields: "id", resolvable: false) @key(fields: "sku") {
      id: ID! sku: ID! @shareable x: Int @external y: Int @requires(fields: "x")
    }`,
});
const emptyInterface = createPlannedGraph({
  a: `type Query { n: N other: Int h: H } type H { n: N a: Int } interface N { id: ID }`,
  b: `type Query { z: Int } interface N { extra: Int }`,
});
const prices = createPlannedGraph({
  a: `type Query { p: P ps: [P] }
    type P @key(fields: "id") {
      id: ID! name: String price(currency: String, digits: Int): Float weight: Int
      parts(first: Int): [Part]
    }
    type Part @shareable { code(upper: Boolean): String size: Int }`,
  b: `type P @key(fields: "id") {
      id: ID! price(currency: String, digits: Int): Float @external weight: Int @external
      parts(first: Int): [Part] @external
      eu: Float @requires(fields: "price(currency: \\"EUR\\")")
      us(rounded: Boolean): Float @requires(fields: "price(currency: \\"USD\\", digits: 2)")
      plain: Float @requires(fields: "price")
      freight: Int @requires(fields: "weight")
      bill: String @requires(fields: "parts(first: 3) { code(upper: true) size }")
      list: String @requires(fields: "parts { code }")
    }
    type Part @shareable { code(upper: Boolean): String size: Int }`,
});
const conditions = createPlannedGraph({
  a: `type Query { u: [U] n: [N] } union U = A | B
    interface N @key(fields: "id") { id: ID! }
    type E @key(fields: "id") { id: ID! }
    type A implements N @key(fields: "id") { id: ID! e: E }
    type B implements N @key(fields: "id") { id: ID! e: E }`,
  b: `type E @key(fields: "id") { id: ID! r(a: Int): Int }
    type N @interfaceObject @key(fields: "id") { id: ID! h(a: Int): Int }`,
});

const media = createPlannedGraph(mediaGraph.subgraphs);

describe('keys that resolve nothing', () => {
  const document = '{ q { y } }';

  it('are not what a subgraph is entered by again, though they are listed first', () => {
    const stock = listFetches(keys.planByApollo(document)).at(-1);

    const ours = listFetches(keys.plan(document)).at(-1);

    expect(stock).toMatchObject({ serviceName: 'b', requires: requiring('x', 'id') });
    expect(ours).toMatchObject({ serviceName: 'b', requires: requiring('x', 'sku') });
  });
});

describe('an interface that no type implements', () => {
  it('is asked for, so that null and an object without a type can be told apart', () => {
    const document = '{ n { extra } }';

    const plan = emptyInterface.plan(document);

    expect(outlineFetches(emptyInterface.planByApollo(document))).toEqual([]);
    expect(outlineFetches(plan)).toEqual(['a {n{__typename}}']);
    expect(plan.rewritten).toMatchObject({ renames: {} });
  });

  it('does not take the objects around it away', () => {
    const document = '{ h { n { ...F __typename } } other } fragment F on N { extra }';

    const plan = emptyInterface.plan(document);

    expect(outlineFetches(emptyInterface.planByApollo(document))).toEqual(['a {other}']);
    expect(outlineFetches(plan)).toEqual(['a {h{n{__typename}}other}']);
  });
});

describe('inputs of @requires', () => {
  it('do not take the arguments of a client', () => {
    const document = '{ p { price(currency: "CHF") eu } }';

    const plan = prices.plan(document);

    expect(outlineFetches(prices.planByApollo(document))[0]).toBe(
      'a {p{__typename id price(currency:"CHF")}}',
    );
    expect(outlineFetches(plan)[0]).toBe(
      'a {p{__typename id price(currency:"CHF")_input0_price:price(currency:"EUR")}}',
    );
    expect(listFetches(plan)[1]?.inputRewrites).toEqual([
      { kind: 'KeyRenamer', path: ['_input0_price'], renameKeyTo: 'price' },
    ]);
    expect(plan.rewritten?.renames).toEqual({ _input0_price: 'price' });
  });

  it.each(['weight', 'id', '__typename'])(
    'do not take another field that a client calls %s',
    (name) => {
      const document = `{ p { ${name}: name freight } }`;

      const plan = prices.plan(document);

      expect(outlineFetches(prices.planByApollo(document))[0]).not.toContain(
        `__typename id ${name}:name weight`,
      );
      expect(outlineFetches(plan)[0]).toBe(`a {p{__typename id _call0_${name}:name weight}}`);
      expect(plan.rewritten?.renames).toEqual({ [`_call0_${name}`]: name });
    },
  );

  it('with different arguments reach their fields in representations of their own', () => {
    const document = 'query($r: Boolean) { ps { eu us(rounded: $r) plain freight } }';

    const plan = prices.plan(document);

    const [stockInput, ...stockFields] = outlineFetches(prices.planByApollo(document));
    expect([stockInput?.match(/price/g)?.length, stockFields.length]).toEqual([1, 1]);
    const [first, ...entities] = listFetches(plan);
    expect(first?.operation.match(/_input\d_price:price(\([^)]*\))?/g)?.toSorted()).toEqual([
      '_input0_price:price(currency:"EUR")',
      '_input1_price:price(currency:"USD" digits:2)',
      '_input2_price:price',
    ]);
    expect(entities.map(({ operation }) => operation.replace(/^.*?on P/, ''))).toEqual([
      '{eu freight}}}',
      '{us(rounded:$r)}}}',
      '{plain}}}',
    ]);
    expect(entities.map(({ variableUsages }) => variableUsages)).toEqual([[], ['r'], []]);
    expect(entities.map(({ requires }) => requires)).toEqual(
      [0, 1, 2].map((index) => requiring('id', 'weight', `_input${index}_price`)),
    );
    expect(prices.findFaults(plan)).toEqual([]);
  });

  it('are told apart within objects, the inner ones renamed first', () => {
    const plan = prices.plan('{ p { bill list parts(first: 9) { code } } }');

    const [first, bill, list] = listFetches(plan);
    expect(first?.operation).toContain('parts(first:9){code}');
    expect(bill?.inputRewrites).toEqual([
      { kind: 'KeyRenamer', path: ['_input3_parts', '_input4_code'], renameKeyTo: 'code' },
      { kind: 'KeyRenamer', path: ['_input3_parts'], renameKeyTo: 'parts' },
    ]);
    expect(list?.inputRewrites).toEqual([
      { kind: 'KeyRenamer', path: ['_input5_parts', '_input6_code'], renameKeyTo: 'code' },
      { kind: 'KeyRenamer', path: ['_input5_parts'], renameKeyTo: 'parts' },
    ]);
    expect(prices.findFaults(plan)).toEqual([]);
  });

  it('are no part of what clients see', () => {
    expect(prices.apiSdl).toContain('price(currency: String, digits: Int): Float');
    expect(prices.apiSdl).not.toContain('_input');
  });
});

describe('one response name with different arguments under different types', () => {
  it.each([
    ['r(a: 1)', 'r(a: 2)', '{r(a:1)_call0_r:r(a:2)}'],
    ['k: r(a: 1)', 'k: r', '{k:r(a:1)_call0_k:r}'],
  ])('fetches both of %s and %s of an entity that both types have', (one, other, both) => {
    const document = `{ u { ... on A { e { ${one} } } ... on B { e { ${other} } } } }`;

    const plan = conditions.plan(document);

    const stock = outlineFetches(conditions.planByApollo(document)).at(-1);
    const [fetched] = both.slice(1).split('_call0');
    expect(stock?.endsWith(`on E{${fetched}}}}`)).toBe(true);
    expect(outlineFetches(plan).at(-1)?.endsWith(`on E${both}}}`)).toBe(true);
    expect(conditions.findFaults(plan)).toEqual([]);
  });

  it('fetches both where a subgraph knows only the interface', () => {
    const document = '{ n { ... on A { h(a: 1) } ... on B { h(a: 2) } } }';

    const plan = conditions.plan(document);

    expect(outlineFetches(conditions.planByApollo(document)).at(-1)).toContain('on N{h(a:1)}');
    expect(outlineFetches(plan).join()).toContain('on N{h(a:1)}');
    expect(outlineFetches(plan).join()).toContain('on N{_call0_h:h(a:2)}');
    expect(conditions.findFaults(plan)).toEqual([]);
  });
});

describe('objects that a subgraph knows only as their interface', () => {
  it('are represented by their key, and only where they are asked for', () => {
    const document = '{ media { language ... on Film { verdict } } }';

    const plan = media.plan(document);

    const stock = listFetches(media.planByApollo(document)).at(-1)?.requires;
    expect(stock).toContainEqual(expect.objectContaining({ typeCondition: 'Media' }));
    expect(listFetches(plan).at(-1)?.requires).toEqual([
      expect.objectContaining({
        typeCondition: 'Film',
        selections: ['__typename', 'id', 'language'].map((name) =>
          expect.objectContaining({ name }),
        ),
      }),
    ]);
  });

  it('keep their own type', () => {
    const document = '{ media { ... on Book { similar { title } __typename } } }';

    const plan = media.plan(document);

    const asked = 'on Media{similar{__typename id}}';
    expect(outlineFetches(media.planByApollo(document))[1]).not.toContain(asked);
    expect(outlineFetches(plan)[1]).toContain(asked);
    expect(outlineFetches(plan)[2]).toContain('on Media{__typename title}');
  });

  it("are planned under conditions at which Apollo's planner fails", () => {
    const document = '{ best { ... on Work { ... on Media { title } } } }';

    const plan = media.plan(document);

    expect(() => media.planByApollo(document)).toThrow('We should have an edge');
    expect(outlineFetches(plan).at(-1)).toContain('...on Book{title}...on Film{title}');
    expect(media.findFaults(plan)).toEqual([]);
  });
});

describe('everything else', () => {
  it('is planned as it was asked', () => {
    const document = '{ a: p { name } b: p { x: name price(currency: "EUR") } }';

    const plan = prices.plan(document);

    expect(plan).toEqual(prices.planByApollo(document));
    expect(plan.rewritten).toBeUndefined();
  });

  it('makes up no name that a client uses', () => {
    const plan = prices.plan('{ p { id: name _call0_id: weight freight } }');

    expect(plan.rewritten?.renames).toEqual({ _call_0_id: 'id' });
  });

  it('expands fragments, so that equal fetches have equal text', () => {
    const inline = prices.plan('{ p { name weight } }');

    const byFragment = prices.plan('{ p { ...F } } fragment F on P { name weight }');

    expect(outlineFetches(byFragment)).toEqual(outlineFetches(inline));
  });

  it('refuses what is no operation of the schema', () => {
    expect(() => prices.plan('{ nothing }')).toThrow('nothing');
  });
});

/** What a fetch for entities of type P requires, in any order. */
function requiring(...names: readonly string[]): unknown {
  const fields = ['__typename', ...names].map((name) =>
    expect.objectContaining({ kind: 'Field', name }),
  );
  return [
    expect.objectContaining({
      typeCondition: 'P',
      selections: expect.toSatisfy(
        (selections: readonly unknown[]) =>
          selections.length === fields.length &&
          fields.every((field) => selections.some((selection) => field.asymmetricMatch(selection))),
      ),
    }),
  ];
}
