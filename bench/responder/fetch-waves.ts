// Which fetches of a request were made at the same time: the waves of its plan, as the responder saw them.
import type { RecordedFetch } from './start-responder.ts';

/** Groups fetches into waves: a new one begins with a fetch that arrives after one of the wave was answered. */
export function groupIntoWaves(
  fetches: readonly RecordedFetch[],
): readonly (readonly RecordedFetch[])[] {
  const waves: RecordedFetch[][] = [];
  let firstAnsweredMs = Number.NEGATIVE_INFINITY;
  for (const fetch of fetches.toSorted((a, b) => a.arrivedMs - b.arrivedMs)) {
    if (fetch.arrivedMs > firstAnsweredMs) {
      waves.push([]);
      firstAnsweredMs = Number.POSITIVE_INFINITY;
    }
    waves.at(-1)?.push(fetch);
    firstAnsweredMs = Math.min(firstAnsweredMs, fetch.answeredMs);
  }
  return waves;
}
