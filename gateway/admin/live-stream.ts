// `/live`: one aggregate a second as server-sent events, worked out only while somebody watches.
import type { ServerResponse } from 'node:http';
import process from 'node:process';

import type { Clock } from '../../runtime/clock.ts';
import type { ProcessFigures } from '../../runtime/telemetry/process-metrics.ts';
import type { GatewayState } from '../telemetry/gateway-state.ts';
import { createLiveAggregate } from '../telemetry/live-aggregate.ts';
import type { MetricTotals } from '../telemetry/metric-totals.ts';

/** What is watched. */
export interface LiveStreamOptions {
  readonly clock: Clock;
  readonly readTotals: () => MetricTotals;
  readonly readState: () => GatewayState;
  readonly readProcess: () => ProcessFigures;
  readonly intervalMs?: number;
}

/** Those who watch. */
export interface LiveStream {
  /** Writes to a response from now on, until it is closed; `crowded` if too many watch already. */
  add(response: ServerResponse): 'added' | 'crowded';
  /** Ends all responses. */
  close(): void;
}

const maxWatchers = 20;
// Who does not read this much is not there any more.
const maxUnreadBytes = 512 * 1_024;

/** Creates a stream that nobody watches yet. */
export function createLiveStream(options: LiveStreamOptions): LiveStream {
  const { clock, readTotals, readState, readProcess, intervalMs = 1_000 } = options;
  const watchers = new Set<ServerResponse>();
  let timer: NodeJS.Timeout | undefined;
  let before = look();

  function look() {
    const { user, system } = process.cpuUsage();
    return { atMs: clock.monotonicMs(), cpuMs: (user + system) / 1_000, totals: readTotals() };
  }

  const tell = (): void => {
    const after = look();
    const aggregate = createLiveAggregate({
      before: before.totals,
      after: after.totals,
      intervalMs: after.atMs - before.atMs,
      cpuMs: after.cpuMs - before.cpuMs,
      state: readState(),
      process: readProcess(),
    });
    before = after;
    const text = `event: aggregate\ndata: ${JSON.stringify(aggregate)}\n\n`;
    for (const watcher of watchers) {
      if (watcher.writableLength > maxUnreadBytes) watcher.destroy();
      else watcher.write(text);
    }
  };

  return {
    add(response) {
      if (watchers.size >= maxWatchers) return 'crowded';
      watchers.add(response);
      response.once('close', () => {
        watchers.delete(response);
        if (watchers.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      });
      if (timer) return 'added';
      before = look();
      timer = setInterval(tell, intervalMs).unref();
      return 'added';
    },
    close() {
      for (const watcher of watchers) watcher.end();
    },
  };
}
