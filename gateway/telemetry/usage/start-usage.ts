// Puts usage together: counting, flushing, the store, and what is shown of them.
import type { Clock } from '../../../runtime/clock.ts';
import type { Log } from '../../../runtime/log.ts';
import type { MetricRegistry } from '../../../runtime/telemetry/metric-registry.ts';
import { createFileUsageStore } from './file-usage-store.ts';
import type { UsageConfig } from './usage-config.ts';
import { startUsageFlusher, type UsageFlusher } from './usage-flusher.ts';
import { createUsageRecorder, type UsageRecorder } from './usage-recorder.ts';
import {
  createUsageReport,
  listRecordings,
  type UsageRecording,
  type UsageReport,
} from './usage-report.ts';
import type { UsageStore } from './usage-store.ts';

/** What usage stands on. */
export interface UsageOptions {
  readonly config: UsageConfig;
  readonly clock: Clock;
  readonly log: Log;
  /** Gives a number from 0 up to 1. */
  readonly random: () => number;
  readonly registry: MetricRegistry;
}

/** What operators may see and erase. All of it rejects while the store cannot be reached. */
export interface UsageAccess {
  /** What is counted of a day, this process's latest included. */
  readDay(day: string): Promise<UsageReport>;
  readRecordings(day: string): Promise<readonly UsageRecording[]>;
  /** Removes what is kept of a client, whichever version, and says how many numbers that were. */
  eraseClient(name: string): Promise<number>;
}

/** Usage of a running gateway. */
export interface Usage {
  readonly recorder: UsageRecorder;
  readonly access: UsageAccess;
  /** Flushes, and lets go. */
  close(): Promise<void>;
}

// Nobody waits for it but a gateway that stops.
const redisTimeoutMs = 2_000;

/** Begins to count. The store is opened at the first flush. */
export function startUsage({ config, clock, log, random, registry }: UsageOptions): Usage {
  const store = createStore(config, clock, log);
  const recorder = createUsageRecorder({
    ...config,
    clock,
    random,
    onCrowded: () => flusher.flushSoon(),
  });
  const flusher: UsageFlusher = startUsageFlusher({
    recorder,
    store,
    intervalMs: config.flushIntervalMs,
    log,
  });
  registerUsageMetrics(registry, recorder, flusher);
  const readSums = async (day: string) => {
    await flusher.flush();
    return await store.read(day);
  };
  return {
    recorder,
    access: {
      readDay: async (day) => createUsageReport(day, await readSums(day)),
      readRecordings: async (day) => listRecordings(await readSums(day)),
      async eraseClient(name) {
        // What waits would come back later.
        if (!(await flusher.flush())) throw new Error('The store of usage cannot be reached.');
        return await store.eraseClient(name);
      },
    },
    close: () => flusher.close(),
  };
}

function createStore({ store, retentionDays }: UsageConfig, clock: Clock, log: Log): UsageStore {
  if (store.kind === 'file') {
    return createFileUsageStore({ directory: store.directory, retentionDays, clock });
  }
  return createLazyUsageStore(async () => {
    const { createRedisConnection } = await import('../../../cache/redis-connection.ts');
    const { createRedisUsageStore } = await import('./redis-usage-store.ts');
    const redis = createRedisConnection({
      url: store.url,
      log,
      part: 'usage',
      commandTimeoutMs: redisTimeoutMs,
    });
    return createRedisUsageStore({ redis, retentionDays });
  });
}

/** A store that is loaded when there is something for it: the start of a gateway does not wait for it. */
function createLazyUsageStore(load: () => Promise<UsageStore>): UsageStore {
  let loading: Promise<UsageStore> | undefined;
  const open = (): Promise<UsageStore> => (loading ??= load());
  return {
    add: async (batch) => await (await open()).add(batch),
    read: async (day) => await (await open()).read(day),
    listDays: async () => await (await open()).listDays(),
    eraseClient: async (name) => await (await open()).eraseClient(name),
    close: async () => await (await loading)?.close(),
  };
}

function registerUsageMetrics(
  registry: MetricRegistry,
  recorder: UsageRecorder,
  flusher: UsageFlusher,
): void {
  registry.sample({
    name: 'marque_usage_entries',
    help: 'What usage keeps in memory, by kind; each kind has a bound.',
    type: 'gauge',
    labelNames: ['kind'],
    read: () => {
      const { operations, clients, pairs, fields, recordings } = recorder.readFigures();
      const kinds = { operations, clients, pairs, fields, recordings };
      return Object.entries(kinds).map(([kind, count]) => [[kind], count] as const);
    },
  });
  registry.sample({
    name: 'marque_usage_waiting',
    help: 'Numbers of usage that a store has not taken yet.',
    type: 'gauge',
    read: () => [[[], flusher.readFigures().waitingKeys]],
  });
  registry.sample({
    name: 'marque_usage_flushes_total',
    help: 'Batches of usage that the store has kept, and tries that failed.',
    type: 'counter',
    labelNames: ['outcome'],
    read: () => {
      const { kept, failed } = flusher.readFigures();
      return [
        [['kept'], kept],
        [['failed'], failed],
      ];
    },
  });
  registry.sample({
    name: 'marque_usage_lost_total',
    help: 'Counts of usage that were given up, by reason.',
    type: 'counter',
    labelNames: ['reason'],
    read: () => [...recorder.readFigures().lost].map(([reason, count]) => [[reason], count]),
  });
}
