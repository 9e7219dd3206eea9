// What costs too much is refused before anything is fetched, by the variables of each request.
import { afterEach, describe, expect, it } from 'vitest';

import { openOracle, type Oracle } from '../../oracle/oracle.ts';

const directives = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@listSize"])
directive @rest(service: String!, resource: String!, batch: Int) on FIELD_DEFINITION | OBJECT | INTERFACE
`;
const subgraphs = {
  cars: `${directives}
type Query {
  cars(first: Int, last: Int): [Car!] @listSize(slicingArguments: ["first", "last"]) @rest(service: "cars", resource: "cars")
  byIds(ids: [ID!]!): [Car] @rest(service: "cars", resource: "cars-by-id", batch: 10)
}
type Car @key(fields: "id") { id: ID! name: String }`,
  prices: `${directives}
type Car @key(fields: "id") { id: ID! price: Int @rest(service: "prices", resource: "prices", batch: 10) }`,
};
const byIds = 'query($ids: [ID!]!) { byIds(ids: $ids) { price } }';
const ids = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`);

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { message: string; extensions: Record<string, unknown> }[];
  readonly extensions?: { marque?: { cost?: unknown } };
}

let resolved = 0;
let oracle: Oracle | undefined;
const open = async (variables: Readonly<Record<string, string>>) => {
  const opened = await openOracle(
    { subgraphs, known: [] },
    { engine: 'compiled', variables, onResolve: () => void (resolved += 1) },
  );
  oracle = opened;
  return {
    askGateway: async (query: string, values: Readonly<Record<string, unknown>> = {}) =>
      (await opened.askGateway(query, values)) as Answer,
    askForStatus: (query: string, accept: string) => opened.askForStatus(query, accept),
  };
};
afterEach(async () => {
  await oracle?.close();
});

describe('an operation', () => {
  it('is refused where it costs too much, by its own variables, and nothing is fetched', async () => {
    const { askGateway } = await open({ MARQUE_COST_MODE: 'enforce', MARQUE_COST_LIMIT: '20' });

    // Planned by the first round, known in the second.
    for (let round = 0; round < 2; round += 1) {
      const few = await askGateway(byIds, { ids: ids(20) });
      resolved = 0;
      const many = await askGateway(byIds, { ids: ids(21) });

      expect(few.data).toBeDefined();
      expect(many).toMatchObject({
        errors: [
          {
            message: 'The operation is estimated to cost 21; it may cost 20 at most.',
            extensions: {
              code: 'COST_ESTIMATED_TOO_EXPENSIVE',
              estimated: 21,
              max: 20,
            },
          },
        ],
      });
      expect(many.data).toBeUndefined();
      expect(resolved).toBe(0);
    }
  });

  it('is refused where it may take too many REST calls', async () => {
    const { askGateway } = await open({
      MARQUE_REST_BUDGET_MODE: 'enforce',
      MARQUE_REST_BUDGET: '4',
    });

    // Planned by the first round, known in the second.
    for (let round = 0; round < 2; round += 1) {
      const few = await askGateway(byIds, { ids: ids(20) });
      resolved = 0;
      const many = await askGateway(byIds, { ids: ids(21) });

      expect(few.data).toBeDefined();
      expect(many).toMatchObject({
        errors: [
          {
            extensions: { code: 'REST_BUDGET_EXCEEDED', estimated: 6, max: 4 },
          },
        ],
      });
      expect(resolved).toBe(0);
    }
  });

  it('is refused with 400, whichever media type is asked for', async () => {
    const { askForStatus } = await open({ MARQUE_COST_MODE: 'enforce', MARQUE_COST_LIMIT: '1' });

    for (const accept of ['application/json', 'application/graphql-response+json']) {
      expect(await askForStatus('{ cars(first: 2) { name } }', accept)).toBe(400);
      expect(await askForStatus('{ cars(first: 1) { name } }', accept)).toBe(200);
    }
  });

  it('is refused where it does not say how much it asks for', async () => {
    const { askGateway } = await open({ MARQUE_COST_MODE: 'enforce' });

    const answer = await askGateway('{ cars { name } }');

    expect(answer.errors?.[0]).toMatchObject({
      message: 'Query.cars needs exactly one of the arguments that say how many are asked for.',
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it('is answered while costs are measured only, and says what it cost', async () => {
    const { askGateway } = await open({
      MARQUE_COST: 'always',
      MARQUE_COST_LIMIT: '1',
      MARQUE_REST_BUDGET: '1',
    });

    const answer = await askGateway('{ cars { name } byIds(ids: [1]) { price } }');

    expect(answer.extensions?.marque?.cost).toMatchObject({
      estimated: { cost: 11, restCalls: 3 },
      actual: { cost: expect.any(Number) as unknown, restCalls: 0 },
      max: { cost: 1, restCalls: 1 },
    });
  });

  it('is not estimated where that is off', async () => {
    const { askGateway } = await open({
      MARQUE_COST: 'always',
      MARQUE_COST_MODE: 'off',
      MARQUE_REST_BUDGET_MODE: 'off',
    });

    const answer = await askGateway('{ cars { name } }');

    expect(answer.extensions?.marque).toBeDefined();
    expect(answer.extensions?.marque?.cost).toBeUndefined();
  });
});
