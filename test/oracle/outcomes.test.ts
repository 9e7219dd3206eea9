// How far an operation got shows in the status; both engines record it alike, also when they are
// asked again and the compiled one takes its shorter way.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openOracle, type Oracle } from './oracle.ts';
import { shopGraph } from './shop-graph.ts';

const graphqlType = 'application/graphql-response+json';
const variables = { MARQUE_PARTIAL_SUCCESS_STATUS: '294' };

describe('the status of an answer', () => {
  const oracles: Oracle[] = [];
  beforeAll(async () => {
    oracles.push(await openOracle(shopGraph, { engine: 'compiled', variables }));
    oracles.push(await openOracle(shopGraph, { engine: 'reference', variables }));
  });
  afterAll(async () => {
    for (const oracle of oracles) await oracle.close();
  });

  it.each([
    ['all data', '{ me { id } }', 200],
    ['data and errors', '{ me { id } failing { id } }', 294],
    ['null for all data and errors', '{ brands { strict } }', 294],
    ['a fault of the document', '{ nothing }', 400],
    ['no document', '{', 400],
  ])('is the same of both engines for %s', async (_name, query, status) => {
    for (const oracle of oracles) {
      expect(await oracle.askForStatus(query, graphqlType)).toBe(status);
      expect(await oracle.askForStatus(query, graphqlType)).toBe(status);
    }
  });
});
