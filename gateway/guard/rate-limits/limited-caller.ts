// As whom a request is counted, and what they may take.
import type { Caller } from '../caller.ts';
import type { CallerLimits, RateLimitConfig } from './rate-limit-config.ts';
import type { Window } from './windows.ts';

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

/** What a window of a caller holds and may hold. */
export interface LimitState {
  readonly limit: LimitName;
  readonly max: number;
  readonly window: Window;
  /** Of the window, by now. */
  count: number;
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

/** The key of a caller's window. */
export function nameWindow(limit: LimitName, { kind, name }: LimitedCaller): string {
  return `${limit}:${kind}:${name}`;
}
