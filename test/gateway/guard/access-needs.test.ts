// What a field takes of its caller, with all that stands behind it.
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';

import { readAccessNeeds } from '../../../gateway/guard/access-needs.ts';

const links = `
  @link(url: "https://specs.apollo.dev/requiresScopes/v0.1")
  @link(url: "https://specs.apollo.dev/authenticated/v0.1")
  @link(url: "https://specs.apollo.dev/policy/v0.1")`;

function createNeeds(body: string) {
  const needs = readAccessNeeds(parse(`schema ${links} { query: Query } ${body}`));
  return (typeName: string, fieldName: string): string[] =>
    needs
      .ofField(typeName, fieldName)
      .map(({ coordinate }) => coordinate)
      .toSorted();
}

describe('a field', () => {
  it('takes what its type, itself and the type of its value take', () => {
    const needsOf = createNeeds(`
      type Query { a: [Secret!]! @authenticated b: Level c: Code d: String }
      type Secret @requiresScopes(scopes: [["s"]]) { id: ID }
      enum Level @policy(policies: [["p"]]) { ONE }
      scalar Code @authenticated
    `);

    expect(needsOf('Query', 'a')).toEqual(['Query.a', 'Secret']);
    expect(needsOf('Query', 'b')).toEqual(['Level']);
    expect(needsOf('Query', 'c')).toEqual(['Code']);
    expect(needsOf('Query', 'd')).toEqual([]);
    expect(needsOf('Secret', 'id')).toEqual(['Secret']);
  });

  it('takes what its inputs take, and theirs, within objects, fragments and interfaces', () => {
    const needsOf = createNeeds(`
      type Query { product: Product }
      type Product {
        price: Int @authenticated
        tax: Int @join__field(graph: A, requires: "price")
        total: Int @join__field(graph: B, requires: "tax")
        maker: Maker
        label: String @join__field(graph: B, requires: "maker { ... on Firm { name } }")
        near: String @join__field(graph: B, requires: "maker { town }")
        loop: Int @join__field(graph: A, requires: "back")
        back: Int @join__field(graph: B, requires: "loop price")
      }
      interface Maker { town: String }
      type Firm implements Maker { name: String @authenticated town: String }
      type Person implements Maker { town: String @requiresScopes(scopes: [["s"]]) }
    `);

    expect(needsOf('Product', 'total')).toEqual(['Product.price']);
    expect(needsOf('Product', 'label')).toEqual(['Firm.name']);
    expect(needsOf('Product', 'near')).toEqual(['Person.town']);
    expect(needsOf('Product', 'loop')).toEqual(['Product.price']);
  });

  it('takes what the interface object requires for it', () => {
    const needsOf = createNeeds(`
      type Query { media: Media }
      interface Media @join__type(graph: A, isInterfaceObject: true) {
        year: Int
        verdict: String @join__field(graph: A, requires: "year")
      }
      type Book implements Media { year: Int @authenticated verdict: String @join__field }
      type Film implements Media { year: Int verdict: String @join__field }
    `);

    expect(needsOf('Book', 'verdict')).toEqual(['Book.year']);
    expect(needsOf('Film', 'verdict')).toEqual([]);
  });

  it('takes what stands at its interface, unless that derives from another implementer', () => {
    const needsOf = createNeeds(`
      type Query { media: Media }
      interface Media @requiresScopes(scopes: [["old"]]) { year: Int @authenticated title: String @authenticated }
      type Book implements Media { year: Int title: String @authenticated }
      type Film implements Media { year: Int title: String }
    `);

    expect(needsOf('Book', 'year')).toEqual(['Media', 'Media.year']);
    expect(needsOf('Book', 'title')).toEqual(['Book.title', 'Media']);
    expect(needsOf('Film', 'title')).toEqual(['Media']);
  });
});
