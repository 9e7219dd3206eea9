// Puts persisted queries together as configured.
import type { CacheStore } from '../../cache/store.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import { createKeptDocuments } from './kept-documents.ts';
import type { PersistedQueryConfig } from './persisted-query-config.ts';
import { createPersistedQueries, type PersistedQueries } from './persisted-queries.ts';

/** Creates them; what connects to Redis is loaded only where it is configured. */
export async function loadPersistedQueries(
  { maxBytes, redisUrl }: PersistedQueryConfig,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<PersistedQueries> {
  let storeErrors = 0;
  const openShared = async (url: string): Promise<CacheStore> => {
    const { createCacheStore } = await import('../../cache/create-cache-store.ts');
    const metrics = {
      count: (counter: string, amount: number): void => {
        if (counter === 'store_errors') storeErrors += amount;
      },
    };
    return createCacheStore({ redisUrl: url, clock, log, metrics });
  };
  const shared = redisUrl === undefined ? undefined : await openShared(redisUrl);
  return createPersistedQueries({
    documents: createKeptDocuments({ maxBytes, shared, clock }),
    readStoreErrors: () => storeErrors,
  });
}
