// Reads a REST reply: the row it is, and what its Cache-Control says.
import type { HttpReply } from '../../runtime/http/http-client.ts';
import { createContractError, toStatusError } from './rest-errors.ts';
import { parseJsonBody } from './rest-json.ts';
import type { RestSchema, SchemaCheck } from './rest-schema.ts';

/** How long a reply may be kept. */
export interface CachePermit {
  readonly maxAgeMs: number;
  readonly etag: string | undefined;
}

// A year, as for what never changes, is more than a cache needs to promise.
const maxAgeCapMs = 86_400_000;

/** How to read a reply that is one row. */
export interface RowReading<Row> {
  readonly service: string;
  /** What was asked for. */
  readonly path: string;
  readonly schema: RestSchema<Row>;
  readonly check: SchemaCheck;
}

/**
 * Reads a reply that is one row.
 *
 * @throws GraphQLError for a status other than 2xx, and for a body that does not fit the schema.
 */
export function readRow<Row>(
  reply: HttpReply,
  { service, path, schema, check }: RowReading<Row>,
): Row {
  if (reply.status < 200 || reply.status >= 300) throw toStatusError(service, reply, path);
  const row = parseJsonBody(reply);
  if (!check(schema, row)) throw createContractError(service);
  return row;
}

/** Whether everybody may be answered with this reply, and for how long; `undefined` is no. */
export function readCachePermit(reply: HttpReply): CachePermit | undefined {
  const directives = readHeader(reply, 'cache-control')
    .toLowerCase()
    .split(/\s*,\s*/);
  const isRefused = ['private', 'no-store', 'no-cache'].some((word) => directives.includes(word));
  if (!directives.includes('public') || isRefused) return undefined;
  if (reply.headers['set-cookie'] !== undefined) return undefined;
  if (readHeader(reply, 'vary').includes('*')) return undefined;

  const maxAge = directives.map((directive) => /^max-age=(\d{1,9})$/.exec(directive)?.[1]);
  const seconds = Number(maxAge.find((value) => value !== undefined) ?? 0);
  const ageSeconds = /^\d{1,9}$/.test(readHeader(reply, 'age'))
    ? Number(readHeader(reply, 'age'))
    : 0;
  const maxAgeMs = Math.min((seconds - ageSeconds) * 1_000, maxAgeCapMs);
  return maxAgeMs > 0 ? { maxAgeMs, etag: readHeader(reply, 'etag') || undefined } : undefined;
}

function readHeader(reply: HttpReply, name: string): string {
  const value = reply.headers[name];
  return typeof value === 'string' ? value : '';
}
