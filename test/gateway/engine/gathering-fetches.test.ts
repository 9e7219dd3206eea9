// Fetches of one operation over real subgraphs: which travel together, and with which headers.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { ask, startTestGraph, type TestGraph } from '../test-graph.ts';

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph({ env: { MARQUE_ENGINE: 'compiled', MARQUE_ENVIRONMENT: 'local' } });
});
afterAll(() => graph.stop());
afterEach(() => {
  graph.pricing.received.length = 0;
});

const headers = { 'x-marque-cost': 'detail', 'x-marque-language': 'de' };

describe('fetches to one subgraph', () => {
  it('travel together if they declare the same dimensions, and the trace shows each', async () => {
    const { text } = await ask(
      graph.url,
      '{ markets { currency } market(id: "DE") { symbol: currency } }',
      { headers },
    );

    const { data, extensions } = JSON.parse(text) as Answer;
    expect(data).toEqual({
      markets: [{ currency: 'EUR' }, { currency: 'EUR' }],
      market: { symbol: 'EUR' },
    });
    expect(graph.pricing.received).toHaveLength(1);
    expect(extensions.marque.fetches).toContainEqual(
      expect.objectContaining({ subgraph: 'pricing', count: 1 }),
    );
    const traced = text.match(/"subgraph":"pricing","path":"[^"]*","entities":\d/g);
    expect(traced).toEqual([
      '"subgraph":"pricing","path":"markets.@","entities":2',
      '"subgraph":"pricing","path":"market","entities":1',
    ]);
  });

  it('send one list if they send the same document', async () => {
    await ask(graph.url, '{ markets { currency } market(id: "DE") { currency } }', { headers });

    expect(graph.pricing.received.map(({ query }) => query)).toEqual([
      'query($representations:[_Any!]!){_entities(representations:$representations){...on Market{currency}}}',
    ]);
  });

  it('stay apart if they declare other dimensions', async () => {
    await ask(graph.url, '{ markets { currency } market(id: "DE") { taxes } }', { headers });

    const languages = graph.pricing.received.map((fetch) => fetch.headers['x-marque-language']);
    expect(languages).toHaveLength(2);
    expect(languages).toContain('de');
    expect(languages).toContain(undefined);
  });
});

interface Answer {
  readonly data: unknown;
  readonly extensions: { readonly marque: { readonly fetches: readonly object[] } };
}
