// Which app asks: verifies an API key, and remembers for a moment those that it has verified.
import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { CredentialFigures } from './credential-figures.ts';
import type { AppGrants } from './keys/app-grants.ts';
import type { KeyDigest } from './keys/key-digest.ts';
import { type KeyRecord, readKeyState } from './keys/key-record.ts';
import type { KeyStore } from './keys/key-store.ts';
import { readKeyId } from './keys/key-text.ts';
import { createRememberedCredentials } from './remembered-credentials.ts';

/** An app whose key was verified. */
export interface AppIdentity extends AppGrants {
  /** Of the key, not secret. */
  readonly keyId: string;
}

/** What a key proves. */
export type KeyOutcome =
  | { readonly status: 'identified'; readonly app: AppIdentity }
  /** `reason` is for the log; a client is not told. */
  | { readonly status: 'refused'; readonly reason: string }
  /** The store cannot be asked at the moment. */
  | { readonly status: 'unavailable'; readonly reason: string };

/** Tells which app asks. */
export interface KeyReader {
  /** Never rejects. Waits for nothing where the key was verified a moment ago. */
  read(key: string): KeyOutcome | Promise<KeyOutcome>;
  readFigures(): CredentialFigures;
  close(): Promise<void>;
}

/** What a reader stands on. */
export interface KeyReaderOptions {
  readonly store: KeyStore;
  readonly digest: KeyDigest;
  /** How long a key that was verified before goes on while the store is away. */
  readonly outageLimitMs: number;
  readonly clock: Clock;
  readonly log: Log;
}

interface VerifiedKey {
  readonly outcome: Extract<KeyOutcome, { status: 'identified' }>;
  readonly expiresAtMs: number;
  readonly verifiedAtMs: number;
}

// With the half second of a store, a revoked key ends within three seconds.
const freshForMs = 2_000;
const maxRemembered = 10_000;
// A store that is away is asked once in a while, not by each request.
const storeRetryMs = 1_000;

/** Creates the reader. */
export function createKeyReader(options: KeyReaderOptions): KeyReader {
  const { store, digest, outageLimitMs, clock, log } = options;
  const verified = createRememberedCredentials<VerifiedKey>(maxRemembered);
  const outcomes = { remembered: 0, identified: 0, refused: 0, unavailable: 0, outage: 0 };
  let storeAwayUntilMs = Number.NEGATIVE_INFINITY;

  const find = async (id: string): Promise<KeyRecord | undefined | 'away'> => {
    if (clock.monotonicMs() < storeAwayUntilMs) return 'away';
    try {
      return await store.find(id);
    } catch (error) {
      storeAwayUntilMs = clock.monotonicMs() + storeRetryMs;
      log.error({ err: error }, 'identity.key_store_away');
      return 'away';
    }
  };
  const bridgeOutage = (known: VerifiedKey | undefined): KeyOutcome => {
    const isWithinLimit = known && clock.monotonicMs() - known.verifiedAtMs < outageLimitMs;
    outcomes[isWithinLimit ? 'outage' : 'unavailable'] += 1;
    return isWithinLimit
      ? known.outcome
      : { status: 'unavailable', reason: 'the store of keys cannot be asked' };
  };
  const refuse = (reason: string): KeyOutcome => {
    outcomes.refused += 1;
    return { status: 'refused', reason };
  };
  const verify = async (
    key: string,
    id: string,
    known: VerifiedKey | undefined,
  ): Promise<KeyOutcome> => {
    const record = await find(id);
    if (record === 'away') return bridgeOutage(known);
    const isMatch = digest.matches(key, record?.digest);
    const state = record && isMatch ? readKeyState(record, clock.nowMs()) : 'unknown';
    if (!record || state !== 'live') {
      verified.delete(key);
      return refuse(`the key ${id} is ${state}`);
    }
    const outcome = { status: 'identified', app: readApp(record) } as const;
    const expiresAtMs = record.expiresAtMs ?? Number.POSITIVE_INFINITY;
    verified.set(key, { outcome, expiresAtMs, verifiedAtMs: clock.monotonicMs() });
    outcomes.identified += 1;
    return outcome;
  };

  return {
    read(key) {
      const known = verified.find(key);
      if (known) {
        if (clock.nowMs() >= known.expiresAtMs) {
          verified.delete(key);
          return refuse(`the key ${known.outcome.app.keyId} is expired`);
        }
        if (clock.monotonicMs() - known.verifiedAtMs < freshForMs) {
          outcomes.remembered += 1;
          return known.outcome;
        }
      }
      const id = readKeyId(key);
      return id === undefined ? refuse('the key is mistyped, or none') : verify(key, id, known);
    },
    readFigures: () => ({ remembered: verified.size, outcomes: { ...outcomes } }),
    close: () => store.close(),
  };
}

function readApp({ id, app, brand, markets, limits, priority }: KeyRecord): AppIdentity {
  return { keyId: id, app, brand, markets, limits, priority };
}
