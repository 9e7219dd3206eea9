// The driver that shares keys by Redis, against a real redis-server: the contract, and outages.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { createRedisConnection } from '../../../../cache/redis-connection.ts';
import { openKeyStore } from '../../../../gateway/guard/keys/open-key-store.ts';
import { createRedisKeyStore } from '../../../../gateway/guard/keys/redis-key-store.ts';
import { systemClock } from '../../../../runtime/clock.ts';
import { silentLog } from '../../../../runtime/log.ts';
import {
  createKeyRecord,
  describeKeyStoreContract,
} from '../../../contracts/key-store.contract.ts';
import { type RedisServer, startRedisServer } from '../../../contracts/start-redis-server.ts';

const hashName = 'marque:api-keys';
let server: RedisServer;
beforeAll(async () => {
  server = await startRedisServer();
});
afterAll(() => server.stop());

describeKeyStoreContract('redis', () =>
  Promise.resolve({
    open() {
      // A busy test machine must not turn the contract into a test of the timeout.
      const redis = createRedisConnection({
        url: server.url,
        log: silentLog,
        commandTimeoutMs: 2_000,
      });
      return Promise.resolve(createRedisKeyStore({ redis, log: silentLog }));
    },
    async corrupt() {
      for (const id of await server.admin.hkeys(hashName)) {
        await server.admin.hset(hashName, id, '{"id":"mqk_');
      }
    },
  }),
);

describe('createRedisKeyStore', () => {
  const open = () =>
    openKeyStore({ kind: 'redis', url: server.url }, { clock: systemClock, log: silentLog });

  it('opens nothing for a record that stands under the id of another', async () => {
    const store = await open();
    const record = createKeyRecord();
    await server.admin.hset(hashName, 'mqk_other00000000000', JSON.stringify(record));

    expect(await store.find('mqk_other00000000000')).toBeUndefined();
    await store.close();
  });

  it('is away, and not empty, while Redis is stopped, hangs or holds something else', async () => {
    const store = await open();
    const record = createKeyRecord();
    await store.add(record);
    server.freeze();
    const hung = store.find(record.id);
    await expect(hung).rejects.toMatchObject({ code: 'KEY_STORE_UNAVAILABLE' });
    server.thaw();
    await server.kill();
    const stopped = store.find(record.id);
    await expect(stopped).rejects.toMatchObject({ code: 'KEY_STORE_UNAVAILABLE' });
    await server.restart();
    await server.admin.set(hashName, 'a text');
    await vi.waitFor(() => expect(server.admin.status).toBe('ready'));
    const foreign = store.find(record.id);
    await expect(foreign).rejects.toMatchObject({ code: 'KEY_STORE_UNAVAILABLE' });
    await server.admin.del(hashName);

    await vi.waitFor(async () => expect(await store.list()).toEqual([]), { timeout: 5_000 });
    await store.close();
  });
});
