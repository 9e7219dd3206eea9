// Patience: a share of the time that has gone by anyway, and none where it was in vain.
import { describe, expect, it } from 'vitest';

import { createPatience } from '../../../../gateway/engine/execution/gathering.ts';

describe('patience', () => {
  it('is a quarter of the time up to now where others wait', () => {
    expect(createPatience(true).chooseMs(40)).toBe(10);
  });

  it('is more where nothing waits, but never more than a second', () => {
    const patience = createPatience(false);

    expect(patience.chooseMs(10)).toBe(40);
    expect(patience.chooseMs(10_000)).toBe(1_000);
  });

  it('is lost for ever more runs while it is in vain, and comes back', () => {
    const patience = createPatience(false);
    const chosen: boolean[] = [];
    for (let run = 0; run < 200; run += 1) {
      const isPatient = patience.chooseMs(10) > 0;
      chosen.push(isPatient);
      if (isPatient) patience.learn(false);
    }

    const patientRuns = chosen.flatMap((isPatient, run) => (isPatient ? [run] : []));
    expect(patientRuns).toEqual([0, 2, 5, 10, 19, 36, 69, 134, 199]);
    patience.learn(true);
    expect(patience.chooseMs(10)).toBe(40);
  });
});
