// What a caller is told who did not prove who asks. Never more than that: the reason goes to the log.
import type { Log, LogFields } from '../../runtime/log.ts';
import { type CallerOutcome, keyHeader } from '../guard/caller.ts';
import type { Refusal } from './refusal.ts';

const retryAfterS = 2;
const bearerChallenge = { 'www-authenticate': 'Bearer error="invalid_token"' };
// No scheme is registered for keys, and HTTP wants one to be named.
const keyChallenge = { 'www-authenticate': `ApiKey header="${keyHeader}"` };

const refusals = {
  token: {
    code: 'UNAUTHENTICATED',
    message: 'The token does not prove who you are.',
    headers: bearerChallenge,
  },
  proxy: { code: 'UNAUTHENTICATED', message: 'What the proxy says of you is not valid.' },
  // One text for unknown, revoked, expired and mistyped.
  key: { code: 'UNAUTHENTICATED', message: 'The API key is not valid.', headers: keyChallenge },
  'no key': {
    code: 'UNAUTHENTICATED',
    message: `An API key is needed, in the header ${keyHeader}.`,
    headers: keyChallenge,
  },
} as const satisfies Record<string, Refusal>;

/** Logs why a caller is refused, and gives what it is told. */
export function refuseCaller(
  outcome: Exclude<CallerOutcome, { readonly status: 'known' }>,
  ids: LogFields,
  log: Log,
): Refusal {
  switch (outcome.status) {
    case 'refused':
      log.info({ by: outcome.by, reason: outcome.reason, ...ids }, 'identity.refused');
      return refusals[outcome.by];
    case 'unavailable':
      log.error({ reason: outcome.reason, ...ids }, 'identity.unavailable');
      return { code: 'IDENTITY_UNAVAILABLE', headers: { 'retry-after': String(retryAfterS) } };
    default:
      return outcome satisfies never;
  }
}
