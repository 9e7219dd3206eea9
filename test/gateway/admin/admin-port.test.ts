// The admin port of a running gateway: what it counts, how it fares, and that the public port shows none of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ask, startTestGraph, type TestGraph } from '../test-graph.ts';

let graph: TestGraph;
let adminUrl: string;
beforeAll(async () => {
  graph = await startTestGraph({ env: { MARQUE_ENGINE: 'compiled' } });
  adminUrl = graph.part.adminUrl ?? '';
});
afterAll(() => graph.stop());

const readMetrics = async (): Promise<ReadonlyMap<string, number>> => {
  const text = await (await fetch(`${adminUrl}/metrics`)).text();
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const at = line.lastIndexOf(' ');
        return [line.slice(0, at), Number(line.slice(at + 1))];
      }),
  );
};
const sumOf = (metrics: ReadonlyMap<string, number>, start: string): number =>
  [...metrics].reduce((sum, [name, value]) => (name.startsWith(start) ? sum + value : sum), 0);

describe('metrics', () => {
  it('count an operation by name, client, market, subgraph and REST resource', async () => {
    const before = await readMetrics();

    await ask(graph.url, 'query Counted { markets { name currency } }', {
      headers: { 'apollographql-client-name': 'configurator', 'x-marque-market': 'DE' },
    });

    const after = await readMetrics();
    const grown = [...after]
      .filter(([name, value]) => value > (before.get(name) ?? 0))
      .map(([name, value]) => [name, value - (before.get(name) ?? 0)]);
    expect(Object.fromEntries(grown)).toMatchObject({
      'marque_operations_total{operation="Counted",type="query",execution="complete"}': 1,
      'marque_operation_duration_seconds_count{operation="Counted"}': 1,
      'marque_client_operations_total{client="configurator",execution="complete"}': 1,
      'marque_market_operations_total{market="DE",execution="complete"}': 1,
      'marque_http_answers_total{route="/graphql",status="200"}': 1,
      'marque_subgraph_fetches_total{subgraph="vehicle",outcome="answered"}': 1,
      'marque_subgraph_fetches_total{subgraph="pricing",outcome="answered"}': 1,
      'marque_subgraph_fetch_duration_seconds_count{subgraph="pricing"}': 1,
      'marque_rest_calls_total{service="vehicle",resource="rows"}': 2,
    });
  });

  it('count errors by their code, refusals and failed operations among them', async () => {
    await ask(graph.url, 'query Broken { broken(kind: "plain") }');
    await ask(graph.url, '{ nothing }');
    await ask(graph.url, '{ markets { id } }', { headers: { authorization: 'Bearer a.b.c' } });

    const metrics = await readMetrics();
    const errors = [...metrics.keys()].filter((name) => name.startsWith('marque_operation_errors'));
    expect(new Set(errors.map((name) => /code="(\w+)"/.exec(name)?.[1]))).toEqual(
      new Set(['GRAPHQL_VALIDATION_FAILED', 'SUBGRAPH_ERROR', 'UNAUTHENTICATED']),
    );
    expect(
      metrics.get(
        'marque_operations_total{operation="unknown",type="unknown",execution="refused"}',
      ),
    ).toBe(1);
    expect(
      metrics.get('marque_operations_total{operation="Broken",type="query",execution="partial"}'),
    ).toBe(1);
  });

  it('tell the time by phase, which adds up to that of the operations', async () => {
    const metrics = await readMetrics();

    const phases = sumOf(metrics, 'marque_operation_phase_seconds_total');
    const whole = sumOf(metrics, 'marque_operation_duration_seconds_sum');
    expect(metrics.get('marque_operation_phase_seconds_total{phase="fetches"}')).toBeGreaterThan(0);
    expect(phases).toBeCloseTo(whole, 6);
  });

  it('show queues, breakers, connections, planner, release and the process', async () => {
    await ask(graph.url, '{ markets { name } }');

    const metrics = await readMetrics();
    const names = [...metrics.keys()];
    expect(
      metrics.get('marque_upstream_breaker_state{upstream="vehicle-subgraph",state="closed"}'),
    ).toBe(1);
    expect(metrics.get('marque_operations_in_flight{state="running"}')).toBe(0);
    expect(metrics.get('marque_planner_plans_total{outcome="planned"}')).toBeGreaterThan(0);
    expect(metrics.get('marque_compiled_operations')).toBeGreaterThan(0);
    expect(metrics.get('marque_shared_fetches_in_flight{subgraph="vehicle"}')).toBe(0);
    expect(
      metrics.get(
        `marque_upstream_connections{origin="${graph.vehicle.url.replace('/graphql', '')}",state="connected"}`,
      ),
    ).toBe(1);
    expect(names.filter((name) => name.startsWith('marque_release_info'))).toHaveLength(1);
    expect(names).toEqual(
      expect.arrayContaining([
        'marque_operations_in_flight{state="waiting"}',
        'marque_shedding',
        'marque_planner_waiting',
        'nodejs_eventloop_lag_seconds{percentile="99"}',
        'nodejs_heap_size_used_bytes',
        'process_cpu_seconds_total',
      ]),
    );
  });

  it('stay within bounds, whatever names clients make up', async () => {
    for (let index = 0; index < 300; index += 1) {
      await ask(graph.url, `query MadeUp${index} { dealerCount }`, {
        headers: { 'apollographql-client-name': `app-${index}` },
      });
    }

    const metrics = await readMetrics();
    const counted = (name: string) => [...metrics.keys()].filter((key) => key.startsWith(name));
    expect(counted('marque_operation_duration_seconds_count')).toHaveLength(101);
    expect(counted('marque_client_operations_total{client="app-').length).toBeLessThan(51);
    expect(
      metrics.get('marque_operations_total{operation="other",type="query",execution="complete"}'),
    ).toBeGreaterThan(190);
  });
});

describe('health in detail', () => {
  it('says which release serves and how each upstream fares', async () => {
    await ask(graph.url, '{ markets { name } }');

    const health = (await (await fetch(`${adminUrl}/health`)).json()) as object;

    expect(health).toMatchObject({
      status: 'ready',
      findings: [],
      release: expect.stringMatching(/^[0-9a-f]+$/) as string,
      operations: { running: 0, waiting: 0, isShedding: false },
      process: { residentBytes: expect.any(Number) as number },
    });
    expect(health).toHaveProperty('upstreams');
  });
});

describe('the public port', () => {
  it.each(['/metrics', '/health', '/live'])('knows no %s', async (path) => {
    const response = await fetch(`${graph.part.url}${path}`);

    expect(response.status).toBe(404);
  });
});

describe('a gateway without an admin port', () => {
  it('opens none, and answers all the same', async () => {
    const bare = await startTestGraph({ env: { MARQUE_ADMIN: 'false' } });

    const { status } = await ask(bare.url, '{ dealerCount }');

    expect(bare.part.adminUrl).toBeUndefined();
    expect(status).toBe(200);
    await bare.stop();
  });
});
