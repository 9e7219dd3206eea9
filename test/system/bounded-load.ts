// A bounded load: so many requests a second, whatever becomes of those before, and never too many at once.

/** What has been sent, and its end. */
export interface BoundedLoad<Outcome> {
  /** In the order in which they came back. */
  readonly outcomes: readonly Outcome[];
  /** Sends no more and waits for what is under way; rejects if `send` did. */
  stop(): Promise<void>;
}

const maxInFlight = 100;

/** Calls `send` at the rate given, with a number that counts up from 0. */
export function startBoundedLoad<Outcome>(
  perSecond: number,
  send: (serial: number) => Promise<Outcome>,
): BoundedLoad<Outcome> {
  const outcomes: Outcome[] = [];
  const faults: unknown[] = [];
  const inFlight = new Set<Promise<void>>();
  let serial = 0;

  const sendOne = async (): Promise<void> => {
    try {
      outcomes.push(await send(serial++));
    } catch (error) {
      faults.push(error);
    }
  };
  const timer = setInterval(() => {
    if (inFlight.size >= maxInFlight) return;
    const sent = sendOne().finally(() => inFlight.delete(sent));
    inFlight.add(sent);
  }, 1_000 / perSecond);

  return {
    outcomes,
    async stop() {
      clearInterval(timer);
      await Promise.all(inFlight);
      if (faults.length > 0) throw new AggregateError(faults, 'Requests of the load failed.');
    },
  };
}
