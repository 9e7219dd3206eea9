// Which documents share a request: those whose replies do not hold up each other.
import { describe, expect, it } from 'vitest';

import { createMixing, type Mixing } from '../../../../gateway/engine/execution/mixing.ts';

/** Lets a group depart; each way takes what `durations` says. Counts the departures together. */
function departOften(
  mixing: Mixing,
  count: number,
  durations: { readonly apartMs: readonly number[]; readonly togetherMs: number },
): number {
  let together = 0;
  for (let departure = 0; departure < count; departure += 1) {
    if (mixing.choose() === 'together') {
      together += 1;
      mixing.learnTogether(durations.togetherMs);
    } else {
      for (const [document, ms] of durations.apartMs.entries()) mixing.learnApart(document, ms);
    }
  }
  return together;
}

describe.each([
  { what: 'nobody waits for', isAwaited: false },
  { what: 'others wait for', isAwaited: true },
])('documents that $what', ({ isAwaited }) => {
  it('share a request where that takes no longer, but for one trial of 64', () => {
    const together = departOften(createMixing(isAwaited), 640, {
      apartMs: [20, 25],
      togetherMs: 26,
    });

    expect(together).toBe(630);
  });

  it('stay apart where their subgraph takes the sum of both, but for one trial of 64', () => {
    const mixing = createMixing(isAwaited);
    departOften(mixing, 64, { apartMs: [50, 50], togetherMs: 100 });

    const together = departOften(mixing, 640, { apartMs: [50, 50], togetherMs: 100 });

    expect(together).toBe(10);
  });

  it('share a request again once that takes no longer', () => {
    const mixing = createMixing(isAwaited);
    departOften(mixing, 640, { apartMs: [50, 50], togetherMs: 100 });

    departOften(mixing, 640, { apartMs: [50, 50], togetherMs: 50 });
    const together = departOften(mixing, 640, { apartMs: [50, 50], togetherMs: 50 });

    expect(together).toBe(630);
  });
});

describe('a slow document among fast ones', () => {
  const durations = { apartMs: [5, 200], togetherMs: 200 };

  it('never shares a request with one that others wait for', () => {
    expect(departOften(createMixing(true), 640, durations)).toBe(0);
  });

  it('shares one where nobody waits: the answer needs both', () => {
    expect(departOften(createMixing(false), 640, durations)).toBe(630);
  });
});
