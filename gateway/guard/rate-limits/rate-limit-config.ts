// The settings of rate limits, as part of the gateway's configuration.
import { z } from 'zod';

import {
  flag,
  redisUrlVariable,
  variable,
  type Variables,
} from '../../../runtime/configuration.ts';

/** What a caller may take in a minute; what is absent has no limit. */
export interface CallerLimits {
  readonly requests?: number | undefined;
  /** By `@cost` and `@listSize`. */
  readonly cost?: number | undefined;
  readonly restCalls?: number | undefined;
}

/** The limits of those who have none of their own, and where is counted. */
export interface RateLimitConfig {
  /** What the key of an app does not say. */
  readonly apps: CallerLimits;
  /** Signed in, without a key. */
  readonly users: CallerLimits;
  /** Of those who prove nothing. */
  readonly addresses: CallerLimits;
  /** Absent: each process counts for itself. */
  readonly redisUrl?: string | undefined;
  /** Whether answers say what is left. */
  readonly hasHeaders: boolean;
}

/** The variables by their names. */
export const rateLimitVariables = {
  MARQUE_RATE_LIMIT_APPS: variable(
    callerLimits(),
    'What an app may take in a minute, such as `requests=600,cost=200000,rest-calls=3000`, where its key says nothing of it. What is not named has no limit.',
  ),
  MARQUE_RATE_LIMIT_USERS: variable(
    callerLimits(),
    'The same of a user who is signed in and sends no API key.',
  ),
  MARQUE_RATE_LIMIT_ADDRESSES: variable(
    callerLimits(),
    'The same of an address (of a /64 with IPv6), for callers who prove nothing: anonymous ones, and those whose key or token does not hold.',
  ),
  MARQUE_RATE_LIMIT_REDIS_URL: variable(
    redisUrlVariable().type,
    'Redis in which gateways count rate limits together. Without it, and while it is away, each counts for itself.',
  ),
  MARQUE_RATE_LIMIT_HEADERS: variable(
    flag(),
    "Whether answers say by `RateLimit` and `RateLimit-Policy` what is left of the caller's limits.",
    'false',
  ),
} as const satisfies Variables;

interface RateLimitSettings {
  readonly MARQUE_RATE_LIMIT_APPS?: CallerLimits | undefined;
  readonly MARQUE_RATE_LIMIT_USERS?: CallerLimits | undefined;
  readonly MARQUE_RATE_LIMIT_ADDRESSES?: CallerLimits | undefined;
  readonly MARQUE_RATE_LIMIT_REDIS_URL?: string | undefined;
  readonly MARQUE_RATE_LIMIT_HEADERS: boolean;
}

/** Reads what the variables say. */
export function readRateLimits(read: RateLimitSettings): RateLimitConfig {
  return {
    apps: read.MARQUE_RATE_LIMIT_APPS ?? {},
    users: read.MARQUE_RATE_LIMIT_USERS ?? {},
    addresses: read.MARQUE_RATE_LIMIT_ADDRESSES ?? {},
    redisUrl: read.MARQUE_RATE_LIMIT_REDIS_URL,
    hasHeaders: read.MARQUE_RATE_LIMIT_HEADERS,
  };
}

const names = new Map<string, keyof CallerLimits>([
  ['requests', 'requests'],
  ['cost', 'cost'],
  ['rest-calls', 'restCalls'],
]);
const maxPerMinute = 1_000_000_000;

function callerLimits() {
  const expected =
    'expected limits by name, each once, such as requests=600,cost=200000,rest-calls=3000';
  return z
    .string({ error: expected })
    .transform((text, context): CallerLimits => {
      const limits = readCallerLimits(text);
      if (limits) return limits;
      context.issues.push({ code: 'custom', message: expected, input: undefined });
      return z.NEVER;
    })
    .describe('limits by name')
    .optional();
}

function readCallerLimits(text: string): CallerLimits | undefined {
  const limits: Partial<Record<keyof CallerLimits, number>> = {};
  for (const item of text.split(',')) {
    const [, word = '', digits] = /^([a-z-]+)=(\d{1,10})$/.exec(item.trim()) ?? [];
    const name = names.get(word);
    const amount = Number(digits);
    if (!name || limits[name] !== undefined) return undefined;
    if (!(amount >= 1 && amount <= maxPerMinute)) return undefined;
    limits[name] = amount;
  }
  return limits;
}
