// Adds up what one request costs: fetches from subgraphs, and their calls of REST services.
import type { ErrorCode } from '../errors.ts';
import type { CostEstimate, OperationBudget } from '../guard/operation-budget.ts';
import type { FetchTrace, FetchTraceNode } from './fetch-trace.ts';

/** Calls of one REST resource; all but the count only where the subgraph was asked for detail. */
export interface RestCalls {
  readonly service: string;
  readonly resource: string;
  readonly count: number;
  readonly ms?: number | undefined;
  /** Further attempts beyond the first. */
  readonly retries?: number | undefined;
  /** Of each call. */
  readonly msByCall?: readonly number[] | undefined;
  /** What was asked for. */
  readonly ids?: readonly string[] | undefined;
}

/** What a subgraph found in its cache of REST replies, and what it had to ask for. */
export interface CacheReads {
  readonly hits: number;
  readonly misses: number;
}

/** What `extensions.marque` shows. */
export interface CostReport {
  readonly fetches: readonly {
    readonly subgraph: string;
    readonly count: number;
    readonly ms: number;
  }[];
  readonly restCalls: readonly RestCalls[];
  readonly totals: { readonly fetches: number; readonly restCalls: number };
  /** Before and after; absent where nothing was estimated. */
  readonly cost?: CostComparison;
  /** Only when the caller asked for it. */
  readonly trace?: FetchTraceNode;
}

/** What was estimated beside what it was. REST calls of a shared fetch count for who sent it. */
export interface CostComparison {
  readonly estimated: { readonly cost?: number; readonly restCalls?: number };
  readonly actual: { readonly cost?: number; readonly restCalls: number };
  readonly max: { readonly cost: number; readonly restCalls: number };
}

/** The running cost of one request. */
export interface RequestCost {
  /** Whether the caller gets to see it, so that subgraphs are asked for detail. */
  readonly isShown: boolean;
  /** Only where the caller may see it and asked for it. */
  readonly trace: FetchTrace | undefined;
  readonly fetchCount: number;
  readonly restCallCount: number;
  /** Rows that subgraphs had in their caches, and rows that they could have had there. */
  readonly cacheHits: number;
  readonly cacheMisses: number;
  /** Fetches that gave no reply: what they have cost is not known. */
  readonly failedFetchCount: number;
  readonly estimate: CostEstimate;
  /** When the first fetch was sent and the last one was over, on the monotonic clock; absent without any. */
  readonly firstSentAtMs: number | undefined;
  readonly lastOverAtMs: number | undefined;
  /** `failure` is why there was no reply to read. */
  addFetch(subgraph: string, startedAtMs: number, durationMs: number, failure?: ErrorCode): void;
  addRestCalls(calls: readonly RestCalls[]): void;
  addCacheReads(subgraph: string, reads: CacheReads): void;
  report(): CostReport;
}

/** Hears of every fetch and REST call of every request. */
export interface CostMeter {
  recordFetch(subgraph: string, durationMs: number, failure: ErrorCode | undefined): void;
  recordRestCalls(service: string, resource: string, count: number): void;
  recordCacheReads(subgraph: string, reads: CacheReads): void;
}

/** Creates an empty sum. Milliseconds of parallel fetches add up too, so they are no duration. */
export function createRequestCost(
  isShown: boolean,
  trace: FetchTrace | undefined,
  meter: CostMeter,
  budget: OperationBudget,
): RequestCost {
  return new CostSum(isShown, trace, meter, budget);
}

class CostSum implements RequestCost {
  readonly isShown: boolean;
  readonly trace: FetchTrace | undefined;
  fetchCount = 0;
  failedFetchCount = 0;
  restCallCount = 0;
  cacheHits = 0;
  cacheMisses = 0;
  firstSentAtMs: number | undefined;
  lastOverAtMs: number | undefined;
  readonly estimate: CostEstimate;
  readonly #meter: CostMeter;
  readonly #fetches = new Map<string, { subgraph: string; count: number; ms: number }>();
  // Few operations have subgraphs that say what they called.
  #restCalls: Map<string, RestCalls> | undefined;

  constructor(
    isShown: boolean,
    trace: FetchTrace | undefined,
    meter: CostMeter,
    budget: OperationBudget,
  ) {
    this.estimate = { budget };
    this.isShown = isShown;
    this.trace = trace;
    this.#meter = meter;
  }

  addFetch(
    subgraph: string,
    startedAtMs: number,
    durationMs: number,
    failure: ErrorCode | undefined,
  ): void {
    this.fetchCount += 1;
    if (failure !== undefined) this.failedFetchCount += 1;
    this.firstSentAtMs = Math.min(this.firstSentAtMs ?? startedAtMs, startedAtMs);
    const overAtMs = startedAtMs + durationMs;
    this.lastOverAtMs = Math.max(this.lastOverAtMs ?? overAtMs, overAtMs);
    this.#meter.recordFetch(subgraph, durationMs, failure);
    const sum = this.#fetches.get(subgraph);
    if (!sum) {
      this.#fetches.set(subgraph, { subgraph, count: 1, ms: roundMs(durationMs) });
      return;
    }
    sum.count += 1;
    sum.ms = roundMs(sum.ms + durationMs);
  }

  addRestCalls(calls: readonly RestCalls[]): void {
    if (calls.length === 0) return;
    this.#restCalls ??= new Map();
    for (const { service, resource, count, ms } of calls) {
      this.restCallCount += count;
      this.#meter.recordRestCalls(service, resource, count);
      const key = JSON.stringify([service, resource]);
      const before = this.#restCalls.get(key);
      const totalMs = ms === undefined ? before?.ms : roundMs((before?.ms ?? 0) + ms);
      this.#restCalls.set(key, {
        service,
        resource,
        count: (before?.count ?? 0) + count,
        ...(totalMs === undefined ? {} : { ms: totalMs }),
      });
    }
  }

  addCacheReads(subgraph: string, reads: CacheReads): void {
    this.cacheHits += reads.hits;
    this.cacheMisses += reads.misses;
    this.#meter.recordCacheReads(subgraph, reads);
  }

  report(): CostReport {
    const fetches = [...this.#fetches.values()].map((sum) => ({ ...sum }));
    const restCalls = [...(this.#restCalls?.values() ?? [])];
    const tree = this.trace?.report();
    const cost = compareCosts(this.estimate, this.restCallCount);
    return {
      fetches,
      restCalls,
      totals: { fetches: this.fetchCount, restCalls: this.restCallCount },
      ...(cost && { cost }),
      ...(tree && { trace: tree }),
    };
  }
}

function compareCosts(
  { cost, actualCost, restCalls, budget }: CostEstimate,
  restCallCount: number,
): CostComparison | undefined {
  if (cost === undefined && restCalls === undefined) return undefined;
  return {
    estimated: {
      ...(cost !== undefined && { cost }),
      ...(restCalls !== undefined && { restCalls }),
    },
    actual: { ...(actualCost !== undefined && { cost: actualCost }), restCalls: restCallCount },
    max: { cost: budget.maxCost, restCalls: budget.maxRestCalls },
  };
}

function roundMs(ms: number): number {
  return Math.round(ms * 10) / 10;
}
