// The bounds of the HTTP client; every default stands here once.

/** Bounds of an HTTP client; those of breaker, bulkhead and budget hold for each upstream. */
export interface HttpLimits {
  /** Deadline of a request that brings neither `deadline` nor `timeoutMs`. */
  readonly timeoutMs: number;
  /** Establishing a connection, TLS included. */
  readonly connectTimeoutMs: number;
  /** Largest body of a reply. */
  readonly maxResponseBytes: number;
  /** Attempts of an idempotent request, the first one included. */
  readonly maxAttempts: number;
  /** Wait before the first retry, at most; doubles with each retry. */
  readonly backoffBaseMs: number;
  readonly backoffCapMs: number;
  /** Retries that an upstream may have saved up, and how many a request earns. */
  readonly retryBudget: number;
  readonly retriesPerRequest: number;
  /** Requests in flight, and waiting for that, at most. */
  readonly maxConcurrent: number;
  readonly maxQueued: number;
  /** The breaker opens when at least this share of its window failed … */
  readonly breakerThreshold: number;
  /** … of the last so many attempts … */
  readonly breakerWindow: number;
  /** … once there were at least so many. */
  readonly breakerMinAttempts: number;
  /** How long it stays open before one request may probe. */
  readonly breakerOpenMs: number;
  /** An idle connection is closed after this, below the 5 s of Node's servers. */
  readonly keepAliveMs: number;
  /** Connections are used for this long at most, busy or idle. */
  readonly connectionMaxAgeMs: number;
  /** A resolved address is used for this long. */
  readonly dnsTtlMs: number;
}

export const defaultHttpLimits: HttpLimits = {
  timeoutMs: 5_000,
  connectTimeoutMs: 2_000,
  maxResponseBytes: 5 * 1_024 ** 2,
  maxAttempts: 3,
  backoffBaseMs: 50,
  backoffCapMs: 1_000,
  retryBudget: 10,
  retriesPerRequest: 0.2,
  maxConcurrent: 64,
  maxQueued: 512,
  breakerThreshold: 0.5,
  breakerWindow: 20,
  breakerMinAttempts: 5,
  breakerOpenMs: 1_000,
  keepAliveMs: 4_000,
  connectionMaxAgeMs: Number.POSITIVE_INFINITY,
  dnsTtlMs: 10_000,
};
