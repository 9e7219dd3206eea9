// Brings what was counted to the store, batch by batch; what it does not take waits, within a bound.
import { randomUUID } from 'node:crypto';

import type { Log } from '../../../runtime/log.ts';
import type { UsageRecorder } from './usage-recorder.ts';
import type { UsageBatch, UsageStore } from './usage-store.ts';

/** What flushing stands on. */
export interface UsageFlusherOptions {
  readonly recorder: Pick<UsageRecorder, 'collect' | 'lose'>;
  readonly store: UsageStore;
  readonly intervalMs: number;
  readonly log: Log;
  readonly maxWaitingKeys?: number;
}

/** Flushes at its interval from now on. */
export interface UsageFlusher {
  /** Flushes now; false if something could not be kept yet. Never rejects. */
  flush(): Promise<boolean>;
  /** Flushes as soon as the event loop comes to it. */
  flushSoon(): void;
  readFigures(): FlushFigures;
  /** Flushes a last time; what is not kept then is lost. */
  close(): Promise<void>;
}

/** Counts so far, and what waits. */
export interface FlushFigures {
  readonly kept: number;
  readonly failed: number;
  /** Numbers that no store has yet. */
  readonly waitingKeys: number;
}

interface WaitingBatch {
  readonly batch: UsageBatch;
  readonly counts: Map<string, number>;
  /** It may be in the store already, so nothing may be added to it. */
  wasTried: boolean;
}

// About 20 MB of texts.
const defaultMaxWaitingKeys = 100_000;

/** Begins to flush. */
export function startUsageFlusher(options: UsageFlusherOptions): UsageFlusher {
  const { recorder, store, intervalMs, log, maxWaitingKeys = defaultMaxWaitingKeys } = options;
  const waiting: WaitingBatch[] = [];
  let waitingKeys = 0;
  let kept = 0;
  let failed = 0;
  let running = 0;
  let last = Promise.resolve(true);
  let isFlushSoon = false;
  let isDown = false;

  const gather = (): void => {
    for (const { day, counts } of recorder.collect()) {
      const open = waiting.find(({ batch, wasTried }) => !wasTried && batch.day === day);
      const own = open ?? openBatch(day);
      for (const [key, amount] of counts) {
        const before = own.counts.get(key);
        if (before === undefined) {
          if (waitingKeys >= maxWaitingKeys) {
            recorder.lose('waiting', 1);
            continue;
          }
          waitingKeys += 1;
        }
        own.counts.set(key, (before ?? 0) + amount);
      }
    }
  };
  const openBatch = (day: string): WaitingBatch => {
    const counts = new Map<string, number>();
    const opened = { batch: { id: randomUUID(), day, counts }, counts, wasTried: false };
    waiting.push(opened);
    return opened;
  };

  const send = async (): Promise<boolean> => {
    gather();
    let [next] = waiting;
    while (next) {
      next.wasTried = true;
      try {
        if (next.counts.size > 0) await store.add(next.batch);
      } catch (error) {
        failed += 1;
        const reason = error instanceof Error ? error.message : String(error);
        if (!isDown) log.warn({ reason, waitingKeys }, 'usage.not_kept');
        isDown = true;
        return false;
      }
      kept += 1;
      waiting.shift();
      waitingKeys -= next.counts.size;
      [next] = waiting;
    }
    if (isDown) log.info({}, 'usage.kept_again');
    isDown = false;
    return true;
  };

  const flush = (): Promise<boolean> => {
    running += 1;
    // What is counted since the one under way began is not among it.
    last = last.then(send).finally(() => (running -= 1));
    return last;
  };
  const timer = setInterval(() => {
    if (running === 0) void flush();
  }, intervalMs).unref();

  return {
    flush,
    flushSoon() {
      if (isFlushSoon) return;
      isFlushSoon = true;
      setImmediate(() => {
        isFlushSoon = false;
        void flush();
      });
    },
    readFigures: () => ({ kept, failed, waitingKeys }),
    async close() {
      clearInterval(timer);
      if (!(await flush())) {
        recorder.lose('waiting', waitingKeys);
        log.error({ waitingKeys }, 'usage.lost');
      }
      await store.close();
    },
  };
}
