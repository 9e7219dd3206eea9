// A connection to Redis that gives up quickly: a cache that waits is worse than none.
import { Redis } from 'ioredis';

import type { Log } from '../runtime/log.ts';

/** Where Redis is and how long to wait for it. */
export interface RedisConnectionOptions {
  /** `redis://` or `rediss://`, with credentials and database where needed. */
  readonly url: string;
  readonly log: Log;
  /** For a reply to one command. */
  readonly commandTimeoutMs?: number;
}

// Below the 50 ms that a hung Redis may cost a request.
const defaultCommandTimeoutMs = 35;
const connectTimeoutMs = 2_000;
// After so much silence the socket is given up; from then on commands fail at once.
const silenceTimeoutMs = 250;
const reconnectCapMs = 1_000;

/** Creates a client of one Redis node. It connects at its first command and then for ever again. */
export function createRedisConnection(options: RedisConnectionOptions): Redis {
  const { url, log, commandTimeoutMs = defaultCommandTimeoutMs } = options;
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: connectTimeoutMs,
    commandTimeout: commandTimeoutMs,
    socketTimeout: silenceTimeoutMs,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    // Whoever sent them has long gone on.
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt) => Math.min(50 * attempt, reconnectCapMs),
    // A failover left us with a replica: connect again and send the command once more.
    reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 2 : false),
  });

  let isDown = false;
  redis.on('error', (error: Error) => {
    if (!isDown) log.warn({ reason: error.message }, 'cache.redis_lost');
    isDown = true;
  });
  redis.on('ready', () => {
    if (isDown) log.info({}, 'cache.redis_back');
    isDown = false;
  });
  return redis;
}

/** Resolves when the connection stands, failed, or took as long as a command may take. */
export async function untilConnected(redis: Redis): Promise<void> {
  if (redis.status !== 'wait') return;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, redis.options.commandTimeout);
  });
  const connection = redis.connect().catch(() => undefined);
  await Promise.race([connection, timeout]);
  clearTimeout(timer);
}
