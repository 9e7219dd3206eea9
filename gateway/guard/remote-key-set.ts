// Keys at the issuer's address: kept for a while, asked for again when they are old or one is unknown.
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

import type { Clock } from '../../runtime/clock.ts';
import { CodedError } from '../../runtime/coded-error.ts';
import type { HttpClient } from '../../runtime/http/http-client.ts';
import type { Log } from '../../runtime/log.ts';

/** What remote keys stand on. */
export interface RemoteKeySetOptions {
  readonly url: string;
  /** What metrics and the breaker know the address as; `key-set` without one. */
  readonly upstream?: string | undefined;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly log: Log;
}

interface KeptKeys {
  readonly find: JWTVerifyGetKey;
  readonly fetchedAtMs: number;
}

const fetchTimeoutMs = 2_000;
const maxKeySetBytes = 256 * 1_024;
// A key that was withdrawn is honoured no longer than this while the issuer answers …
const refreshAfterMs = 600_000;
// … and no longer than this while it does not.
const limitMs = 3_600_000;
const cooldownMs = 30_000;
const firstRetryMs = 2_000;

/**
 * Creates the lookup of verification keys; nothing is fetched before the first token. The address is
 * asked at most once in 30 s, where it does not answer again after 2 s, 4 s and so on up to 30 s, and never one
 * that a token names. Rejects
 * with jose's `JWKSNoMatchingKey` for a key that the issuer does not have, and with a `CodedError`
 * `KEY_SET_UNAVAILABLE` where that cannot be known: without keys, or with ones that may be old.
 */
export function createRemoteKeySet(options: RemoteKeySetOptions): JWTVerifyGetKey {
  const { clock, log } = options;
  let kept: KeptKeys | undefined;
  let triedAtMs = Number.NEGATIVE_INFINITY;
  let failures = 0;
  let fetching: Promise<void> | undefined;

  const fetchKeys = async (): Promise<void> => {
    triedAtMs = clock.monotonicMs();
    try {
      kept = { find: createLocalJWKSet(await readKeySet(options)), fetchedAtMs: triedAtMs };
      failures = 0;
    } catch (error) {
      failures += 1;
      log.warn({ err: error }, 'identity.key_set_not_fetched');
    }
  };
  /** Waits for the fetch that is under way, or for a new one if the last is long enough ago. */
  const refresh = async (): Promise<void> => {
    if (!fetching && clock.monotonicMs() - triedAtMs < readCooldownMs(failures)) return;
    fetching ??= fetchKeys().finally(() => (fetching = undefined));
    await fetching;
  };
  const ageMs = ({ fetchedAtMs }: KeptKeys): number => clock.monotonicMs() - fetchedAtMs;

  return async (header, token) => {
    if (!kept || ageMs(kept) >= limitMs) await refresh();
    // The keys still hold: nobody has to wait for newer ones.
    else if (ageMs(kept) >= refreshAfterMs) void refresh();
    if (!kept || ageMs(kept) >= limitMs) throw createUnavailableError();

    try {
      return await kept.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await refresh();
      // The last attempt failed: the key may be one that we have not seen yet.
      if (kept.fetchedAtMs < triedAtMs) throw createUnavailableError();
      return await kept.find(header, token);
    }
  };
}

function readCooldownMs(failures: number): number {
  return failures === 0 ? cooldownMs : Math.min(firstRetryMs * 2 ** (failures - 1), cooldownMs);
}

async function readKeySet({
  url,
  http,
  upstream = 'key-set',
}: RemoteKeySetOptions): Promise<JSONWebKeySet> {
  const reply = await http.request({
    upstream,
    method: 'GET',
    url,
    headers: { accept: 'application/json' },
    timeoutMs: fetchTimeoutMs,
    maxResponseBytes: maxKeySetBytes,
  });
  if (reply.status !== 200) throw new Error(`The key set's address answered ${reply.status}.`);
  // createLocalJWKSet checks its shape.
  return JSON.parse(reply.bodyText()) as JSONWebKeySet;
}

function createUnavailableError(): CodedError {
  return new CodedError({
    code: 'KEY_SET_UNAVAILABLE',
    kind: 'upstream',
    message: 'The keys that tokens are verified with cannot be had at the moment.',
  });
}
