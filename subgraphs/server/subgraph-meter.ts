// Who hears of what a subgraph does: the metrics of a process, or the line of an invocation on AWS Lambda.
import type { CacheReadCount, RestCall } from './rest-call-count.ts';

/** One answered request. */
export interface SubgraphAnswer {
  /** Of HTTP. */
  readonly status: number;
  /** Errors in the reply. */
  readonly errors: number;
  readonly durationMs: number;
  readonly restCalls: number;
  /** Absent where the cache was not asked. */
  readonly cacheReads: CacheReadCount | undefined;
}

/** Called for each request and each REST call, so it must be cheap and must not throw. */
export interface SubgraphMeter {
  recordAnswer(answer: SubgraphAnswer): void;
  recordRestCall(call: RestCall): void;
}
