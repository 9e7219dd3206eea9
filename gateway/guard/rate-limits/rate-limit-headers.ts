// What a caller has left, as draft-ietf-httpapi-ratelimit-headers-10 writes it: two lists of structured fields.
import type { LimitState } from './limited-caller.ts';
import { windowSeconds } from './windows.ts';

// Without a unit, a quota is in requests.
const policies = {
  requests: { name: '"requests"', unit: '' },
  cost: { name: '"cost"', unit: ';qu="cost"' },
  restCalls: { name: '"rest-calls"', unit: ';qu="rest-calls"' },
} as const;

/** Sets `RateLimit-Policy` and `RateLimit`; each limit is an item of both. */
export function writeRateLimitHeaders(
  headers: { set(name: string, value: string): unknown },
  states: readonly LimitState[],
  nowMs: number,
): void {
  const policy = states.map(({ limit, max }) => {
    const { name, unit } = policies[limit];
    return `${name};q=${max};w=${windowSeconds}${unit}`;
  });
  const left = states.map(({ limit, max, count, window: { endsAtMs } }) => {
    const remaining = Math.min(max, Math.max(0, max - count));
    const seconds = Math.max(0, Math.ceil((endsAtMs - nowMs) / 1_000));
    return `${policies[limit].name};r=${remaining};t=${seconds}`;
  });
  headers.set('ratelimit-policy', policy.join(', '));
  headers.set('ratelimit', left.join(', '));
}
