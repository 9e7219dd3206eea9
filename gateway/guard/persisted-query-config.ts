// Whether hashes stand for documents, as part of the gateway's configuration.
import {
  byteSize,
  choice,
  ConfigurationError,
  variable,
  type Variables,
} from '../../runtime/configuration.ts';

/** Where documents are kept by their hashes. */
export interface PersistedQueryConfig {
  /** Of the documents in this process's memory. */
  readonly maxBytes: number;
  /** Absent: each gateway keeps its own. */
  readonly redisUrl?: string | undefined;
}

/** The variables by their names; the address of Redis is another concern's, too. */
export const persistedQueryVariables = {
  MARQUE_PERSISTED_QUERIES: variable(
    choice(['memory', 'redis', 'off']),
    'Where documents are kept that clients then ask for by their SHA-256 alone: in each gateway, or in MARQUE_REDIS_URL as well for all of them.',
    'memory',
  ),
  MARQUE_PERSISTED_QUERIES_SIZE: variable(
    byteSize(),
    'Bound of these documents in memory; those that were not asked for the longest go first.',
    '16mb',
  ),
} as const satisfies Variables;

/**
 * Reads what the variables say; undefined where no document is kept.
 *
 * @throws CodedError `CONFIGURATION_INVALID` where Redis is asked for and not named.
 */
export function readPersistedQueries(read: {
  readonly MARQUE_PERSISTED_QUERIES: 'memory' | 'redis' | 'off';
  readonly MARQUE_PERSISTED_QUERIES_SIZE: number;
  readonly MARQUE_REDIS_URL?: string | undefined;
}): PersistedQueryConfig | undefined {
  const { MARQUE_PERSISTED_QUERIES: kind, MARQUE_REDIS_URL: redisUrl } = read;
  if (kind === 'off') return undefined;
  const maxBytes = read.MARQUE_PERSISTED_QUERIES_SIZE;
  if (kind === 'memory') return { maxBytes };
  if (redisUrl !== undefined) return { maxBytes, redisUrl };
  throw new ConfigurationError(['MARQUE_PERSISTED_QUERIES=redis needs MARQUE_REDIS_URL as well.']);
}
