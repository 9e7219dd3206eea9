// What is left of an operation, and what stands in the place of what is not.
import { buildSchema, getOperationAST, parse, print, validate } from 'graphql';
import { describe, expect, it } from 'vitest';

import { withholdFields } from '../../../gateway/engine/withhold-fields.ts';

const schema = buildSchema(`
  type Query { nodes: [Node] a: A union: AB open: String closed: String }
  interface Node { id: ID name: String next: Node }
  type A implements Node { id: ID name: String! next: Node secret: Int }
  type B implements Node { id: ID name: String next: Node }
  type C implements Node { id: ID name: String next: Node }
  union AB = A | B
`);

function reduce(query: string, denied: readonly string[]) {
  const document = parse(query, { noLocation: true });
  expect(validate(schema, document)).toEqual([]);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('No operation.');
  return withholdFields(
    { document, operation },
    {
      schema,
      isTypeDenied: (typeName) => denied.includes(typeName),
      isFieldDenied: (typeName, field) =>
        denied.includes(typeName) || denied.includes(`${typeName}.${field}`),
      maxSelections: 1_000,
    },
  );
}

function reduceToSome(query: string, denied: readonly string[]) {
  const reduced = reduce(query, denied);
  if (!reduced) throw new Error('Too much is left.');
  return reduced;
}

const write = (query: string, denied: readonly string[]): string =>
  print(reduceToSome(query, denied).document).replaceAll(/\s+/g, ' ');

describe('withholdFields', () => {
  it('puts a name of its own where a field stood, in the same place', () => {
    const { withheld } = reduceToSome('{ open x: closed }', ['Query.closed']);

    expect(write('{ open x: closed }', ['Query.closed'])).toBe('{ open _denied0_x: __typename }');
    expect(Object.fromEntries(withheld.fieldNames)).toEqual({ _denied0_x: 'closed' });
    expect({ ...withheld.renames }).toEqual({ _denied0_x: 'x' });
  });

  it('takes names that the client does not have', () => {
    expect(write('{ _denied: open closed }', ['Query.closed'])).toBe(
      '{ _denied: open _denied_0_closed: __typename }',
    );
  });

  it('asks a field of an interface of those types that allow it', () => {
    expect(write('{ nodes { id name } }', ['B.name'])).toBe(
      '{ nodes { id ... on A { _denied0_name: name } ... on B { _denied1_name: __typename } ... on C { name } } }',
    );
  });

  it('withholds objects of a type of which something is asked, and asks it for nothing', () => {
    expect(write('{ nodes { id } }', ['B'])).toBe(
      '{ nodes { ... on B { _denied_object: __typename } ... on A { id } ... on C { id } } }',
    );
    expect(write('{ union { __typename ... on A { id } } }', ['B'])).toBe(
      '{ union { __typename ... on A { id } } }',
    );
    expect(write('{ union { ... on B { __typename } ... on A { id } } }', ['B'])).toBe(
      '{ union { ... on B { _denied_object: __typename } ... on B { __typename } ... on A { id } } }',
    );
  });

  it('keeps fragments of which nothing is withheld, and drops what is no longer used', () => {
    const query =
      'query($n: Boolean!) { a { ...Kept ...Changed } } fragment Kept on Node { id } fragment Changed on A { secret @skip(if: $n) }';

    expect(write(query, ['A.secret'])).toBe(
      '{ a { ...Kept ... on A { _denied0_secret: __typename } } } fragment Kept on Node { id }',
    );
  });

  it('gives nothing where too much would be left, without writing it down', () => {
    const nest = (depth: number) =>
      `{ nodes { ${'next { '.repeat(depth)} name ${'} '.repeat(depth)} } }`;

    expect(reduce(nest(3), ['B.next', 'B.name'])).toBeDefined();
    expect(reduce(nest(40), ['B.next', 'B.name'])).toBeUndefined();
  });
});
