// Many who want the same at the same time share one piece of work.
import { type Cancellation, CancellationSource, waitWhileWanted } from '../runtime/cancellation.ts';

/** Work in flight, by key. */
export interface SingleFlight<Value> {
  /**
   * Joins the work in flight for `key`, or starts it. A caller whose `wanted` is cancelled leaves
   * with its reason, and the work goes on for the others; once all have left, the work's own
   * cancellation follows, with the reason of the last.
   * A failure reaches everyone who waits, and is forgotten: the next caller starts anew.
   */
  run(key: string, work: Work<Value>, wanted?: Cancellation): Promise<Value>;
  /** The work in flight for `key`, where joining is to be decided by the caller. */
  find(key: string): Flight<Value> | undefined;
  /** Starts work for `key`; what is in flight for it goes on, but nobody else joins it. */
  start(key: string, work: Work<Value>, expiresAtMs?: number): Flight<Value>;
  /** How many pieces of work can be joined. */
  readonly size: number;
}

/** One piece of work in flight. */
export interface Flight<Value> {
  /** When it will be over at the latest, as its starter said; on the starter's clock. */
  readonly expiresAtMs: number;
  /** How many joined it so far, those who left included. */
  readonly passengerCount: number;
  /** Joins it, and waits as long as that is wanted. */
  join(wanted?: Cancellation): Promise<Value>;
}

type Work<Value> = (cancellation: Cancellation) => Promise<Value>;

// Who could wait much longer than the work under way will take at most does its own.
const leastShareOfTime = 0.5;

/** Whether who has `ownMs` left at `nowMs`, on the starter's clock, does well to join work that ends earlier. */
export function isWorthJoining(
  flight: Pick<Flight<unknown>, 'expiresAtMs'>,
  nowMs: number,
  ownMs: number,
): boolean {
  return flight.expiresAtMs - nowMs >= ownMs * leastShareOfTime;
}

/** Creates an empty set of flights. */
export function createSingleFlight<Value>(): SingleFlight<Value> {
  const flights = new Map<string, SharedFlight<Value>>();
  const start = (key: string, work: Work<Value>, expiresAtMs = Number.POSITIVE_INFINITY) => {
    const flight = new SharedFlight<Value>(flights, key, expiresAtMs);
    flights.set(key, flight);
    flight.begin(work);
    return flight;
  };
  return {
    start,
    find: (key) => flights.get(key),
    async run(key, work, wanted) {
      wanted?.throwIfCancelled();
      return await (flights.get(key) ?? start(key, work)).join(wanted);
    },
    get size() {
      return flights.size;
    },
  };
}

class SharedFlight<Value> extends CancellationSource implements Flight<Value> {
  readonly expiresAtMs: number;
  readonly #flights: Map<string, SharedFlight<Value>>;
  readonly #key: string;
  #outcome: Promise<Value> | undefined;
  #waiting = 0;
  #passengerCount = 0;
  #hasLanded = false;

  constructor(flights: Map<string, SharedFlight<Value>>, key: string, expiresAtMs: number) {
    super();
    this.#flights = flights;
    this.#key = key;
    this.expiresAtMs = expiresAtMs;
  }

  get passengerCount(): number {
    return this.#passengerCount;
  }

  begin(work: Work<Value>): void {
    this.#outcome = this.#carryOut(work);
  }

  async join(wanted?: Cancellation): Promise<Value> {
    const outcome = this.#outcome as Promise<Value>;
    this.#passengerCount += 1;
    this.#waiting += 1;
    try {
      return await (wanted ? waitWhileWanted(outcome, wanted) : outcome);
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0 && !this.#hasLanded) {
        this.#land();
        this.cancel(wanted?.reason);
      }
    }
  }

  async #carryOut(work: Work<Value>): Promise<Value> {
    try {
      return await work(this);
    } finally {
      this.#land();
    }
  }

  #land(): void {
    this.#hasLanded = true;
    if (this.#flights.get(this.#key) === this) this.#flights.delete(this.#key);
  }
}
