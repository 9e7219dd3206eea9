// What callers may take in a minute: who is counted as whom, against which maxima.
import type { IncomingHttpHeaders } from 'node:http';

import type { ReadCallerAddress } from './caller-address.ts';
import type { CallerKind, LimitName } from './limited-caller.ts';
import {
  type CountingOptions,
  type LimitOutcome,
  type RequestCount,
  startRequestCount,
} from './request-count.ts';
import type { WindowFigures } from './windows.ts';

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
  readonly outcome: LimitOutcome;
  readonly count: number;
}

/** What limits stand on. */
export interface RateLimitsOptions extends Omit<CountingOptions, 'recordExceeded'> {
  readonly readAddress: ReadCallerAddress;
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
