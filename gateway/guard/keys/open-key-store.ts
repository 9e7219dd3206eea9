// Opens the store of keys that the configuration names; only its own driver is loaded.
import type { Clock } from '../../../runtime/clock.ts';
import type { Log } from '../../../runtime/log.ts';
import type { KeyStore } from './key-store.ts';

/** Where keys are kept. */
export type KeyPlace =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'redis'; readonly url: string };

// Longer than a cache may take: an answer here decides whether an app is served.
const redisTimeoutMs = 250;

/** Opens the store; a file is read and Redis is connected to at the first use. */
export async function openKeyStore(
  place: KeyPlace,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<KeyStore> {
  if (place.kind === 'file') {
    const { createFileKeyStore } = await import('./file-key-store.ts');
    return createFileKeyStore({ path: place.path, clock });
  }
  const { createRedisConnection } = await import('../../../cache/redis-connection.ts');
  const { createRedisKeyStore } = await import('./redis-key-store.ts');
  const redis = createRedisConnection({ url: place.url, log, commandTimeoutMs: redisTimeoutMs });
  return createRedisKeyStore({ redis, log });
}
