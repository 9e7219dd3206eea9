// The driver that counts in Redis, for all gateways together. While Redis is away, each counts for itself.
import type { Redis } from 'ioredis';
import { RateLimiterRedis } from 'rate-limiter-flexible';

import { waitForConnection } from '../../../cache/redis-connection.ts';
import type { Clock } from '../../../runtime/clock.ts';
import { type Window, type Windows, windowSeconds } from './windows.ts';

/** What the driver stands on. */
export interface RedisWindowsOptions {
  /** From `createRedisConnection`; the driver closes it. */
  readonly redis: Redis;
  /** What counts while Redis is away; closed along. */
  readonly local: Windows;
  readonly clock: Clock;
}

const keyPrefix = 'marque:rate';
// Redis that is away is asked once in a while, not by each request.
const retryMs = 1_000;
// A give-back that comes to Redis so late may find the next window: it is left out.
const giveBackMarginMs = 1_000;
const maxPending = 10_000;

// KEYS: the window. ARGV: points, seconds of a window. A give-back for a window that is over does nothing, and none
// goes below zero.
const addScript = `
local points = tonumber(ARGV[1])
if points < 0 and redis.call('EXISTS', KEYS[1]) == 0 then return {0, 0} end
redis.call('SET', KEYS[1], 0, 'EX', ARGV[2], 'NX')
local count = redis.call('INCRBY', KEYS[1], ARGV[1])
if count < 0 then count = redis.call('INCRBY', KEYS[1], -count) end
local ttl = redis.call('PTTL', KEYS[1])
if ttl == -1 then
  redis.call('EXPIRE', KEYS[1], ARGV[2])
  ttl = 1000 * ARGV[2]
end
return {count, ttl}`;

/** Creates the windows. Redis is connected to at the first use; no request fails because of it. */
export function createRedisWindows({ redis, local, clock }: RedisWindowsOptions): Windows {
  const limiter = new RateLimiterRedis({
    storeClient: redis,
    points: 0,
    duration: windowSeconds,
    keyPrefix,
    customIncrTtlLuaScript: addScript,
  });
  const pending = new Set<Promise<void>>();
  let connected: Promise<void> | undefined;
  let failures = 0;
  let awayUntilMs = Number.NEGATIVE_INFINITY;
  const isAway = (): boolean => clock.monotonicMs() < awayUntilMs;

  const fail = (): void => {
    failures += 1;
    awayUntilMs = clock.monotonicMs() + retryMs;
  };
  const track = async (work: Promise<unknown>): Promise<void> => {
    const settled = work.then(() => undefined, fail);
    pending.add(settled);
    await settled;
    pending.delete(settled);
  };

  return {
    async add(key, points): Promise<Window> {
      if (isAway()) return await local.add(key, points);
      try {
        connected ??= waitForConnection(redis);
        await connected;
        const { consumedPoints, msBeforeNext } = await limiter.penalty(key, points);
        const endsAtMs = clock.monotonicMs() + msBeforeNext;
        return { key, count: consumedPoints, endsAtMs, place: 'redis' };
      } catch {
        fail();
        return await local.add(key, points);
      }
    },
    async giveBack(window, points) {
      if (window.place === 'memory') return await local.giveBack(window, points);
      const isLate = clock.monotonicMs() >= window.endsAtMs - giveBackMarginMs;
      if (isLate || isAway() || pending.size >= maxPending) return undefined;
      return await track(limiter.reward(window.key, points));
    },
    readFigures: () => ({ ...local.readFigures(), store: { failures, isAway: isAway() } }),
    async flush() {
      await Promise.all(pending);
    },
    async close() {
      await Promise.all(pending);
      redis.disconnect();
      await local.close();
    },
  };
}
