// Traces of one process: which are kept, and the way of their spans to the receiver.
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { createChildTrace, type RandomBytes, type TraceContext } from '../trace-context.ts';
import { createSpanQueue, type SpanFigures, type SpanSink } from './span-queue.ts';
import type { SpanRecord } from './span-record.ts';
import { isWithinRatio } from './trace-ratio.ts';
import type { TraceSettings } from './trace-settings.ts';

/** What a tracer stands on. */
export interface TracerOptions {
  readonly settings: TraceSettings;
  /** Such as `marque-gateway`; what the settings name comes first. */
  readonly serviceName: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly randomBytes: RandomBytes;
  /** Where spans go, if not to the endpoint of the settings. */
  readonly openSink?: (() => Promise<SpanSink>) | undefined;
}

/** How a span ended, as far as keeping it goes. */
export interface SpanEnd {
  readonly isFault: boolean;
  readonly durationMs: number;
}

/** Keeps spans; recording them is up to those who know them. */
export interface Tracer {
  /** Decides about the span of a request as it was accepted: what its caller decided holds, else the ratio does. */
  startTrace(accepted: TraceContext): TraceContext;
  /** Whether spans of this request are to be made: it is sampled, or faulty or slow and not one of too many in this second. */
  isKept(trace: TraceContext, end: SpanEnd): boolean;
  /** A span below another one, of which nobody else was told. */
  createChild(parent: TraceContext): TraceContext;
  /** Whether spans would only be dropped; counts one if so. */
  refuses(): boolean;
  add(spans: readonly SpanRecord[]): void;
  readFigures(): SpanFigures;
  /** Waits, shortly, until all spans are sent: before a process is frozen. Never rejects. */
  flush(): Promise<void>;
  /** Sends what is left, in bounded time. Never rejects. */
  close(): Promise<void>;
}

// Where everything fails or is slow, spans of all of it would make that worse.
const maxExceptionsPerSecond = 100;
// Less is how coarse the wall clock is read.
const clockDriftMs = 2;

/** Creates a tracer. The exporter is loaded when it has something to send. */
export function createTracer(options: TracerOptions): Tracer {
  const { settings, clock, log, randomBytes } = options;
  const { sampleRatio, slowMs } = settings;
  const toEpochMs = createEpochClock(clock);
  const queue = createSpanQueue({
    log,
    openSink: options.openSink ?? openSink,
  });

  let exceptionSecond = 0;
  let exceptions = 0;

  async function openSink(): Promise<SpanSink> {
    const { createOtlpSink } = await import('./otlp-sink.ts');
    const serviceName = settings.serviceName ?? options.serviceName;
    return createOtlpSink({ settings, serviceName, toEpochMs });
  }

  return {
    startTrace(accepted) {
      const isDecided = accepted.parentSpanId !== undefined;
      if (isDecided || isWithinRatio(accepted.traceId, sampleRatio)) return accepted;
      return { ...accepted, isSampled: false };
    },
    isKept(trace, { isFault, durationMs }) {
      if (trace.isSampled) return true;
      if (!isFault && durationMs < slowMs) return false;
      const second = Math.floor(clock.monotonicMs() / 1_000);
      if (second !== exceptionSecond) {
        exceptionSecond = second;
        exceptions = 0;
      }
      exceptions += 1;
      if (exceptions <= maxExceptionsPerSecond) return true;
      queue.countDropped(1);
      return false;
    },
    createChild: (parent) => createChildTrace(parent, randomBytes),
    refuses() {
      if (!queue.isFull) return false;
      queue.countDropped(1);
      return true;
    },
    add: (spans) => queue.add(spans),
    readFigures: () => queue.readFigures(),
    flush: () => queue.flush(),
    close: () => queue.close(),
  };
}

/** Goes by the monotonic clock, whose steps are finer, and follows the wall clock where that is set. */
function createEpochClock(clock: Clock): (monotonicMs: number) => number {
  let offsetMs = clock.nowMs() - clock.monotonicMs();
  return (monotonicMs) => {
    const nowOffsetMs = clock.nowMs() - clock.monotonicMs();
    if (Math.abs(nowOffsetMs - offsetMs) > clockDriftMs) offsetMs = nowOffsetMs;
    return offsetMs + monotonicMs;
  };
}
