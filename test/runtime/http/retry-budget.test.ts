// The share of retries in the traffic.
import { describe, expect, it } from 'vitest';

import { createRetryBudget } from '../../../runtime/http/retry-budget.ts';

describe('createRetryBudget', () => {
  it('starts full, runs dry, and is refilled by requests up to its capacity', () => {
    const budget = createRetryBudget({ capacity: 2, earnedPerRequest: 0.5 });
    const takeAll = (): number => {
      let taken = 0;
      while (budget.tryTake()) taken += 1;
      return taken;
    };

    expect(takeAll()).toBe(2);
    budget.recordRequest();
    expect(takeAll()).toBe(0);
    budget.recordRequest();
    expect(takeAll()).toBe(1);
    for (let request = 0; request < 100; request += 1) budget.recordRequest();
    expect(takeAll()).toBe(2);
  });
});
