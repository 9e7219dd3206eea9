// Spans on their way out: few at a time, bounded, and never in the way of those whose requests they tell of.
import { setTimeout as wait } from 'node:timers/promises';

import type { Log } from '../log.ts';
import type { SpanRecord } from './span-record.ts';

/** Where spans are sent to. */
export interface SpanSink {
  /** Whether they have arrived. Never rejects, and settles in bounded time. */
  send(spans: readonly SpanRecord[]): Promise<boolean>;
  /** Cuts what is under way. */
  close(): void;
}

/** What became of spans so far, and how many wait. */
export interface SpanFigures {
  readonly exported: number;
  /** The receiver did not take them. */
  readonly failed: number;
  /** There was no room for them, or no time when the process ended. */
  readonly dropped: number;
  readonly queued: number;
}

/** What the queue stands on. */
export interface SpanQueueOptions {
  /** Called once, when there is something to send: loading an exporter takes longer than a start should. */
  readonly openSink: () => Promise<SpanSink>;
  readonly log: Log;
  /** How long spans wait for others; 1 s unless given. */
  readonly delayMs?: number | undefined;
  /** How long `flush` and `close` wait for a receiver; 1 s unless given. */
  readonly flushTimeoutMs?: number | undefined;
}

/** A bounded queue of spans. */
export interface SpanQueue {
  /** Whether what is added now would be dropped. */
  readonly isFull: boolean;
  /** Takes all of them, or none where they do not fit in. */
  add(spans: readonly SpanRecord[]): void;
  /** Counts spans that were not even made. */
  countDropped(count: number): void;
  readFigures(): SpanFigures;
  /** Waits until what has been added is sent, shortly. Never rejects. */
  flush(): Promise<void>;
  /** Sends what it can in short time, and counts the rest as dropped. Never rejects. */
  close(): Promise<void>;
}

const maxQueued = 2_048;
const maxBatch = 256;
const defaultDelayMs = 1_000;
const defaultFlushTimeoutMs = 1_000;

/** Creates an empty queue. */
export function createSpanQueue(options: SpanQueueOptions): SpanQueue {
  return new BoundedSpanQueue(options);
}

class BoundedSpanQueue implements SpanQueue {
  readonly #log: Log;
  readonly #delayMs: number;
  readonly #flushTimeoutMs: number;
  readonly #openSink: () => Promise<SpanSink>;
  #sink: Promise<SpanSink | undefined> | undefined;
  readonly #queued: SpanRecord[] = [];
  #exported = 0;
  #failed = 0;
  #dropped = 0;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;
  #isFailing = false;
  #isClosed = false;

  constructor({ openSink, log, delayMs, flushTimeoutMs }: SpanQueueOptions) {
    this.#log = log;
    this.#delayMs = delayMs ?? defaultDelayMs;
    this.#flushTimeoutMs = flushTimeoutMs ?? defaultFlushTimeoutMs;
    this.#openSink = openSink;
  }

  get isFull(): boolean {
    return this.#isClosed || this.#queued.length >= maxQueued;
  }

  add(spans: readonly SpanRecord[]): void {
    if (this.#isClosed || this.#queued.length + spans.length > maxQueued) {
      this.#dropped += spans.length;
      return;
    }
    this.#queued.push(...spans);
    if (this.#sending) return;
    if (this.#queued.length >= maxBatch) void this.#send();
    else this.#sendLater();
  }

  countDropped(count: number): void {
    this.#dropped += count;
  }

  readFigures(): SpanFigures {
    return {
      exported: this.#exported,
      failed: this.#failed,
      dropped: this.#dropped,
      queued: this.#queued.length,
    };
  }

  async flush(): Promise<void> {
    const timer = new AbortController();
    const timeout = wait(this.#flushTimeoutMs, undefined, { signal: timer.signal });
    await Promise.race([this.#send(), timeout.catch(() => undefined)]);
    timer.abort();
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    await this.flush();
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#dropped += this.#queued.length;
    this.#queued.length = 0;
    // A sink that is still being loaded has nothing to cut.
    void this.#sink?.then((sink) => sink?.close());
    await this.#sending;
    const { exported, failed, dropped } = this.readFigures();
    if (failed + dropped > 0) this.#log.warn({ exported, failed, dropped }, 'traces.spans_lost');
  }

  #sendLater(): void {
    this.#timer ??= setTimeout(() => void this.#send(), this.#delayMs).unref();
  }

  #send(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sending ??= this.#sendBatches().finally(() => {
      this.#sending = undefined;
      // What is left after a failure is tried later, and not at once.
      if (this.#queued.length > 0 && !this.#isClosed) this.#sendLater();
    });
    return this.#sending;
  }

  async #sendBatches(): Promise<void> {
    if (this.#queued.length === 0) return;
    this.#sink ??= this.#openSink().catch((error: unknown) => {
      this.#log.error({ err: error }, 'traces.exporter_broken');
      return undefined;
    });
    const sink = await this.#sink;
    while (this.#queued.length > 0) {
      const batch = this.#queued.splice(0, maxBatch);
      const hasArrived = (await sink?.send(batch)) ?? false;
      if (hasArrived) this.#exported += batch.length;
      else this.#failed += batch.length;
      this.#tell(hasArrived, batch.length);
      if (!hasArrived) return;
    }
  }

  /** One line when a receiver begins to fail, and one when it is back. */
  #tell(hasArrived: boolean, count: number): void {
    if (hasArrived !== this.#isFailing) return;
    this.#isFailing = !hasArrived;
    if (hasArrived) this.#log.info({ spans: count }, 'traces.export_recovered');
    else this.#log.warn({ spans: count }, 'traces.export_failed');
  }
}
