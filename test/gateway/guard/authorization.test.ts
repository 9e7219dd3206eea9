// Which protected types and fields an operation selects, by whatever way it gets to them.
import { getOperationAST, parse, validate } from 'graphql';
import { Supergraph } from '@apollo/federation-internals';
import { beforeAll, describe, expect, it } from 'vitest';

import { type Authorizer, createAuthorizer } from '../../../gateway/guard/authorization.ts';
import { readAccessNeeds } from '../../../gateway/guard/access-needs.ts';
import { readProtectedCoordinates } from '../../../gateway/guard/protected-coordinates.ts';
import { ask, composeTestSupergraph, startTestGraph } from '../test-graph.ts';

const supergraphSdl = composeTestSupergraph();
const schema = Supergraph.build(supergraphSdl, { supportedFeatures: null })
  .apiSchema()
  .toGraphQLJSSchema();
let authorizer: Authorizer;
beforeAll(() => {
  authorizer = createAuthorizer(schema, readAccessNeeds(parse(supergraphSdl)));
});

function findCoordinates(query: string, scopes: string[] = [], isSignedIn = false): string[] {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('No operation.');
  return authorizer
    .findViolations(document, operation, { isSignedIn, scopes, policies: [] })
    .map(({ coordinate }) => coordinate);
}

describe('findViolations', () => {
  it.each([
    ['directly', '{ vehicle(vin: "a") { mileageKm } }'],
    ['with an alias', '{ v: vehicle(vin: "a") { m: mileageKm } }'],
    ['by its type name alone', '{ vehicle(vin: "a") { __typename } }'],
    ['in a union', '{ things { ... on Vehicle { mileageKm } } }'],
    ['in a union, by its type name alone', '{ things { ... on Vehicle { __typename } } }'],
    ['behind an interface', '{ named { name } }'],
    ['behind an interface, in a fragment', '{ named { ...F } } fragment F on Named { name }'],
    ['in a union, by an interface', '{ things { ... on Named { name } } }'],
    [
      'in fragments within fragments',
      '{ ...A } fragment A on Query { ...B } fragment B on Query { vehicle(vin: "a") { vin } }',
    ],
    ['in inline fragments without a type', '{ ... { vehicle(vin: "a") { vin } } }'],
    ['behind @skip', '{ vehicle(vin: "a") @skip(if: true) { vin } }'],
  ])('finds a protected type %s', (_name, query) => {
    expect(findCoordinates(query)).toContain('Vehicle');
    expect(findCoordinates(query, ['vehicle:read'], true)).toEqual([]);
  });

  it.each([
    ['{ markets { id name } }'],
    ['{ things { ... on Market { id } } }'],
    ['{ things { __typename ... on Market { ... on Named { name } } } }'],
    ['{ named { ... on Market { name } } }'],
    ['{ __type(name: "Vehicle") { name } }'],
  ])('lets pass what only comes near it: %s', (query) => {
    expect(findCoordinates(query)).toEqual([]);
  });

  it('asks for a signed-in caller where no scope is named', () => {
    expect(findCoordinates('{ secret }')).toEqual(['Query.secret']);
    expect(findCoordinates('{ secret }', [], true)).toEqual([]);
  });

  it('is not satisfied by scopes without a caller, or by other scopes', () => {
    const query = '{ vehicle(vin: "a") { vin } }';

    expect(findCoordinates(query, ['vehicle:read'], false)).toEqual(['Vehicle']);
    expect(findCoordinates(query, ['vehicle:write'], true)).toEqual(['Vehicle']);
  });
});

describe('readProtectedCoordinates', () => {
  const body =
    'type Query { a: Int @guarded(scopes: [["x", "y"], ["z"]]) b: B } type B @signedIn { c: Int }';

  it.each([
    [
      'as',
      '@link(url: "https://specs.apollo.dev/requiresScopes/v0.1", as: "guarded") @link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "signedIn")',
    ],
    [
      'import',
      '@link(url: "https://specs.apollo.dev/requiresScopes/v0.1", import: [{ name: "@requiresScopes", as: "@guarded" }]) @link(url: "https://specs.apollo.dev/authenticated/v0.1", import: [{ name: "@authenticated", as: "@signedIn" }])',
    ],
  ])('knows a directive that is renamed by %s', (_name, links) => {
    const rules = readProtectedCoordinates(parse(`schema ${links} { query: Query } ${body}`));

    expect([...rules.values()]).toEqual([
      { coordinate: 'Query.a', anyOfScopes: [['x', 'y'], ['z']] },
      { coordinate: 'B', anyOfScopes: [] },
    ]);
  });
});

describe('an operation without the scopes it needs, where such are refused', () => {
  it.each(['compiled', 'reference'])(
    'is refused by the engine %s with 403, naming coordinate and scopes, and nothing is fetched',
    async (engine) => {
      const env = { MARQUE_ENGINE: engine, MARQUE_UNAUTHORIZED: 'refuse' };
      const graph = await startTestGraph({ env });

      const { status, body } = await ask(graph.url, '{ dealerCount vehicle(vin: "a") { vin } }');

      expect(status).toBe(403);
      expect(body).not.toHaveProperty('data');
      expect(body.errors).toEqual([
        {
          message: 'The operation needs more than the caller has: Vehicle (vehicle:read).',
          extensions: {
            code: 'UNAUTHORIZED_FIELD_OR_TYPE',
            coordinates: [{ coordinate: 'Vehicle', anyOfScopes: [['vehicle:read']] }],
          },
        },
      ]);
      expect([...graph.vehicle.received, ...graph.maintenance.received]).toEqual([]);
      await graph.stop();
    },
  );

  it('is refused by the engine that cannot leave parts out, whatever is set', async () => {
    const graph = await startTestGraph({ env: { MARQUE_ENGINE: 'reference' } });

    const { status } = await ask(graph.url, '{ dealerCount secret }');

    expect(status).toBe(403);
    await graph.stop();
  });
});
