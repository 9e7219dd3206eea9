// The typed way to a REST service. Every reply is validated before anyone sees it.
import type { CacheStore } from '../../cache/store.ts';
import { readEntries, type RestOutcomes } from './rest-batch.ts';
import { createRestCache } from './rest-cache.ts';
import { toStatusError } from './rest-errors.ts';
import { createRestExchange, type RestExchangeOptions, type RestRequest } from './rest-exchange.ts';
import { createRestReads, type RestReads, settleEach } from './rest-reads.ts';
import { readRow } from './rest-reply.ts';
import type { RestQuery, RestResource } from './rest-resource.ts';
import { createSchemaCheck, type RestSchema } from './rest-schema.ts';
import { buildRestPath, chunkEntries } from './rest-url.ts';

/** What a REST client is made of. */
export interface RestClientOptions extends RestExchangeOptions {
  readonly cache: CacheStore;
  /** How long a call may take that several requests wait for, whoever of them leaves. */
  readonly sharedTimeoutMs?: number;
}

/** Computes many entries; changes nothing. */
export interface RestCalculate<Entry, Row> {
  readonly resource: RestResource;
  readonly query?: RestQuery;
  readonly entries: readonly Entry[];
  readonly keyOf: (entry: Entry) => string;
  /** Of one result. */
  readonly schema: RestSchema<Row>;
  /** The key of the entry that a result answers. */
  readonly idOf: (row: Row) => string;
}

/** Changes something. */
export interface RestWrite<Row> {
  readonly resource: RestResource;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: RestQuery;
  readonly body: unknown;
  readonly idempotencyKey: string;
  readonly schema: RestSchema<Row>;
}

/**
 * Calls of one REST service; all reject with a `GraphQLError` that a field can throw as it is.
 * `get` answers null where a path that names one resource gives 404. `getBatch` and `calculate` do
 * not reject for an id's or a chunk's sake: those are errors in the outcomes.
 */
export interface RestClient extends RestReads {
  /** Entries with equal keys are computed once. */
  calculate<Entry, Row>(
    request: RestRequest,
    call: RestCalculate<Entry, Row>,
  ): Promise<RestOutcomes<Row>>;
  /** Sent again only with the same idempotency key. Null for a 404 without a code of its own. */
  write<Row>(request: RestRequest, call: RestWrite<Row>): Promise<Row | null>;
}

const defaultSharedTimeoutMs = 10_000;

/** Creates the client of one REST service. */
export function createRestClient(options: RestClientOptions): RestClient {
  const { service, baseUrl, clock, sharedTimeoutMs = defaultSharedTimeoutMs } = options;
  const check = createSchemaCheck();
  const exchange = createRestExchange(options);
  const cache = createRestCache({ baseUrl, store: options.cache, clock, check });
  const reads = createRestReads({ service, clock, check, exchange, cache, sharedTimeoutMs });

  return {
    ...reads,

    async calculate(request, { resource, query, entries, keyOf, schema, idOf }) {
      const path = buildRestPath(resource, {}, query);
      const entryByKey = new Map(entries.map((entry) => [keyOf(entry), entry]));
      const answers = await Promise.all(
        chunkEntries([...entryByKey], resource.batch).map(async (chunk) => {
          const ids = chunk.map(([key]) => key);
          return await settleEach(ids, async () => {
            const body = { items: chunk.map(([, entry]) => entry) };
            const reply = await exchange(request, { resource, path, ids, body });
            if (reply.status !== 200) throw toStatusError(service, reply, path);
            return readEntries(reply, { service, ids, schema, idOf, check });
          });
        }),
      );
      return new Map(answers.flatMap((answer) => [...answer]));
    },

    async write(request, { resource, params = {}, query, body, idempotencyKey, schema }) {
      const path = buildRestPath(resource, params, query);
      const reply = await exchange(request, {
        resource,
        path,
        ids: Object.values(params),
        headers: { 'idempotency-key': idempotencyKey },
        body,
      });
      if (reply.status !== 404) return readRow(reply, { service, path, schema, check });
      const error = toStatusError(service, reply, path);
      if (error.extensions['code'] === 'UPSTREAM_ERROR') return null;
      throw error;
    },
  };
}
