// The Redis driver against a real redis-server: the contract, outages, and batches that are tried twice.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createRedisConnection } from '../../../../cache/redis-connection.ts';
import { createRedisUsageStore } from '../../../../gateway/telemetry/usage/redis-usage-store.ts';
import type { UsageStore } from '../../../../gateway/telemetry/usage/usage-store.ts';
import { silentLog } from '../../../../runtime/log.ts';
import {
  contractDay,
  contractRetentionDays,
  createBatch,
  describeUsageStoreContract,
} from '../../../contracts/usage-store.contract.ts';
import { type RedisServer, startRedisServer } from '../../../contracts/start-redis-server.ts';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedisServer();
});
afterAll(() => server.stop());

function openStore(): UsageStore {
  const redis = createRedisConnection({
    url: server.url,
    log: silentLog,
    part: 'usage',
    commandTimeoutMs: 2_000,
  });
  return createRedisUsageStore({ redis, retentionDays: contractRetentionDays });
}

describeUsageStoreContract('redis', async () => {
  await server.admin.flushall();
  return { open: openStore, close: () => Promise.resolve() };
});

describe('usage in Redis', () => {
  it('adds a batch once that is tried again because its answer was lost', async () => {
    const store = openStore();
    const batch = createBatch({ twice: 5 });

    await store.add(batch);
    await store.add(batch);

    expect((await store.read(contractDay)).get('twice')).toBe(5);
    await store.close();
  });

  it('lets a day expire when its retention is over', async () => {
    const store = openStore();
    await store.add(createBatch({ expires: 1 }));

    const seconds = await server.admin.ttl(`marque:usage:1:${contractDay}`);

    const leftOfDay = (Date.parse(`${contractDay}T24:00:00Z`) - Date.now()) / 1_000;
    expect(Math.abs(seconds - leftOfDay - contractRetentionDays * 86_400)).toBeLessThan(5);
    await store.close();
  });

  it('rejects while Redis is down, and goes on when it is back', async () => {
    const store = openStore();
    const batch = createBatch({ outage: 2 });
    await store.add(createBatch({ outage: 1 }));
    await server.kill();

    await expect(store.add(batch)).rejects.toThrow();
    await expect(store.read(contractDay)).rejects.toThrow();
    await server.restart();
    await expect
      .poll(() =>
        store.add(batch).then(
          () => 'kept',
          () => 'not yet',
        ),
      )
      .toBe('kept');

    expect((await store.read(contractDay)).get('outage')).toBe(2);
    await store.close();
  });
});
