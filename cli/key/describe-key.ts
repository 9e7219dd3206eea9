// A key as a list shows it: all that is known of it but its digest.
import {
  type KeyRecord,
  type KeyState,
  readKeyState,
} from '../../gateway/guard/keys/key-record.ts';

/** A key as JSON. */
export type ListedKey = Omit<
  KeyRecord,
  'digest' | 'createdAtMs' | 'expiresAtMs' | 'revokedAtMs'
> & {
  readonly state: KeyState;
  readonly createdAt: string;
  readonly expiresAt?: string;
  readonly revokedAt?: string;
};

/** Leaves out what is of no use to a person or a script. */
export function listKey(record: KeyRecord, nowMs: number): ListedKey {
  const { digest: _digest, createdAtMs, expiresAtMs, revokedAtMs, ...rest } = record;
  return {
    ...rest,
    state: readKeyState(record, nowMs),
    createdAt: writeTime(createdAtMs),
    ...(expiresAtMs === undefined ? {} : { expiresAt: writeTime(expiresAtMs) }),
    ...(revokedAtMs === undefined ? {} : { revokedAt: writeTime(revokedAtMs) }),
  };
}

/** One line: what it grants. */
export function describeGrants({ brand, markets, limits, priority }: ListedKey): string {
  const { requestsPerMinute, costPerMinute, restCallsPerMinute } = limits;
  return [
    brand ?? 'every brand',
    markets?.join(',') ?? 'every market',
    priority,
    ...(requestsPerMinute === undefined ? [] : [`${requestsPerMinute} requests/min`]),
    ...(costPerMinute === undefined ? [] : [`cost ${costPerMinute}/min`]),
    ...(restCallsPerMinute === undefined ? [] : [`${restCallsPerMinute} REST calls/min`]),
  ].join('  ');
}

function writeTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
