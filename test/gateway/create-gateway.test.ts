// The gateway over real subgraphs: answers, cost, headers to subgraphs, reload.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { ask, startTestGraph, type TestGraph } from './test-graph.ts';

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph({ env: { MARQUE_COST: 'always' } });
});
afterAll(() => graph.stop());
beforeEach(() => {
  for (const subgraph of [graph.vehicle, graph.pricing, graph.maintenance]) {
    subgraph.received.length = 0;
  }
});

describe('createGateway', () => {
  it('answers an operation over several subgraphs', async () => {
    const { status, body, headers } = await ask(
      graph.url,
      '{ markets { id name currency taxes dealers } dealerCount }',
    );

    expect(status).toBe(200);
    expect(body.data).toEqual({
      markets: [
        { id: 'DE', name: 'Germany', currency: 'EUR', taxes: ['VAT'], dealers: ['D-DE-001'] },
        { id: 'FR', name: 'France', currency: 'EUR', taxes: ['VAT'], dealers: ['D-FR-001'] },
      ],
      dealerCount: 3,
    });
    expect(body.errors).toBeUndefined();
    expect(headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('shows what the operation cost: fetches, and the REST calls that subgraphs report', async () => {
    const { body } = await ask(graph.url, '{ markets { currency dealers } }');

    const cost = body.extensions?.['marque'] as {
      fetches: unknown[];
      restCalls: unknown[];
      totals: unknown;
    };
    expect(cost.totals).toEqual({ fetches: 3, restCalls: 6 });
    expect(cost.fetches).toContainEqual({
      subgraph: 'pricing',
      count: 1,
      ms: expect.any(Number) as number,
    });
    expect(cost.restCalls).toContainEqual({
      service: 'pricing',
      resource: 'rows',
      count: 2,
      ms: 3.5,
    });
  });

  it('sends the dimensions that the fetched fields declare, and no others', async () => {
    const dimensions = {
      'x-marque-market': 'DE',
      'accept-language': 'fr-CH, de;q=0.5',
      'x-marque-price-date': '2026-01-31',
      'x-marque-brand': 'mini',
    };

    await ask(graph.url, '{ brand }', { headers: dimensions });
    await ask(graph.url, '{ markets { taxes } }', { headers: dimensions });
    await ask(graph.url, '{ markets { currency } }', { headers: dimensions });

    expect(marqueHeaders(graph.vehicle.received[0]?.headers)).toMatchObject({
      'x-marque-market': 'DE',
      'x-marque-brand': 'mini',
    });
    const [brandFetch, marketsFetch] = graph.vehicle.received;
    expect(Object.keys(marqueHeaders(brandFetch?.headers)).sort()).toEqual([
      'x-marque-brand',
      'x-marque-cost',
      'x-marque-deadline-ms',
      'x-marque-market',
    ]);
    expect(marqueHeaders(marketsFetch?.headers)).toMatchObject({ 'x-marque-language': 'fr' });
    const [taxesFetch, currencyFetch] = graph.pricing.received;
    expect(marqueHeaders(taxesFetch?.headers)).toMatchObject({
      'x-marque-language': 'fr',
      'x-marque-price-date': '2026-01-31',
    });
    expect(Object.keys(marqueHeaders(currencyFetch?.headers)).sort()).toEqual([
      'x-marque-cost',
      'x-marque-deadline-ms',
    ]);
  });

  it('sends correlation id and trace on, and never what a client says of its subject or scopes', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

    const { headers } = await ask(graph.url, '{ markets { id } }', {
      headers: {
        'x-correlation-id': 'abc-1',
        traceparent,
        'x-marque-subject': 'C-0001',
        'x-marque-scopes': 'vehicle:read',
        'x-marque-deadline-ms': '999999',
        cookie: 'a=b',
        'x-forwarded-host': 'evil.example',
      },
    });

    const sent = graph.vehicle.received[0]?.headers ?? {};
    expect(headers.get('x-correlation-id')).toBe('abc-1');
    expect(sent['x-correlation-id']).toBe('abc-1');
    expect(sent['traceparent']).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/);
    expect(sent['traceparent']).not.toBe(traceparent);
    // Of the 8 s of a fetch, so that the subgraph's answer still arrives in time.
    expect(Number(sent['x-marque-deadline-ms'])).toBeLessThanOrEqual(7_750);
    for (const name of ['x-marque-subject', 'x-marque-scopes', 'cookie', 'x-forwarded-host']) {
      expect(sent).not.toHaveProperty(name);
    }
  });

  it('answers introspection only where it is allowed', async () => {
    const { status, body } = await ask(graph.url, '{ __schema { queryType { name } } }');

    expect(status).toBe(400);
    expect(body.errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('gives no hint at names of the schema and no query plan to strangers', async () => {
    const typo = await ask(graph.url, '{ marketz { id } }');
    const plan = await ask(graph.url, '{ markets { id } }', {
      headers: { 'apollo-query-plan-experimental': '1' },
    });

    expect(typo.status).toBe(400);
    expect(typo.text).not.toContain('Did you mean');
    expect(plan.text).not.toContain('QueryPlan');
  });
});

function marqueHeaders(headers: object = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.startsWith('x-marque-')),
  );
}
