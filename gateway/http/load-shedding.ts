// Refuses operations while the event loop is far behind, so that those that were let in are still answered in time.
import { monitorEventLoopDelay, type RecordableHistogram } from 'node:perf_hooks';

import type { FastifyInstance } from 'fastify';

import type { Log } from '../../runtime/log.ts';
import { type Refusal, sendRefusal } from './refusal.ts';

/** When to refuse. */
export interface LoadSheddingOptions {
  /** Mean wait of a request for the event loop, above which operations are refused; 0 for never. */
  readonly maxWaitMs: number;
  readonly log: Log;
  /** Over how long the mean is taken, and how long a refusal holds at least. */
  readonly windowMs?: number;
}

const resolutionMs = 20;

/** The refusal of an operation that would not be answered in time. */
export const overloaded: Refusal = {
  code: 'OVERLOADED',
  headers: { 'retry-after': '1' },
};

/** The refusal of a batch job's operation, which nobody waits for at a screen. */
export const overloadedForBatch: Refusal = {
  code: 'OVERLOADED',
  message: 'The gateway has more to do than it can answer in time; batch jobs give way first.',
  headers: { 'retry-after': '5' },
};

/** The share of the longest wait at which batch jobs give way, so that pages are still answered. */
export const batchWaitShare = 0.5;

/** Tells whether the event loop is behind. */
export interface EventLoopWatch {
  readonly isShedding: () => boolean;
  /** Whether it is so far behind that batch jobs give way. */
  readonly isSheddingBatch: () => boolean;
}

/** Makes `app` answer requests of `path` with 503 while it is overloaded; other paths, such as health, are served. */
export function registerLoadShedding(
  app: FastifyInstance,
  path: string,
  { maxWaitMs, log, windowMs = 1_000 }: LoadSheddingOptions,
): EventLoopWatch {
  if (maxWaitMs === 0) return { isShedding: () => false, isSheddingBatch: () => false };
  const delays = monitorEventLoopDelay({ resolution: resolutionMs });
  let isShedding = false;
  let isSheddingBatch = false;
  let timer: NodeJS.Timeout | undefined;

  const measure = (): void => {
    const waitMs = Math.round(readMeanWaitMs(delays));
    delays.reset();
    isSheddingBatch = waitMs > maxWaitMs * batchWaitShare;
    if (waitMs > maxWaitMs === isShedding) return;
    isShedding = !isShedding;
    log.warn({ waitMs, maxWaitMs }, isShedding ? 'gateway.shedding' : 'gateway.shedding_ended');
  };

  app.addHook('onReady', async () => {
    delays.enable();
    // After the turn's timers, for the monitor's own is among them: a block that has just ended counts.
    timer = setInterval(() => setImmediate(measure), windowMs).unref();
  });
  app.addHook('onClose', async () => {
    clearInterval(timer);
    delays.disable();
  });
  app.addHook('onRequest', async (request, reply) => {
    if (!isShedding || request.routeOptions.url !== path) return undefined;
    return sendRefusal(reply, overloaded);
  });
  return { isShedding: () => isShedding, isSheddingBatch: () => isSheddingBatch };
}

/**
 * How long a request that arrives at any moment waits on average for the turn that takes it: half of
 * each turn's length, weighted by that length. A mean of the turns alone would hide one long turn
 * behind many short ones.
 */
function readMeanWaitMs({ mean, stddev }: Pick<RecordableHistogram, 'mean' | 'stddev'>): number {
  return mean > 0 ? (mean + stddev ** 2 / mean) / 2 / 1e6 : 0;
}
