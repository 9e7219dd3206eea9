// The tree of fetches: only for who may see it and asks for it, in the order of the plan.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ask, startTestGraph, type TestGraph } from '../test-graph.ts';

const asked = { headers: { 'x-marque-cost': 'detail' } };
const anyMs = expect.any(Number) as number;

describe('extensions.marque.trace', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph({ env: { MARQUE_COST: 'always' } });
  });
  afterAll(() => graph.stop());

  it('shows the fetches as they were planned, each with its REST calls', async () => {
    const { body } = await ask(graph.url, '{ markets { currency dealers } }', asked);

    const timed = { kind: 'fetch', startMs: anyMs, ms: anyMs };
    expect(body.extensions?.['marque']).toMatchObject({
      trace: {
        kind: 'sequence',
        nodes: [
          { ...timed, subgraph: 'vehicle', path: '' },
          {
            kind: 'parallel',
            nodes: expect.arrayContaining([
              expect.objectContaining({
                ...timed,
                subgraph: 'pricing',
                path: 'markets.@',
                entities: 2,
                restCalls: [expect.objectContaining({ resource: 'rows', count: 2, ms: 3.5 })],
              }),
              expect.objectContaining({ ...timed, subgraph: 'maintenance', path: 'markets.@' }),
            ]) as unknown[],
          },
        ],
      },
    });
  });

  it('shows a fetch for which there was nothing to fetch, without a time', async () => {
    const { body } = await ask(graph.url, '{ market(id: "XX") { currency } }', asked);

    expect(body.data).toEqual({ market: null });
    expect(body.extensions?.['marque']).toMatchObject({
      trace: { nodes: [{ subgraph: 'vehicle' }, { subgraph: 'pricing', restCalls: [] }] },
    });
    expect(JSON.stringify(body.extensions).match(/startMs/g)).toHaveLength(1);
  });

  it('is left out unless it is asked for', async () => {
    const { body } = await ask(graph.url, '{ markets { currency } }');

    expect(body.extensions?.['marque']).not.toHaveProperty('trace');
  });
});

describe('a caller who may not see the cost', () => {
  it('is shown no trace either', async () => {
    const graph = await startTestGraph({ env: { MARQUE_COST: 'scope' } });

    const { body } = await ask(graph.url, '{ markets { currency } }', asked);
    await graph.stop();

    expect(body.extensions).toBeUndefined();
  });
});
