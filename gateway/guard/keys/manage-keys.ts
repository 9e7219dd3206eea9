// What is done with keys by who hands them out: made, replaced, revoked.
import type { RandomBytes } from '../../../runtime/trace-context.ts';
import type { AppGrants } from './app-grants.ts';
import type { KeyDigest } from './key-digest.ts';
import { type KeyRecord, readKeyState } from './key-record.ts';
import type { KeyStore } from './key-store.ts';
import { createKeyText } from './key-text.ts';

/** What managing stands on. */
export interface KeyManagement {
  readonly store: KeyStore;
  readonly digest: KeyDigest;
  readonly randomBytes: RandomBytes;
  /** Unix epoch. */
  readonly nowMs: number;
}

/** A key that was just made. */
export interface MadeKey {
  /** The key itself: nobody can show it a second time. */
  readonly text: string;
  readonly record: KeyRecord;
}

/** How a key is replaced. */
export interface Rotation {
  /** How long the one before goes on beside the new one. */
  readonly overlapMs: number;
  /** Of the new key; without it, it lives as long as the one before was given. */
  readonly lifetimeMs?: number | undefined;
}

/** Makes the first key of an app; undefined where the app has a live one already. */
export async function createKey(
  management: KeyManagement,
  grants: AppGrants,
  lifetimeMs: number | undefined,
): Promise<MadeKey | undefined> {
  const live = await listLiveKeys(management, grants.app);
  return live.length > 0 ? undefined : await addKey(management, grants, lifetimeMs);
}

/**
 * Makes another key for an app and lets the one before end after the overlap; one that was older
 * still ends now, so that there are never more than two. Undefined where the app has no live key.
 */
export async function rotateKey(
  management: KeyManagement,
  app: string,
  { overlapMs, lifetimeMs }: Rotation,
): Promise<(MadeKey & { readonly before: KeyRecord }) | undefined> {
  const live = await listLiveKeys(management, app);
  const before = live.at(-1);
  if (!before) return undefined;
  const { id: _id, digest: _digest, createdAtMs, expiresAtMs, ...grants } = before;
  const sameLifetimeMs = expiresAtMs === undefined ? undefined : expiresAtMs - createdAtMs;
  const made = await addKey(management, grants, lifetimeMs ?? sameLifetimeMs);

  const { store, nowMs } = management;
  const endAt = (id: string, endMs: number) =>
    store.update(id, (record) => ({
      ...record,
      expiresAtMs: Math.min(record.expiresAtMs ?? endMs, endMs),
    }));
  for (const { id } of live.slice(0, -1)) await endAt(id, nowMs);
  return { ...made, before: (await endAt(before.id, nowMs + overlapMs)) ?? before };
}

/** Revokes a key at once; undefined for an id that is not known. */
export async function revokeKey(
  { store, nowMs }: Pick<KeyManagement, 'store' | 'nowMs'>,
  id: string,
): Promise<KeyRecord | undefined> {
  return await store.update(id, (record) => ({
    ...record,
    revokedAtMs: record.revokedAtMs ?? nowMs,
  }));
}

async function listLiveKeys(
  { store, nowMs }: KeyManagement,
  app: string,
): Promise<readonly KeyRecord[]> {
  const keys = await store.list();
  return keys.filter((record) => record.app === app && readKeyState(record, nowMs) === 'live');
}

async function addKey(
  { store, digest, randomBytes, nowMs }: KeyManagement,
  grants: AppGrants,
  lifetimeMs: number | undefined,
): Promise<MadeKey> {
  const { id, text } = createKeyText(randomBytes);
  const record: KeyRecord = {
    id,
    digest: digest.of(text),
    ...grants,
    createdAtMs: nowMs,
    ...(lifetimeMs === undefined ? {} : { expiresAtMs: nowMs + lifetimeMs }),
  };
  await store.add(record);
  return { text, record };
}
