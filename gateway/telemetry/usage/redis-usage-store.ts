// Keeps usage in Redis: a hash a day, shared by all gateways, gone when its retention is over.
import type { Redis } from 'ioredis';

import { waitForConnection } from '../../../cache/redis-connection.ts';
import { createClientMatch } from './usage-keys.ts';
import { expiryOf, isDay, type UsageBatch, type UsageStore } from './usage-store.ts';

/** What the driver stands on. */
export interface RedisUsageStoreOptions {
  /** From `createRedisConnection`; the store closes it. */
  readonly redis: Redis;
  readonly retentionDays: number;
}

// The number is that of the layout; another layout has another one.
const prefix = 'marque:usage:1:';
const maxPairsPerCall = 2_000;
const scanCount = 1_000;
const batchMemorySeconds = 3_600;

// KEYS: the day's hash, the batch's mark. ARGV: seconds of the mark, when the hash expires, key, amount, key, amount…
const addScript = `
if not redis.call('SET', KEYS[2], 1, 'NX', 'EX', ARGV[1]) then return 0 end
for index = 3, #ARGV, 2 do redis.call('HINCRBY', KEYS[1], ARGV[index], ARGV[index + 1]) end
redis.call('EXPIREAT', KEYS[1], ARGV[2])
return 1`;

/** Creates the store. It connects at its first use; while Redis cannot be reached, everything rejects. */
export function createRedisUsageStore(options: RedisUsageStoreOptions): UsageStore {
  const { redis, retentionDays } = options;
  const keyOf = (day: string): string => `${prefix}${day}`;

  let firstConnection: Promise<void> | undefined;
  const connected = async (): Promise<void> => {
    // Only the first commands wait for the connection; ioredis refuses them while there is none.
    firstConnection ??= waitForConnection(redis);
    await firstConnection;
  };

  const addChunk = async (
    { id, day }: UsageBatch,
    chunk: readonly (readonly [string, number])[],
    number: number,
  ): Promise<void> => {
    const expiresAtSeconds = Math.floor(expiryOf(day, retentionDays) / 1_000);
    const args = [batchMemorySeconds, expiresAtSeconds, ...chunk.flat()];
    await redis.eval(addScript, 2, keyOf(day), `${prefix}batch:${id}:${number}`, ...args);
  };

  const listDays = async (): Promise<readonly string[]> => {
    await connected();
    const days = new Set<string>();
    let cursor = '0';
    do {
      const [next, keys] = await redis.scan(cursor, 'MATCH', `${prefix}*`, 'COUNT', scanCount);
      cursor = next;
      for (const key of keys) {
        const day = key.slice(prefix.length);
        if (isDay(day)) days.add(day);
      }
    } while (cursor !== '0');
    return [...days].toSorted();
  };

  /** Goes through a hash without holding up everybody else. */
  const scanDay = async (
    day: string,
    see: (key: string, amount: number) => void,
  ): Promise<void> => {
    let cursor = '0';
    do {
      const [next, entries] = await redis.hscan(keyOf(day), cursor, 'COUNT', scanCount);
      cursor = next;
      for (let index = 0; index < entries.length; index += 2) {
        see(entries[index] ?? '', Number(entries[index + 1]));
      }
    } while (cursor !== '0');
  };

  return {
    async add(batch) {
      await connected();
      const entries = [...batch.counts];
      for (let from = 0; from < entries.length; from += maxPairsPerCall) {
        await addChunk(batch, entries.slice(from, from + maxPairsPerCall), from / maxPairsPerCall);
      }
    },
    async read(day) {
      await connected();
      const sums = new Map<string, number>();
      await scanDay(day, (key, amount) => sums.set(key, amount));
      return sums;
    },
    listDays,
    async eraseClient(name) {
      const isOfClient = createClientMatch(name);
      let erased = 0;
      for (const day of await listDays()) {
        const keys = new Set<string>();
        await scanDay(day, (key) => void (isOfClient(key) && keys.add(key)));
        const listed = [...keys];
        for (let from = 0; from < listed.length; from += maxPairsPerCall) {
          erased += await redis.hdel(keyOf(day), ...listed.slice(from, from + maxPairsPerCall));
        }
      }
      return erased;
    },
    close() {
      redis.disconnect();
      return Promise.resolve();
    },
  };
}
