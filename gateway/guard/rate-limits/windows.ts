// Counts what callers take, in windows of a minute, as its users see it. Drivers: memory-windows.ts and redis-windows.ts.

/** Where one window of one caller stands, after something was added to it. */
export interface Window {
  readonly key: string;
  readonly count: number;
  /** On the monotonic clock. */
  readonly endsAtMs: number;
  /** The driver that counted it. */
  readonly place: 'memory' | 'redis';
}

/** Counts by key. A window begins with the first that is added to it, and is forgotten when it is over. */
export interface Windows {
  /** Adds whole points, and tells what came of it with them. Never rejects. */
  add(key: string, points: number): Promise<Window>;
  /** Takes points back, never below zero; nothing happens once the window is over. Never rejects. */
  giveBack(window: Window, points: number): Promise<void>;
  readFigures(): WindowFigures;
  /** Waits until what was begun is counted. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** What counting holds, and how it went. */
export interface WindowFigures {
  /** Windows in this process. */
  readonly entries: number;
  /** Windows that had to make room for others before they were over. */
  readonly evicted: number;
  /** Absent where no store is shared. */
  readonly store?: { readonly failures: number; readonly isAway: boolean } | undefined;
}

/** Length of a window: limits are by the minute. */
export const windowSeconds = 60;
