// Where keys are kept, as its users see it. Drivers: file-key-store.ts and redis-key-store.ts, under one
// contract suite, test/contracts/key-store.contract.ts.
import { CodedError } from '../../../runtime/coded-error.ts';
import type { KeyRecord } from './key-record.ts';

/**
 * A store of keys. What it tells is at most half a second old. Every method rejects with a
 * `CodedError` `KEY_STORE_UNAVAILABLE` where the store cannot be read or written: that is never "unknown".
 */
export interface KeyStore {
  find(id: string): Promise<KeyRecord | undefined>;
  /** All of them, the oldest first. */
  list(): Promise<readonly KeyRecord[]>;
  /** Adds a record; it is kept once this resolves. Rejects if its id is taken. */
  add(record: KeyRecord): Promise<void>;
  /**
   * Changes a record as `change` says, which may be called again where somebody else wrote meanwhile.
   * Gives what is kept now; undefined for an id that is not known.
   */
  update(id: string, change: (record: KeyRecord) => KeyRecord): Promise<KeyRecord | undefined>;
  close(): Promise<void>;
}

/** Sorts as `list` does. */
export function sortKeys(records: Iterable<KeyRecord>): readonly KeyRecord[] {
  return [...records].sort(
    (one, other) => one.createdAtMs - other.createdAtMs || (one.id < other.id ? -1 : 1),
  );
}

/** The fault of a store that is away. */
export function createStoreFault(message: string, cause?: unknown): CodedError {
  return new CodedError({ code: 'KEY_STORE_UNAVAILABLE', kind: 'upstream', message, cause });
}
