// Counts the REST calls of one request: what an operation cost.

/** One call that was sent. */
export interface RestCall {
  readonly service: string;
  readonly resource: string;
  /** Further attempts beyond the first. */
  readonly retries: number;
  readonly durationMs: number;
  readonly ids: readonly string[];
  /** The status of the reply, or the code of what went wrong. */
  readonly outcome: string;
}

/** Calls of one resource. `retries`, `ms` and `ids` only where they were asked for. */
export interface RestCallSummary {
  readonly service: string;
  readonly resource: string;
  readonly count: number;
  readonly retries?: number;
  readonly ms?: readonly number[];
  readonly ids?: readonly string[];
}

/** Rows that were looked for in the cache. */
export interface CacheReadCount {
  /** Those that were there and fresh. */
  readonly hits: number;
  /** All others, those that were there and had to be revalidated among them. */
  readonly misses: number;
}

/** Calls of one request so far. */
export interface RestCallCount {
  record(call: RestCall): void;
  recordCacheReads(hits: number, misses: number): void;
  readonly total: number;
  /** Absent where nothing was looked for. */
  readonly cacheReads: CacheReadCount | undefined;
  /** By service and resource, in the order of the first call. */
  summarize(withDetail: boolean): RestCallSummary[];
}

/** Creates an empty count. Answers from a cache and joined flights are no calls. */
export function createRestCallCount(): RestCallCount {
  const callsByResource = new Map<string, RestCall[]>();
  let total = 0;
  let cacheReads: CacheReadCount | undefined;

  return {
    get total() {
      return total;
    },
    get cacheReads() {
      return cacheReads;
    },
    recordCacheReads(hits, misses) {
      const before = cacheReads ?? { hits: 0, misses: 0 };
      cacheReads = { hits: before.hits + hits, misses: before.misses + misses };
    },
    record(call) {
      total += 1;
      const key = `${call.service} ${call.resource}`;
      const calls = callsByResource.get(key);
      if (calls) calls.push(call);
      else callsByResource.set(key, [call]);
    },
    summarize(withDetail) {
      return [...callsByResource.values()].flatMap((calls) => summarizeCalls(calls, withDetail));
    },
  };
}

function summarizeCalls(calls: readonly RestCall[], withDetail: boolean): RestCallSummary[] {
  const [first] = calls;
  if (!first) return [];
  const summary = { service: first.service, resource: first.resource, count: calls.length };
  if (!withDetail) return [summary];
  return [
    {
      ...summary,
      retries: calls.reduce((sum, call) => sum + call.retries, 0),
      ms: calls.map((call) => Math.round(call.durationMs * 10) / 10),
      ids: calls.flatMap((call) => call.ids),
    },
  ];
}
