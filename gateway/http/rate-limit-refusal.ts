// What a caller is told who has taken more than a minute has for them.
import type { Clock } from '../../runtime/clock.ts';
import type { RateLimitRefusal } from '../guard/rate-limits/request-count.ts';
import type { Refusal } from './refusal.ts';

const nouns = {
  requests: 'requests',
  cost: 'points of cost',
  restCalls: 'REST calls',
} as const;
// What no minute has room for is a matter of the operation.
const tooLargeCodes = {
  requests: 'RATE_LIMITED',
  cost: 'COST_ESTIMATED_TOO_EXPENSIVE',
  restCalls: 'REST_BUDGET_EXCEEDED',
} as const;

/** Describes a refusal; one that no waiting helps is 400, without `Retry-After`. */
export function describeRateLimitRefusal(
  { limit, kind, max, estimated, freeInMs }: RateLimitRefusal,
  clock: Clock,
): Refusal {
  const facts = { limit, max, ...(estimated !== undefined && { estimated }) };
  if (freeInMs === undefined) {
    return {
      code: tooLargeCodes[limit],
      message: `The operation is estimated to take ${estimated} ${nouns[limit]}; this ${kind} has ${max} a minute.`,
      extensions: facts,
    };
  }
  const retryAfterS = Math.max(1, Math.ceil(freeInMs / 1_000));
  const freeAt = new Date(clock.nowMs() + freeInMs).toISOString();
  return {
    code: 'RATE_LIMITED',
    message: `This ${kind} has ${max} ${nouns[limit]} a minute; not enough is left of them.`,
    extensions: { ...facts, freeAt },
    headers: { 'retry-after': String(retryAfterS) },
  };
}
