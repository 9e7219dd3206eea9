// Reads of a REST service: one cache for all requests, one call for all who ask for the same.
import { createSingleFlight } from '../../cache/single-flight.ts';
import type { Cancellation } from '../../runtime/cancellation.ts';
import type { Clock } from '../../runtime/clock.ts';
import { createDeadline } from '../../runtime/deadline.ts';
import type { HttpReply } from '../../runtime/http/http-client.ts';
import { createInputError } from './field-error.ts';
import { readEntries, type RestOutcomes } from './rest-batch.ts';
import type { KeptRow, RestCache } from './rest-cache.ts';
import { toStatusError, toTransportError } from './rest-errors.ts';
import type { RestExchange, RestRequest } from './rest-exchange.ts';
import { readCachePermit, readRow } from './rest-reply.ts';
import type { RestQuery, RestResource } from './rest-resource.ts';
import type { RestSchema, SchemaCheck } from './rest-schema.ts';
import { addIds, buildRestPath, chunkIds, isRestId } from './rest-url.ts';

/** Reads one reply. */
export interface RestGet<Row> {
  readonly resource: RestResource;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: RestQuery;
  readonly schema: RestSchema<Row>;
}

/** Reads many rows by id. */
export interface RestGetBatch<Row> {
  readonly resource: RestResource;
  readonly ids: readonly string[];
  readonly query?: RestQuery;
  /** Of one row. */
  readonly schema: RestSchema<Row>;
  readonly idOf: (row: Row) => string;
}

/** What reads stand on. */
export interface RestReadsOptions {
  readonly service: string;
  readonly clock: Clock;
  readonly check: SchemaCheck;
  readonly exchange: RestExchange;
  readonly cache: RestCache;
  /** How long a call may take that several requests wait for, whoever of them leaves. */
  readonly sharedTimeoutMs: number;
}

/** See `RestClient`. */
export interface RestReads {
  get<Row>(request: RestRequest, call: RestGet<Row>): Promise<Row | null>;
  getBatch<Row>(request: RestRequest, call: RestGetBatch<Row>): Promise<RestOutcomes<Row>>;
}

/** Creates the reads of one REST service. */
export function createRestReads(options: RestReadsOptions): RestReads {
  const { service, clock, check, exchange, cache, sharedTimeoutMs } = options;
  const flights = createSingleFlight<unknown>();

  const share = async <Value>(
    request: RestRequest,
    resource: RestResource,
    path: string,
    read: (request: RestRequest) => Promise<Value>,
  ): Promise<Value> => {
    if (resource.isPrivate) return await read(request);
    const work = async (wanted: Cancellation): Promise<Value> => {
      const deadline = createDeadline(clock, sharedTimeoutMs, wanted);
      try {
        return await read({ ...request, deadline });
      } finally {
        deadline.dispose();
      }
    };
    try {
      return (await flights.run(path, work, request.deadline)) as Value;
    } catch (error) {
      throw toTransportError(service, error);
    }
  };

  const keep = (
    resource: RestResource,
    path: string,
    replyPath: string,
    reply: HttpReply,
    rows: ReadonlyMap<string, unknown>,
  ): void => {
    const permit = resource.isPrivate ? undefined : readCachePermit(reply);
    if (permit) cache.write(path, replyPath, permit, rows);
  };

  const fetchOne = async <Row>(
    request: RestRequest,
    { resource, schema }: RestGet<Row>,
    path: string,
  ): Promise<Row | null> => {
    const [kept] = resource.isPrivate ? [] : await cache.readMany(path, [''], schema);
    const isHit = kept?.isFresh === true;
    if (!resource.isPrivate) request.recordCacheReads(Number(isHit), Number(!isHit));
    if (isHit) return kept.row;

    const reply = await exchange(request, { resource, path, ids: [], ...revalidate(kept?.etag) });
    if (reply.status === 404 && resource.path.includes('{')) return null;
    const isUnchanged = reply.status === 304 && kept !== undefined;
    const row = isUnchanged ? kept.row : readRow(reply, { service, path, schema, check });
    keep(resource, path, path, reply, new Map([['', row]]));
    return row;
  };

  const fetchChunk = async <Row>(
    request: RestRequest,
    { resource, schema, idOf }: RestGetBatch<Row>,
    path: string,
    ids: readonly string[],
    kept: ReadonlyMap<string, KeptRow<Row>>,
  ): Promise<RestOutcomes<Row>> => {
    const replyPath = addIds(path, ids);
    const etag = findSharedEtag(ids, kept, replyPath);
    const reply = await exchange(request, { resource, path: replyPath, ids, ...revalidate(etag) });

    const isUnchanged = reply.status === 304 && etag !== undefined;
    if (!isUnchanged && reply.status !== 200) throw toStatusError(service, reply, replyPath);
    const outcomes = isUnchanged
      ? new Map(ids.map((id) => [id, kept.get(id)?.row ?? null]))
      : readEntries(reply, { service, ids, schema, idOf, check });

    const rows = [...outcomes].filter(([, outcome]) => !(outcome instanceof Error));
    keep(resource, path, replyPath, reply, new Map(rows));
    return outcomes;
  };

  return {
    async get(request, call) {
      const path = buildRestPath(call.resource, call.params, call.query);
      return await share(request, call.resource, path, (shared) => fetchOne(shared, call, path));
    },

    async getBatch<Row>(request: RestRequest, call: RestGetBatch<Row>) {
      const { resource, schema } = call;
      const path = buildRestPath(resource, {}, call.query);
      const outcomes = new Map<string, Row | null | Error>();
      const ids = [...new Set(call.ids)].filter((id) => {
        const isValid = isRestId(id);
        if (!isValid) outcomes.set(id, createInputError('An id is not valid.'));
        return isValid;
      });

      const kept = new Map<string, KeptRow<Row>>();
      const rows = resource.isPrivate ? [] : await cache.readMany(path, ids, schema);
      for (const [index, row] of rows.entries()) {
        const id = ids[index];
        if (!row || id === undefined) continue;
        if (row.isFresh) outcomes.set(id, row.row);
        else kept.set(id, row);
      }

      const missing = ids.filter((id) => !outcomes.has(id));
      if (!resource.isPrivate && ids.length > 0) {
        request.recordCacheReads(ids.length - missing.length, missing.length);
      }
      const fetchShared = async (chunk: readonly string[]): Promise<void> => {
        const fetched = await settleEach(chunk, () =>
          share(request, resource, addIds(path, chunk), (shared) =>
            fetchChunk(shared, call, path, chunk, kept),
          ),
        );
        for (const [id, outcome] of fetched) outcomes.set(id, outcome);
      };
      await Promise.all(chunkIds(missing, resource.batch).map(fetchShared));
      return outcomes;
    },
  };
}

/** Turns the failure of a chunk into an error at each of its ids. */
export async function settleEach<Row>(
  ids: readonly string[],
  work: () => Promise<RestOutcomes<Row>>,
): Promise<RestOutcomes<Row>> {
  try {
    return await work();
  } catch (error) {
    const failure = error instanceof Error ? error : new Error('A call failed.', { cause: error });
    return new Map(ids.map((id) => [id, failure]));
  }
}

function revalidate(etag: string | undefined): { headers?: Readonly<Record<string, string>> } {
  return etag === undefined ? {} : { headers: { 'if-none-match': etag } };
}

/** The ETag that stands for exactly this reply: all its rows are kept, and came in it. */
function findSharedEtag<Row>(
  ids: readonly string[],
  kept: ReadonlyMap<string, KeptRow<Row>>,
  replyPath: string,
): string | undefined {
  const etag = kept.get(ids[0] ?? '')?.etag;
  const isSame = ids.every((id) => {
    const row = kept.get(id);
    return row?.path === replyPath && row.etag === etag;
  });
  return isSame ? etag : undefined;
}
