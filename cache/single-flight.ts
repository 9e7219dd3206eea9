// Many who want the same at the same time share one piece of work.

/** Work in flight, by key. */
export interface SingleFlight<Value> {
  /**
   * Joins the work in flight for `key`, or starts it. A caller whose `signal` fires leaves with its
   * reason, and the work goes on for the others; once all have left, the work's own signal fires
   * with the reason of the last.
   * A failure reaches everyone who waits, and is forgotten: the next caller starts anew.
   */
  run(
    key: string,
    work: (signal: AbortSignal) => Promise<Value>,
    signal?: AbortSignal,
  ): Promise<Value>;
  /** How many pieces of work are in flight. */
  readonly size: number;
}

interface Flight<Value> {
  readonly outcome: Promise<Value>;
  readonly controller: AbortController;
  waiting: number;
}

/** Creates an empty set of flights. */
export function createSingleFlight<Value>(): SingleFlight<Value> {
  const flights = new Map<string, Flight<Value>>();

  const start = (key: string, work: (signal: AbortSignal) => Promise<Value>): Flight<Value> => {
    const controller = new AbortController();
    const flight: Flight<Value> = {
      controller,
      waiting: 0,
      outcome: callAsync(() => work(controller.signal)).finally(() => land(key, flight)),
    };
    flights.set(key, flight);
    return flight;
  };

  const land = (key: string, flight: Flight<Value>): void => {
    if (flights.get(key) === flight) flights.delete(key);
  };

  return {
    async run(key, work, signal) {
      signal?.throwIfAborted();
      const flight = flights.get(key) ?? start(key, work);
      flight.waiting += 1;
      try {
        return await waitUnlessAborted(flight.outcome, signal);
      } finally {
        flight.waiting -= 1;
        if (flight.waiting === 0 && flights.get(key) === flight) {
          land(key, flight);
          flight.controller.abort(signal?.reason);
        }
      }
    },
    get size() {
      return flights.size;
    },
  };
}

/** Makes a throw before the first await a rejection, too. */
async function callAsync<Value>(work: () => Promise<Value>): Promise<Value> {
  return await work();
}

async function waitUnlessAborted<Value>(
  outcome: Promise<Value>,
  signal: AbortSignal | undefined,
): Promise<Value> {
  if (!signal) return await outcome;
  return await new Promise<Value>((resolve, reject) => {
    const leave = (): void => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    outcome.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
