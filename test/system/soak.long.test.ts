// Two and a half minutes of all 19 operations, mixed: no error, no growing heap, no socket left open.
import { setTimeout as wait } from 'node:timers/promises';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { startBoundedLoad } from './bounded-load.ts';
import { createHeapGauge } from './heap-gauge.ts';
import {
  createWriteSamples,
  findPublicSamples,
  type OperationSample,
  ownershipSamples,
} from './operation-samples.ts';
import { sample } from './samples.ts';
import { readOperation, useStack } from './stack-under-test.ts';

const seed = Date.now() % 2 ** 31;
const perSecond = 12;
const warmUpMs = 45_000;
const soakMs = 100_000;
const maxGrowthMib = 10;

describe(`a mix of all operations (seed ${seed})`, () => {
  const stack = useStack({
    subject: sample.owner,
    scopes: 'vehicle:read service:write',
    variables: { MARQUE_SUBGRAPH_CACHE_SIZE: '64mb' },
  });

  it('runs without an error, a growing heap or a socket left open', async () => {
    const gauge = createHeapGauge();
    const reads = [...(await findPublicSamples(stack)), ...ownershipSamples];
    const initial = reads.find(({ name }) => name === '11-price')?.variables['id'];
    const order = fc.sample(fc.nat(reads.length + 1), {
      seed,
      numRuns: (perSecond * (warmUpMs + soakMs)) / 1_000,
    });
    const choose = (serial: number): OperationSample | undefined => {
      const index = order[serial % order.length] ?? 0;
      const writes = createWriteSamples(String(initial), stack.today, serial);
      return reads[index] ?? writes[index - reads.length];
    };
    const seen = new Set<string>();
    const load = startBoundedLoad(perSecond, async (serial) => {
      const { name, variables } = choose(serial) ?? { name: '01-markets', variables: {} };
      const { status, errors } = await stack.query(await readOperation(name), variables);
      seen.add(name);
      return status === 200 && !errors ? undefined : { name, serial, status, errors };
    });

    await wait(warmUpMs);
    const before = { heapMib: gauge.readMib(), sockets: countSockets() };
    await wait(soakMs);
    const after = { heapMib: gauge.readMib(), sockets: countSockets() };
    await load.stop();

    expect(load.outcomes.filter((outcome) => outcome !== undefined)).toEqual([]);
    expect(load.outcomes.length).toBeGreaterThan(order.length * 0.9);
    expect(seen.size).toBe(reads.length + 2);
    expect(after.heapMib - before.heapMib).toBeLessThan(maxGrowthMib);
    // Those kept alive come and go with the traffic, a handful either way.
    expect(after.sockets - before.sockets).toBeLessThan(10);
  });
});

function countSockets(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
}
