// What a metric counts in: plain numbers, so that counting costs a request next to nothing.

/** A count that only grows. */
export class Counter {
  #value = 0;

  get value(): number {
    return this.#value;
  }

  add(amount = 1): void {
    this.#value += amount;
  }
}

/** How often a value fell at or below each bound. */
export class Histogram {
  /** Ascending; what is above the last one falls into a bucket of its own. */
  readonly bounds: readonly number[];
  /** Of each bucket alone, one more than there are bounds. */
  readonly counts: Float64Array;
  #sum = 0;

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.counts = new Float64Array(bounds.length + 1);
  }

  get sum(): number {
    return this.#sum;
  }

  observe(value: number): void {
    const { bounds, counts } = this;
    let index = 0;
    while (index < bounds.length && value > (bounds[index] ?? 0)) index += 1;
    counts[index] = (counts[index] ?? 0) + 1;
    this.#sum += value;
  }
}
