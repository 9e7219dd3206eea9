// Whether different documents share a request, which is learned by trying both ways now and then.

/** What one group of fetches has learned, over all runs of its operation. */
export interface Mixing {
  /** For one departure of several documents. */
  choose(): 'together' | 'apart';
  /** How long the reply to one document by itself took. */
  learnApart(document: number, durationMs: number): void;
  /** How long the reply to several at once took. */
  learnTogether(durationMs: number): void;
}

const departuresInCycle = 64;
const newestShare = 1 / 4;
// What two sendings of the very same differ by anyway.
const noiseFactor = 1.5;
const noiseMs = 2;

/**
 * Of every 64 departures one is sent apart and the one after it together, whatever was learned, so
 * that both are known of about the same time. Documents stay apart if their subgraph takes longer for
 * all than for the slowest of them; where others wait for them, also if one is slower than another.
 */
export function createMixing(isAwaited: boolean): Mixing {
  const apartMs = new Map<number, number>();
  let togetherMs: number | undefined;
  let departures = 0;
  // Those that nobody waits for can only lose by chance: they need not know before.
  const trialAt = isAwaited ? 0 : departuresInCycle / 2;

  const areAlike = (): boolean => {
    if (!isAwaited) return true;
    const known = [...apartMs.values()];
    return known.length > 1 && Math.max(...known) <= withNoise(Math.min(...known));
  };
  const isQuick = (): boolean =>
    togetherMs === undefined ||
    apartMs.size === 0 ||
    togetherMs <= withNoise(Math.max(...apartMs.values()));

  return {
    choose() {
      const phase = departures % departuresInCycle;
      departures += 1;
      if (phase === trialAt || !areAlike()) return 'apart';
      return phase === trialAt + 1 || isQuick() ? 'together' : 'apart';
    },
    learnApart(document, durationMs) {
      apartMs.set(document, average(apartMs.get(document), durationMs));
    },
    learnTogether(durationMs) {
      togetherMs = average(togetherMs, durationMs);
    },
  };
}

function average(known: number | undefined, newestMs: number): number {
  return known === undefined ? newestMs : known + (newestMs - known) * newestShare;
}

function withNoise(ms: number): number {
  return ms * noiseFactor + noiseMs;
}
