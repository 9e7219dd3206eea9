// How long something took: sum and a small histogram, in whole numbers, so that sums of sums stay exact.

/** Upper bounds of the buckets in milliseconds; what took longer falls into one more. */
export const latencyBoundsMs = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000] as const;

/** A sum of durations. */
export class LatencyTally {
  count = 0;
  microseconds = 0;
  /** Of each bucket alone, one more than there are bounds; absent until something is added. */
  buckets: Uint32Array | undefined;

  add(durationMs: number): void {
    this.buckets ??= new Uint32Array(latencyBoundsMs.length + 1);
    this.count += 1;
    this.microseconds += Math.max(0, Math.round(durationMs * 1_000));
    let index = 0;
    while (index < latencyBoundsMs.length && durationMs > (latencyBoundsMs[index] ?? 0)) index += 1;
    this.buckets[index] = (this.buckets[index] ?? 0) + 1;
  }
}
