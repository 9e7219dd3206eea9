// Where usage is kept. Drivers: file-usage-store.ts and redis-usage-store.ts, under one contract suite,
// test/contracts/usage-store.contract.ts.

/** Counts to be added. */
export interface UsageBatch {
  /** Tells it from all others: adding it twice adds it once where a store may lose its answer. */
  readonly id: string;
  /** UTC, `YYYY-MM-DD`. */
  readonly day: string;
  /** By key, whole numbers. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Keeps sums by day and key. Several processes may add at once. */
export interface UsageStore {
  /** Adds a batch, wholly or not at all; rejects where it is not known to be kept, and then may be tried again. */
  add(batch: UsageBatch): Promise<void>;
  /** All sums of a day; empty for one that is unknown or past its retention. Rejects if it cannot be read. */
  read(day: string): Promise<ReadonlyMap<string, number>>;
  /** The days that there is something of, ascending. */
  listDays(): Promise<readonly string[]>;
  /** Removes the counts and recordings of a client of this name with every version, and says how many numbers that were. */
  eraseClient(name: string): Promise<number>;
  close(): Promise<void>;
}

/** The day of a moment of the Unix epoch. */
export function dayOf(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 10);
}

/** The first moment that a day is kept no longer. */
export function expiryOf(day: string, retentionDays: number): number {
  return Date.parse(`${day}T00:00:00Z`) + (retentionDays + 1) * 86_400_000;
}

/** Whether a text is a day as the stores have it. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}
