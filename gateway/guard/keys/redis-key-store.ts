// The driver that shares keys between machines: one hash in Redis, a field a key.
import type { Redis } from 'ioredis';

import { waitForConnection } from '../../../cache/redis-connection.ts';
import type { Log } from '../../../runtime/log.ts';
import { type KeyRecord, parseKeyRecord } from './key-record.ts';
import { createStoreFault, type KeyStore, sortKeys } from './key-store.ts';

/** What the store stands on. */
export interface RedisKeyStoreOptions {
  /** From `createRedisConnection`; the store closes it. */
  readonly redis: Redis;
  readonly log: Log;
}

const hashName = 'marque:api-keys';
const maxAttempts = 10;
const replaceIfUnchanged = `
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1`;

/** Creates the store. What is no record in Redis is no key: it opens nothing. */
export function createRedisKeyStore({ redis, log }: RedisKeyStoreOptions): KeyStore {
  let connected: Promise<void> | undefined;
  const ask = async <Reply>(command: () => Promise<Reply>): Promise<Reply> => {
    try {
      connected ??= waitForConnection(redis);
      await connected;
      return await command();
    } catch (error) {
      throw createStoreFault(
        'Redis, which holds the API keys, does not answer as it should.',
        error,
      );
    }
  };
  const read = (id: string, text: string | null): KeyRecord | undefined => {
    if (text === null) return undefined;
    const record = parseRecord(text);
    if (record?.id === id) return record;
    log.error({ keyId: id }, 'identity.key_record_corrupt');
    return undefined;
  };

  return {
    find: async (id) => read(id, await ask(() => redis.hget(hashName, id))),
    async list() {
      const all = await ask(() => redis.hgetall(hashName));
      return sortKeys(Object.entries(all).flatMap(([id, text]) => read(id, text) ?? []));
    },
    async add(record) {
      const added = await ask(() => redis.hsetnx(hashName, record.id, JSON.stringify(record)));
      if (added === 0) throw createStoreFault(`The id ${record.id} is taken.`);
    },
    async update(id, change) {
      for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
        const before = await ask(() => redis.hget(hashName, id));
        const known = read(id, before);
        if (before === null || !known) return undefined;
        const next = change(known);
        const values = [id, before, JSON.stringify(next)];
        const changed = await ask(() => redis.eval(replaceIfUnchanged, 1, hashName, ...values));
        if (changed === 1) return next;
      }
      throw createStoreFault(`Others write the key ${id} all the time; try again.`);
    },
    close() {
      redis.disconnect();
      return Promise.resolve();
    },
  };
}

function parseRecord(text: string): KeyRecord | undefined {
  try {
    return parseKeyRecord(JSON.parse(text));
  } catch {
    return undefined;
  }
}
