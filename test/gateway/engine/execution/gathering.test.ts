// Patience: a share of the time that has gone by anyway, and none where it was in vain.
import { describe, expect, it } from 'vitest';

import { createPatience } from '../../../../gateway/engine/execution/gathering.ts';

describe('patience', () => {
  it('is a quarter of the time up to now where others wait', () => {
    expect(createPatience(true).chooseMs(40)).toBe(10);
  });

  it('is as much as replies differ by anyway at the beginning', () => {
    expect(createPatience(true).chooseMs(0)).toBe(2);
  });

  it('is more where nothing waits, but never more than a second', () => {
    const patience = createPatience(false);

    expect(patience.chooseMs(10)).toBe(80);
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
    expect(patientRuns).toEqual([0, 1, 3, 6, 11, 20, 37, 70, 135]);
    patience.learn(true);
    expect(patience.chooseMs(10)).toBe(80);
  });
});
