// The connections of an HTTP client. They can be given an age, for processes that are frozen between requests.
import { Agent, type Dispatcher, interceptors } from 'undici';

import type { Clock } from '../clock.ts';
import type { HttpLimits } from './http-limits.ts';

/** Connections to all origins of a client. */
export interface ConnectionPool {
  /** What the next request goes by. */
  dispatcher(): Dispatcher;
  /** Of the connections that the next request may go by. */
  readFigures(): readonly ConnectionFigures[];
  /** Waits for what is in flight, then closes all connections. */
  close(): Promise<void>;
}

/** The connections to one origin. */
export interface ConnectionFigures {
  /** Such as `http://127.0.0.1:4101`, by its address. */
  readonly origin: string;
  readonly connected: number;
  /** Those of them that carry nothing. */
  readonly idle: number;
  /** Requests that wait for a connection. */
  readonly waiting: number;
}

/** Finds the addresses of a host, instead of the machine's own resolver. */
export type LookUpHost = NonNullable<interceptors.DNSInterceptorOpts['lookup']>;

interface Connections {
  readonly agent: Agent;
  readonly dispatcher: Dispatcher;
  readonly openedAtMs: number;
  readonly openedAtMonotonicMs: number;
}

/**
 * Creates a pool without connections. Once it is older than `connectionMaxAgeMs` the next request gets fresh ones,
 * and the old ones close as soon as what they carry is done: an idle one is so never older than that when it is used,
 * even where the process stood still and no timer could tell.
 */
export function createConnectionPool(
  limits: HttpLimits,
  clock: Clock,
  lookup?: LookUpHost,
): ConnectionPool {
  const retired = new Set<Promise<void>>();
  let current = open(limits, clock, lookup);

  const retire = ({ agent }: Connections): void => {
    const closed: Promise<void> = agent
      .close()
      .catch(() => agent.destroy())
      .finally(() => retired.delete(closed));
    retired.add(closed);
  };

  return {
    dispatcher() {
      if (measureAgeMs(current, clock) > limits.connectionMaxAgeMs) {
        retire(current);
        current = open(limits, clock, lookup);
      }
      return current.dispatcher;
    },
    readFigures: () =>
      Object.entries(current.agent.stats).map(([origin, stats]) => ({
        origin,
        connected: Number(stats.connected),
        idle: 'free' in stats ? stats.free : 0,
        waiting: 'queued' in stats ? stats.queued : 0,
      })),
    async close() {
      retire(current);
      await Promise.all(retired);
    },
  };
}

function open(limits: HttpLimits, clock: Clock, lookup: LookUpHost | undefined): Connections {
  const agent = new Agent({
    connections: limits.maxConcurrent,
    connect: { timeout: limits.connectTimeoutMs },
    keepAliveTimeout: limits.keepAliveMs,
    // The deadline covers both; undici's own timers would only be a second truth.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    agent,
    dispatcher: agent.compose(
      interceptors.dns({ maxTTL: limits.dnsTtlMs, ...(lookup ? { lookup } : {}) }),
    ),
    openedAtMs: clock.nowMs(),
    openedAtMonotonicMs: clock.monotonicMs(),
  };
}

/** A frozen machine's monotonic clock may stand still; its wall clock is set right when it wakes. */
function measureAgeMs({ openedAtMs, openedAtMonotonicMs }: Connections, clock: Clock): number {
  return Math.max(clock.nowMs() - openedAtMs, clock.monotonicMs() - openedAtMonotonicMs);
}
