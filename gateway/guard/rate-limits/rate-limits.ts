// What callers may take in a minute: who is counted as whom, against which maxima.
import type { IncomingHttpHeaders } from 'node:http';

import type { Clock } from '../../../runtime/clock.ts';
import type { Caller } from '../caller.ts';
import type { BudgetMode } from '../operation-budget.ts';
import type { ReadCallerAddress } from './caller-address.ts';
import type { CallerLimits, RateLimitConfig } from './rate-limit-config.ts';
import { type RequestCount, startRequestCount } from './request-count.ts';
import type { WindowFigures, Windows } from './windows.ts';

/** What is limited. */
export type LimitName = keyof CallerLimits;

/** As what a caller is counted. */
export type CallerKind = 'app' | 'user' | 'address';

/** Whom a request counts for. */
export interface LimitedCaller {
  readonly kind: CallerKind;
  readonly name: string;
  readonly limits: CallerLimits;
}

/** The limits of one gateway. */
export interface RateLimits {
  /** Begins to count a request; nothing is counted yet. */
  start(headers: IncomingHttpHeaders, remoteAddress: string | undefined): RequestCount;
  readFigures(): RateLimitFigures;
  /** Waits until what was begun is counted. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** What became of limits so far. */
export interface RateLimitFigures extends WindowFigures {
  readonly exceeded: readonly ExceededLimit[];
}

/** How often a limit was exceeded, and whether that was refused or only counted. */
export interface ExceededLimit {
  readonly limit: LimitName;
  readonly kind: CallerKind;
  readonly outcome: 'refused' | 'measured';
  readonly count: number;
}

/** What limits stand on. */
export interface RateLimitsOptions {
  readonly config: RateLimitConfig;
  /** With `off`, there is nothing to count; with `measure`, nothing is refused. */
  readonly costMode: BudgetMode;
  readonly restMode: BudgetMode;
  readonly windows: Windows;
  readonly readAddress: ReadCallerAddress;
  readonly clock: Clock;
}

/** What counting a request stands on. */
export interface CountingOptions extends RateLimitsOptions {
  readonly recordExceeded: (
    limit: LimitName,
    kind: CallerKind,
    outcome: ExceededLimit['outcome'],
  ) => void;
}

/** Creates the limits. */
export function createRateLimits(options: RateLimitsOptions): RateLimits {
  const { config, windows, readAddress } = options;
  const hasAddressLimits = Object.keys(config.addresses).length > 0;
  const exceeded = new Map<string, ExceededLimit>();
  const counting: CountingOptions = {
    ...options,
    recordExceeded(limit, kind, outcome) {
      const key = `${limit} ${kind} ${outcome}`;
      const count = (exceeded.get(key)?.count ?? 0) + 1;
      exceeded.set(key, { limit, kind, outcome, count });
    },
  };
  return {
    start(headers, remoteAddress) {
      const address = hasAddressLimits ? readAddress(headers, remoteAddress) : undefined;
      return startRequestCount(address, counting);
    },
    readFigures: () => ({ ...windows.readFigures(), exceeded: [...exceeded.values()] }),
    flush: () => windows.flush(),
    close: () => windows.close(),
  };
}

/** As whom a caller is counted: the keys of one app together. Undefined for one who has no limits. */
export function chooseLimits(
  { app, user }: Caller,
  address: string | undefined,
  { apps, users, addresses }: Pick<RateLimitConfig, 'apps' | 'users' | 'addresses'>,
): LimitedCaller | undefined {
  if (app) {
    const { requestsPerMinute, costPerMinute, restCallsPerMinute } = app.limits;
    const limits = {
      requests: requestsPerMinute ?? apps.requests,
      cost: costPerMinute ?? apps.cost,
      restCalls: restCallsPerMinute ?? apps.restCalls,
    };
    return { kind: 'app', name: app.app, limits };
  }
  if (user) return { kind: 'user', name: user.subject, limits: users };
  return address === undefined ? undefined : { kind: 'address', name: address, limits: addresses };
}
