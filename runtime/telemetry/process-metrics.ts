// What the process itself takes: processor, memory, and how late the event loop is. Named as is customary for Node.js.
import { type IntervalHistogram, monitorEventLoopDelay, performance } from 'node:perf_hooks';
import process from 'node:process';
import { getHeapStatistics } from 'node:v8';

import type { MetricRegistry, SampledMetric } from './metric-registry.ts';

/** Watches this process. */
export interface ProcessWatch {
  /** Adds the figures to a registry. */
  register(registry: MetricRegistry): void;
  readFigures(): ProcessFigures;
  stop(): void;
}

/** What a person wants to know at a glance. */
export interface ProcessFigures {
  readonly uptimeSeconds: number;
  readonly residentBytes: number;
  readonly heapUsedBytes: number;
  readonly heapLimitBytes: number;
  /** Within the last five seconds or so. */
  readonly eventLoopDelayP99Ms: number;
  /** From 0 to 1, since the process began. */
  readonly eventLoopUtilization: number;
}

const resolutionMs = 20;
const windowMs = 5_000;
const quantiles = [50, 90, 99, 100] as const;

/** Begins to watch; `stop` ends it. */
export function startProcessWatch(): ProcessWatch {
  const scraped = startDelayMonitor();
  const watched = startDelayMonitor();
  let lastDelayP99Ms: number | undefined;
  const readDelayP99Ms = () => Math.round(readDelaySeconds(watched, 99) * 10_000) / 10;
  const rotation = setInterval(() => {
    lastDelayP99Ms = readDelayP99Ms();
    watched.reset();
  }, windowMs).unref();
  const metrics = listMetrics(scraped);
  return {
    register(registry) {
      for (const metric of metrics) registry.sample(metric);
    },
    readFigures: () => ({
      uptimeSeconds: Math.round(process.uptime()),
      residentBytes: process.memoryUsage.rss(),
      heapUsedBytes: getHeapStatistics().used_heap_size,
      heapLimitBytes: getHeapStatistics().heap_size_limit,
      eventLoopDelayP99Ms: lastDelayP99Ms ?? readDelayP99Ms(),
      eventLoopUtilization:
        Math.round(performance.eventLoopUtilization().utilization * 1_000) / 1_000,
    }),
    stop() {
      clearInterval(rotation);
      scraped.disable();
      watched.disable();
    },
  };
}

function startDelayMonitor(): IntervalHistogram {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs });
  delays.enable();
  return delays;
}

function listMetrics(delays: IntervalHistogram): readonly SampledMetric[] {
  return [
    {
      name: 'process_cpu_seconds_total',
      help: 'Processor time of the process, in user and system mode.',
      type: 'counter',
      read: () => {
        const { user, system } = process.cpuUsage();
        return [[[], (user + system) / 1e6]];
      },
    },
    {
      name: 'process_start_time_seconds',
      help: 'When the process began, in seconds of the Unix epoch.',
      type: 'gauge',
      read: () => [[[], Math.round(performance.timeOrigin) / 1_000]],
    },
    {
      name: 'process_resident_memory_bytes',
      help: 'Memory of the process.',
      type: 'gauge',
      read: () => [[[], process.memoryUsage.rss()]],
    },
    {
      name: 'nodejs_heap_size_used_bytes',
      help: 'Memory of the heap that is in use.',
      type: 'gauge',
      read: () => [[[], getHeapStatistics().used_heap_size]],
    },
    {
      name: 'nodejs_heap_size_limit_bytes',
      help: 'How much the heap may take.',
      type: 'gauge',
      read: () => [[[], getHeapStatistics().heap_size_limit]],
    },
    {
      name: 'nodejs_external_memory_bytes',
      help: 'Memory outside the heap that objects of the heap hold, such as buffers.',
      type: 'gauge',
      read: () => [[[], process.memoryUsage().external]],
    },
    {
      name: 'nodejs_eventloop_utilization_seconds_total',
      help: 'How long the event loop worked, and how long it waited for something to do.',
      type: 'counter',
      labelNames: ['state'],
      read: () => {
        const { active, idle } = performance.eventLoopUtilization();
        return [
          [['active'], active / 1_000],
          [['idle'], idle / 1_000],
        ];
      },
    },
    {
      name: 'nodejs_eventloop_lag_seconds',
      help: 'How late the event loop was, by percentile, since these figures were last read.',
      type: 'gauge',
      labelNames: ['percentile'],
      read: () => {
        const lags = quantiles.map(
          (percent) => [[String(percent)], readDelaySeconds(delays, percent)] as const,
        );
        delays.reset();
        return lags;
      },
    },
  ];
}

/** The monitor's own wait counts as no delay. */
function readDelaySeconds(delays: IntervalHistogram, percent: number): number {
  return Math.max(0, delays.percentile(percent) / 1e9 - resolutionMs / 1_000);
}
