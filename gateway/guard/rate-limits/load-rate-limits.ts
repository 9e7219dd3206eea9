// Puts rate limits together as configured; loaded only where something may be limited.
import type { Clock } from '../../../runtime/clock.ts';
import type { Log } from '../../../runtime/log.ts';
import type { BudgetConfig } from '../operation-budget.ts';
import { createCallerAddressReader } from './caller-address.ts';
import { createMemoryWindows } from './memory-windows.ts';
import type { RateLimitConfig } from './rate-limit-config.ts';
import { createRateLimits, type RateLimits } from './rate-limits.ts';
import type { Windows } from './windows.ts';

/** What limits are loaded with. */
export interface RateLimitDependencies {
  readonly config: RateLimitConfig;
  readonly budget: Pick<BudgetConfig, 'costMode' | 'restMode'>;
  readonly trustedProxies: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}

// Longer than a cache may take: an answer that is late lets every gateway count for itself.
const redisTimeoutMs = 100;

/** Loads the limits; Redis is connected to at the first request that is counted. */
export async function loadRateLimits(dependencies: RateLimitDependencies): Promise<RateLimits> {
  const { config, budget, trustedProxies, clock } = dependencies;
  const { costMode, restMode } = budget;
  const windows = await openWindows(dependencies);
  const readAddress = createCallerAddressReader(trustedProxies);
  return createRateLimits({ config, costMode, restMode, windows, readAddress, clock });
}

async function openWindows({ config, clock, log }: RateLimitDependencies): Promise<Windows> {
  const local = createMemoryWindows({ clock });
  if (config.redisUrl === undefined) return local;
  const { createRedisConnection } = await import('../../../cache/redis-connection.ts');
  const { createRedisWindows } = await import('./redis-windows.ts');
  const redis = createRedisConnection({
    url: config.redisUrl,
    log,
    part: 'rate_limit',
    commandTimeoutMs: redisTimeoutMs,
  });
  return createRedisWindows({ redis, local, clock });
}
