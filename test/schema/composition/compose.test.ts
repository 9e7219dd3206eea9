// Composition: what comes out, and how its errors point at a subgraph's line.
import { describe, expect, it } from 'vitest';

import { composeSupergraph } from '../../../schema/composition/compose.ts';

const link = (...imports: string[]): string =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ${JSON.stringify(imports)})`;
const subgraph = (name: string, sdl: string) => ({
  name,
  url: `http://${name}.subgraph.invalid/graphql`,
  sdl,
});

describe('composeSupergraph', () => {
  it('composes subgraphs and writes their URLs, whatever their order', () => {
    const one = subgraph(
      'one',
      `${link('@key')}\ntype Query { a: T } type T @key(fields: "id") { id: ID! }`,
    );
    const two = subgraph('two', `${link('@key')}\ntype T @key(fields: "id") { id: ID! b: Int }`);

    const outcome = composeSupergraph([one, two]);

    expect(outcome).toEqual(composeSupergraph([two, one]));
    expect(outcome).toMatchObject({
      status: 'composed',
      supergraphSdl: expect.stringContaining(
        'url: "http://two.subgraph.invalid/graphql"',
      ) as string,
    });
  });

  it('names code, subgraph, line and column of what does not compose', () => {
    const one = subgraph(
      'one',
      `${link('@key')}\ntype Query { a: T }\ntype T @key(fields: "id none") { id: ID! }`,
    );

    const outcome = composeSupergraph([one]);

    expect(outcome).toMatchObject({
      status: 'failed',
      errors: [{ code: 'KEY_INVALID_FIELDS', subgraph: 'one', line: 3, column: 8 }],
    });
  });

  it('names the subgraph and line of a syntax error, for each subgraph that has one', () => {
    const outcome = composeSupergraph([
      subgraph('one', 'type Query {\n a: Int'),
      subgraph('two', 'type Query { a: Int }'),
      subgraph('three', 'tipe X'),
    ]);

    expect(outcome).toMatchObject({
      status: 'failed',
      errors: [
        { code: 'INVALID_GRAPHQL', subgraph: 'one', line: 2 },
        { code: 'INVALID_GRAPHQL', subgraph: 'three', line: 1 },
      ],
    });
  });

  it('refuses @context, which composes but is never executed', () => {
    const one = subgraph(
      'one',
      `${link('@key', '@context', '@fromContext')}
      type Query { a: A }
      type A @key(fields: "id") @context(name: "a") { id: ID! tone: String! child: B }
      type B @key(fields: "id") { id: ID! note(tone: String @fromContext(field: "$a { tone }")): String }`,
    );
    const two = subgraph('two', `${link('@key')}\ntype B @key(fields: "id") { id: ID! c: Int }`);

    const outcome = composeSupergraph([one, two]);

    expect(outcome).toMatchObject({
      status: 'failed',
      errors: [{ code: 'UNSUPPORTED_FEATURE', subgraph: 'one', line: 3 }],
    });
  });

  it('takes @policy, which the gateway enforces', () => {
    const one = subgraph(
      'one',
      `${link('@policy')}\ntype Query { a: Int @policy(policies: [["p"]]) }`,
    );

    expect(composeSupergraph([one])).toMatchObject({ status: 'composed' });
  });
});
