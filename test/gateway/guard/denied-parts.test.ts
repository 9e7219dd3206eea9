// Denied parts of an operation: null with an error at their place, and nobody is asked for them.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { ask, startTestGraph, type TestAnswer, type TestGraph } from '../test-graph.ts';
import { createTestTokens, type TestTokens } from '../test-tokens.ts';

let graph: TestGraph;
let tokens: TestTokens;
let owner: { readonly authorization: string };
beforeAll(async () => {
  tokens = await createTestTokens();
  owner = await tokens.sign(['vehicle:read']);
  graph = await startTestGraph({ env: tokens.env });
});
beforeEach(() => {
  for (const { received } of [graph.vehicle, graph.pricing, graph.maintenance]) received.length = 0;
});
afterAll(async () => {
  await graph.stop();
  await tokens.remove();
});

const denied = (coordinate: string, scopes: readonly string[][] = []) => ({
  code: 'UNAUTHORIZED_FIELD_OR_TYPE',
  coordinates: [{ coordinate, anyOfScopes: scopes }],
});
const deniedVehicle = denied('Vehicle', [['vehicle:read']]);

function listErrors({ body }: TestAnswer): unknown[] {
  return (body.errors ?? []).map(({ path, extensions }) => [path?.join('.'), extensions]);
}

describe('to an anonymous caller', () => {
  it.each([
    ['a field', '{ secret }', { secret: null }, ['secret', denied('Query.secret')]],
    ['an alias', '{ a: secret }', { a: null }, ['a', denied('Query.secret')]],
    [
      'a field of a protected type',
      '{ vehicle(vin: "a") { vin } }',
      { vehicle: null },
      ['vehicle', deniedVehicle],
    ],
    [
      'a field in fragments within fragments',
      '{ ...A } fragment A on Query { ...B } fragment B on Query { ... { s: secret } }',
      { s: null },
      ['s', denied('Query.secret')],
    ],
  ])('%s is null, and nobody is asked', async (_name, query, data, error) => {
    const answer = await ask(graph.url, query);

    expect(answer.status).toBe(200);
    expect(answer.body.data).toEqual(data);
    expect(listErrors(answer)).toEqual([error]);
    expect(graph.vehicle.received).toEqual([]);
  });

  it('the rest of the operation is answered, in its order', async () => {
    const answer = await ask(graph.url, '{ secret brand vehicle(vin: "a") { vin } dealerCount }');

    expect(JSON.stringify(answer.body.data)).toBe(
      '{"secret":null,"brand":"bmw","vehicle":null,"dealerCount":3}',
    );
    expect(listErrors(answer)).toEqual([
      ['secret', denied('Query.secret')],
      ['vehicle', deniedVehicle],
    ]);
    expect(graph.vehicle.received.map(({ query }) => query).join()).not.toMatch(/secret|vin/);
  });

  it('objects of a protected type are null in a list of a union', async () => {
    const query = '{ things { __typename ... on Vehicle { mileageKm } ... on Market { id } } }';

    const answer = await ask(graph.url, query);

    // The items may not be null.
    expect(answer.body.data).toEqual({ things: null });
    expect(listErrors(answer)).toEqual([['things.0', deniedVehicle]]);
    expect(graph.vehicle.received.map(({ query: sent }) => sent).join()).not.toContain('mileageKm');
  });

  it('objects of a protected type are null behind an interface', async () => {
    const answer = await ask(graph.url, '{ named { ...N } } fragment N on Named { n: name }');

    expect(answer.body.data).toEqual({ named: null });
    expect(listErrors(answer)).toEqual([['named.0', deniedVehicle]]);
    const [sent] = graph.vehicle.received;
    expect(sent?.query).toMatch(/\.\.\. ?on Market/);
  });

  it('nothing is denied of which nothing is asked', async () => {
    const answer = await ask(graph.url, '{ things { __typename ... on Market { id } } }');

    expect(answer.body).toEqual({
      data: { things: [{ __typename: 'Vehicle' }, { __typename: 'Market', id: 'DE' }] },
    });
  });

  it('what is left out by a condition is not denied', async () => {
    const query = 'query($all: Boolean!) { brand secret @include(if: $all) }';

    const without = await ask(graph.url, query, { variables: { all: false } });
    const withIt = await ask(graph.url, query, { variables: { all: true } });

    expect(without.body).toEqual({ data: { brand: 'bmw' } });
    expect(withIt.body.data).toEqual({ brand: 'bmw', secret: null });
  });

  it('arguments of what is denied are checked all the same', async () => {
    const answer = await ask(graph.url, 'query($vin: ID!) { vehicle(vin: $vin) { vin } }');

    expect(answer.status).toBe(400);
    expect(answer.body.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });
});

describe('an operation that is known already', () => {
  it('gives each caller its own, whoever came first', async () => {
    const query = '{ vehicle(vin: "a") { mileageKm } brand }';

    const answers: unknown[] = [];
    for (const headers of [{}, owner, {}, owner, await tokens.sign(['other'])]) {
      answers.push((await ask(graph.url, query, { headers })).body.data);
    }

    const whole = { vehicle: { mileageKm: 10 }, brand: 'bmw' };
    const part = { vehicle: null, brand: 'bmw' };
    expect(answers).toEqual([part, whole, part, whole, part]);
  });

  it('is the same by the way past Apollo Server', async () => {
    const query = '{ vehicle(vin: "a") { vin } dealerCount }';

    const short = [await ask(graph.url, query), await ask(graph.url, query)];
    // With extensions, empty as they are, Apollo Server is asked.
    const long = await ask(graph.url, query, { extensions: {} } as object);

    expect(short.map(({ text }) => text)).toEqual([long.text, long.text]);
  });

  it('is answered with 200 in the media type of GraphQL, too', async () => {
    const answer = await ask(graph.url, '{ secret }', {
      headers: { accept: 'application/graphql-response+json' },
    });

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('application/graphql-response+json');
  });
});
