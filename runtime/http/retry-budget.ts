// Keeps retries a small share of the traffic, so that they cannot bring down an ailing upstream.

/** A bucket of retries. */
export interface RetryBudget {
  /** To be called once a request (not an attempt): earns a share of a retry. */
  recordRequest(): void;
  /** Takes one retry, or says that none is left. */
  tryTake(): boolean;
}

/** Size of the bucket. */
export interface RetryBudgetOptions {
  /** Retries that may be saved up; the bucket starts full. */
  readonly capacity: number;
  /** Retries earned a request, such as 0.2 for one in five. */
  readonly earnedPerRequest: number;
}

/** Creates a bucket that is filled by requests alone: without traffic, there is nothing to retry. */
export function createRetryBudget({ capacity, earnedPerRequest }: RetryBudgetOptions): RetryBudget {
  let left = capacity;
  return {
    recordRequest(): void {
      left = Math.min(capacity, left + earnedPerRequest);
    },
    tryTake(): boolean {
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
