// What an invocation took, as one line in CloudWatch's embedded metric format: metrics without a call to anybody.
import type { Clock } from '../clock.ts';
import type { LambdaMetricsConfig } from './config.ts';

/** What one piece of work within an invocation took. */
export interface WorkFigures {
  /** Such as `Prices`; a field of the line, never a dimension. */
  readonly operation?: string | undefined;
  /** Only of a document that is valid, since it is a dimension. */
  readonly operationType?: 'query' | 'mutation' | 'subscription' | undefined;
  /** How far it got. */
  readonly execution?: string | undefined;
  /** Digest of the supergraph that answered. */
  readonly release?: string | undefined;
  readonly errors: number;
  readonly fetches: number;
  readonly restCalls: number;
  readonly cacheHits: number;
  readonly cacheMisses: number;
}

/** How an invocation ended. */
export interface InvocationEnd {
  readonly requestId: string;
  readonly correlationId?: string | undefined;
  readonly traceId?: string | undefined;
  readonly xrayTraceId?: string | undefined;
  /** Of the answer; absent where there was none, and the platform counts an error. */
  readonly status?: number | undefined;
}

/** Writes one line for each invocation. */
export interface InvocationMetrics {
  /** Hears of work; an environment has one invocation at a time, so it belongs to the one under way. */
  record(figures: WorkFigures): void;
  /** Begins an invocation; what it gives ends it, and has written its line when it returns. */
  begin(): (end: InvocationEnd) => void;
}

/** What the lines are made with. */
export interface InvocationMetricsOptions {
  /** Such as `gateway`. */
  readonly part: string;
  readonly clock: Clock;
  /** Called once, by the first invocation: a fault in it is that invocation's. */
  readonly loadConfig: () => LambdaMetricsConfig;
  /** Takes a line without its end, and has written it when it returns. */
  readonly writeLine: (line: string) => void;
}

const units = {
  invocations: 'Count',
  coldStarts: 'Count',
  faults: 'Count',
  errors: 'Count',
  fetches: 'Count',
  restCalls: 'Count',
  cacheHits: 'Count',
  cacheMisses: 'Count',
  duration: 'Milliseconds',
} as const;
const metricNames = Object.keys(units) as readonly (keyof typeof units)[];

/**
 * Creates the metrics of one function. Its dimensions are the part, the function, and of the gateway release and type of
 * operation: a client can choose the value of none of them.
 */
export function createInvocationMetrics(options: InvocationMetricsOptions): InvocationMetrics {
  const { part, clock, writeLine } = options;
  let config: LambdaMetricsConfig | undefined;
  let work: WorkFigures | undefined;
  let isCold = true;

  const write = (
    { namespace, functionName }: LambdaMetricsConfig,
    durationMs: number,
    end: InvocationEnd,
  ): void => {
    const dimensions = {
      part,
      function: functionName,
      ...(work && { release: work.release ?? 'none', type: work.operationType ?? 'none' }),
    };
    const metrics: Readonly<Record<keyof typeof units, number>> = {
      invocations: 1,
      coldStarts: Number(isCold),
      faults: Number(end.status === undefined || end.status >= 500),
      errors: work?.errors ?? 0,
      fetches: work?.fetches ?? 0,
      restCalls: work?.restCalls ?? 0,
      cacheHits: work?.cacheHits ?? 0,
      cacheMisses: work?.cacheMisses ?? 0,
      duration: Math.round(durationMs * 100) / 100,
    };
    const { operation, execution } = work ?? {};
    writeLine(
      JSON.stringify({
        _aws: {
          Timestamp: Math.round(clock.nowMs()),
          CloudWatchMetrics: [
            {
              Namespace: namespace,
              Dimensions: [['part', 'function'], ...(work ? [Object.keys(dimensions)] : [])],
              Metrics: metricNames.map((name) => ({ Name: name, Unit: units[name] })),
            },
          ],
        },
        ...dimensions,
        ...metrics,
        operation,
        execution,
        ...end,
        msg: 'invocation.done',
      }),
    );
  };

  return {
    record(figures) {
      work = work ? addWork(work, figures) : figures;
    },
    begin() {
      config ??= options.loadConfig();
      const known = config;
      work = undefined;
      const startedAtMs = clock.monotonicMs();
      return (end) => {
        if (known.isEnabled) write(known, clock.monotonicMs() - startedAtMs, end);
        isCold = false;
        work = undefined;
      };
    },
  };
}

/** Of several, the last one gives its name. */
function addWork(before: WorkFigures, more: WorkFigures): WorkFigures {
  return {
    ...more,
    errors: before.errors + more.errors,
    fetches: before.fetches + more.fetches,
    restCalls: before.restCalls + more.restCalls,
    cacheHits: before.cacheHits + more.cacheHits,
    cacheMisses: before.cacheMisses + more.cacheMisses,
  };
}
