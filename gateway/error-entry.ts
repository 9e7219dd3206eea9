// What the table of error codes says of each code.

/** Who has to act. */
type ErrorOrigin = 'client' | 'upstream' | 'gateway';

/** What a code means. */
export interface ErrorEntry {
  readonly origin: ErrorOrigin;
  /** HTTP status when the whole request is refused with it; absent where it stands at a field. */
  readonly status?: number;
  /** Whether a subgraph's error with this code goes through: with its message, or with ours. */
  readonly fromSubgraph?: 'own message' | 'fixed message';
  /** One sentence; also the fixed message. */
  readonly meaning: string;
  readonly remedy: string;
}
