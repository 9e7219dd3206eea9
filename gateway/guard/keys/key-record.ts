// What is kept of an API key: everything but the key.
import { z } from 'zod';

import { appGrants } from './app-grants.ts';

const timeMs = z.int().min(0);

const keyRecord = appGrants.extend({
  id: z.string().regex(/^mqk_[0-9a-z]{16}$/),
  /** HMAC-SHA-256 of the whole key, base64url. */
  digest: z.string().regex(/^[\w-]{43}$/),
  /** Unix epoch, like the other times. */
  createdAtMs: timeMs,
  /** Absent: it does not expire. */
  expiresAtMs: timeMs.optional(),
  revokedAtMs: timeMs.optional(),
});

/** One key of an app. */
export type KeyRecord = Readonly<z.output<typeof keyRecord>>;

/** Whether a key opens anything at a moment. */
export type KeyState = 'live' | 'expired' | 'revoked';

/** Reads a record; undefined for what is none. */
export function parseKeyRecord(value: unknown): KeyRecord | undefined {
  return keyRecord.safeParse(value).data;
}

/** Tells the state of a key. Once revoked, it stays so. */
export function readKeyState(
  { expiresAtMs, revokedAtMs }: Pick<KeyRecord, 'expiresAtMs' | 'revokedAtMs'>,
  nowMs: number,
): KeyState {
  if (revokedAtMs !== undefined) return 'revoked';
  return expiresAtMs !== undefined && expiresAtMs <= nowMs ? 'expired' : 'live';
}
