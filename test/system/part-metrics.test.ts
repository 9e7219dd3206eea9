// The admin ports of subgraphs and services: their metrics after a request, and who may see them.
import { describe, expect, it } from 'vitest';

import { createInProcessLauncher } from '../../infra/local/launch-in-process.ts';
import { systemClock } from '../../runtime/clock.ts';
import { silentLog } from '../../runtime/log.ts';
import { useStack } from './stack-under-test.ts';

const token = 'reader-of-metrics-0123456789';
const adminUrls = new Map<string, string>();
const launchInProcess = createInProcessLauncher({ clock: systemClock, log: silentLog });
const stack = useStack({
  variables: {
    MARQUE_VEHICLE_API_ADMIN_PORT: '0',
    MARQUE_VEHICLE_SUBGRAPH_ADMIN_PORT: '0',
    MARQUE_ADMIN_READER_TOKEN: token,
    MARQUE_SUBGRAPH_CACHE_SIZE: '64mb',
  },
  launch: async (part, environment) => {
    const launched = await launchInProcess(part, environment);
    if (launched.adminUrl !== undefined) adminUrls.set(part.name, launched.adminUrl);
    return launched;
  },
});

const read = async (part: string, path: string): Promise<string> => {
  const headers = { authorization: `Bearer ${token}` };
  const reply = await fetch(`${adminUrls.get(part)}${path}`, { headers });
  expect(reply.status).toBe(200);
  return await reply.text();
};

describe('a subgraph and a service with an admin port', () => {
  it('count what they answered, asked and had in the cache', async () => {
    const query = '{ modelSeries(brand: "bmw", market: "DE") { code name } }';
    await stack.query(query);
    await stack.query(query);
    await stack.query('{ market(id: "XX") { id } }');

    const ofSubgraph = await read('vehicle subgraph', '/metrics');
    const ofService = await read('vehicle service', '/metrics');

    expect(ofSubgraph.split('\n')).toEqual(
      expect.arrayContaining([
        'marque_http_answers_total{route="/graphql",status="200"} 3',
        'marque_http_request_duration_seconds_count{route="/graphql"} 3',
        'marque_cache_requests_total{outcome="hit"} 1',
        expect.stringMatching(
          /^marque_rest_calls_total\{service="vehicle",resource="[\w-]+",outcome="200"\} \d$/,
        ),
        'marque_upstream_breaker_state{upstream="vehicle-api",state="closed"} 1',
        expect.stringMatching(/^marque_cache_store_total\{event="misses"\} \d$/),
        expect.stringMatching(/^process_resident_memory_bytes \d+$/),
      ]),
    );
    expect(ofService.split('\n')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^marque_http_answers_total\{route="[^"]+",status="200"\} \d$/),
        expect.stringMatching(/^nodejs_heap_size_used_bytes \d+$/),
      ]),
    );
    expect(ofService + ofSubgraph).not.toContain('XX');
  });

  it('tell how they fare', async () => {
    expect(JSON.parse(await read('vehicle subgraph', '/health'))).toMatchObject({
      status: 'ready',
      part: 'vehicle-subgraph',
      cache: 'up',
      upstreams: [{ name: 'vehicle-api', breaker: 'closed' }],
    });
    expect(JSON.parse(await read('vehicle service', '/health'))).toMatchObject({
      part: 'vehicle-api',
    });
  });

  it('show nothing without the token, and nothing on their own port', async () => {
    const anonymous = await fetch(`${adminUrls.get('vehicle service')}/metrics`);
    const onOwnPort = await fetch(`${stack.serviceUrl('vehicle')}/metrics`);

    expect([anonymous.status, onOwnPort.status]).toEqual([401, 404]);
  });

  it('have none where it is not configured', () => {
    expect([...adminUrls.keys()].toSorted()).toEqual([
      'gateway',
      'vehicle service',
      'vehicle subgraph',
    ]);
  });
});
