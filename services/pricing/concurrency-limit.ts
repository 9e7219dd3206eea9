// How many requests of one client may be under way at a time.

/** Counts requests under way by client. */
export interface ConcurrencyLimit {
  /** Takes a place, given back by the function that it answers; undefined where none is free. */
  acquire(client: string): (() => void) | undefined;
}

/** Creates a limit of so many requests a client. It remembers only clients with a request under way. */
export function createConcurrencyLimit(maxPerClient: number): ConcurrencyLimit {
  const underWay = new Map<string, number>();
  return {
    acquire(client) {
      const count = underWay.get(client) ?? 0;
      if (count >= maxPerClient) return undefined;
      underWay.set(client, count + 1);
      let isReleased = false;
      return () => {
        if (isReleased) return;
        isReleased = true;
        const left = (underWay.get(client) ?? 1) - 1;
        if (left === 0) underWay.delete(client);
        else underWay.set(client, left);
      };
    },
  };
}
