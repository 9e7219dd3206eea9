// Keeps rows of public REST replies, each id by itself, so that batches share what they have in common.
import { buildCacheKey } from '../../cache/keys.ts';
import { type CacheEntry, type CacheStore, isFresh } from '../../cache/store.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { CachePermit } from './rest-reply.ts';
import type { RestSchema, SchemaCheck } from './rest-schema.ts';

/** A row as it was kept. */
export interface KeptRow<Row> {
  /** Null: the service had none under this id. */
  readonly row: Row | null;
  readonly isFresh: boolean;
  /** The path of the reply that it came in, and that reply's ETag: both are needed to revalidate. */
  readonly path: string;
  readonly etag: string | undefined;
}

/** Rows by id; the id of a reply that is one row is the empty text. */
export interface RestCache {
  /** Order and length match `ids`; `undefined` is a miss, and so is a row that no longer fits. */
  readMany<Row>(
    path: string,
    ids: readonly string[],
    schema: RestSchema<Row>,
  ): Promise<readonly (KeptRow<Row> | undefined)[]>;
  /** Keeps the rows of one reply. `replyPath` is what was asked for, ids included. */
  write(
    path: string,
    replyPath: string,
    permit: CachePermit,
    rows: ReadonlyMap<string, unknown>,
  ): void;
}

/** What the cache stands on. */
export interface RestCacheOptions {
  /** Where the rows come from: another address of the service is another origin. */
  readonly baseUrl: string;
  readonly store: CacheStore;
  readonly clock: Clock;
  readonly check: SchemaCheck;
}

// How long an expired row waits for its revalidation.
const staleForMs = 3_600_000;
// Something new is not to stay unknown for long.
const absentForMs = 30_000;

/** Creates the cache of one REST service over a store. */
export function createRestCache({ baseUrl, store, clock, check }: RestCacheOptions): RestCache {
  const keyOf = (path: string, id: string): string => buildCacheKey('rest', [baseUrl, path, id]);

  return {
    async readMany(path, ids, schema) {
      const entries = await store.getMany(ids.map((id) => keyOf(path, id)));
      return entries.map((entry) => entry && decode(entry, schema, check, clock.nowMs()));
    },
    write(path, replyPath, { maxAgeMs, etag }, rows) {
      const nowMs = clock.nowMs();
      const writes = [...rows].map(([id, row]) => {
        const freshMs = row === null ? Math.min(maxAgeMs, absentForMs) : maxAgeMs;
        return {
          key: keyOf(path, id),
          ttlMs: freshMs + (etag === undefined ? 0 : staleForMs),
          entry: {
            value: Buffer.from(JSON.stringify({ path: replyPath, row })),
            storedAtMs: nowMs,
            freshUntilMs: nowMs + freshMs,
            ...(etag === undefined ? {} : { etag }),
          },
        };
      });
      // Never rejects; nobody has to wait for it.
      void store.setMany(writes);
    },
  };
}

function decode<Row>(
  entry: CacheEntry,
  schema: RestSchema<Row>,
  check: SchemaCheck,
  nowMs: number,
): KeptRow<Row> | undefined {
  const kept = parseKept(entry.value);
  if (!kept || (kept.row !== null && !check(schema, kept.row))) return undefined;
  return {
    row: kept.row,
    path: kept.path,
    isFresh: isFresh(entry, nowMs),
    etag: entry.etag,
  };
}

function parseKept(value: Uint8Array): { path: string; row: unknown } | undefined {
  try {
    const kept = JSON.parse(Buffer.from(value).toString('utf8')) as unknown;
    if (typeof kept !== 'object' || kept === null) return undefined;
    const { path, row } = kept as { path?: unknown; row?: unknown };
    return typeof path === 'string' && row !== undefined ? { path, row } : undefined;
  } catch {
    return undefined;
  }
}
