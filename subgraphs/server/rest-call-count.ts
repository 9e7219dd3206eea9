// Counts the REST calls of one request: what an operation cost.

/** One call that was sent. */
export interface RestCall {
  readonly service: string;
  readonly resource: string;
  /** Further attempts beyond the first. */
  readonly retries: number;
  readonly durationMs: number;
  readonly ids: readonly string[];
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

/** Calls of one request so far. */
export interface RestCallCount {
  record(call: RestCall): void;
  readonly total: number;
  /** By service and resource, in the order of the first call. */
  summarize(withDetail: boolean): RestCallSummary[];
}

/** Creates an empty count. Answers from a cache and joined flights are no calls. */
export function createRestCallCount(): RestCallCount {
  const callsByResource = new Map<string, RestCall[]>();
  let total = 0;

  return {
    get total() {
      return total;
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
