// What every driver of windows keeps to.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Windows } from '../../gateway/guard/rate-limits/windows.ts';

/** Windows under test, and how to end a minute. */
export interface WindowsUnderTest {
  readonly windows: Windows;
  /** Lets the window of `key` be over, as if its minute had passed. */
  endWindow(key: string): Promise<void>;
}

/** Describes the contract for one driver. */
export function describeWindowsContract(name: string, open: () => Promise<WindowsUnderTest>): void {
  describe(`windows in ${name}`, () => {
    let test: WindowsUnderTest;
    let key: string;
    let number = 0;
    beforeEach(async () => {
      test = await open();
      number += 1;
      key = `requests:app:contract-${number}`;
    });
    afterEach(() => test.windows.close());

    it('add up for a minute, each key for itself', async () => {
      const { windows } = test;
      const before = performance.now();

      const first = await windows.add(key, 2);
      const second = await windows.add(key, 3);
      const other = await windows.add(`${key}-other`, 1);

      expect([first.count, second.count, other.count]).toEqual([2, 5, 1]);
      expect(first.endsAtMs - before).toBeGreaterThan(59_000);
      expect(first.endsAtMs - performance.now()).toBeLessThanOrEqual(60_000);
      expect(second.endsAtMs).toBeLessThanOrEqual(first.endsAtMs + 50);
    });

    it('begin anew when the minute is over', async () => {
      await test.windows.add(key, 5);
      await test.endWindow(key);

      expect((await test.windows.add(key, 1)).count).toBe(1);
    });

    it('give each of those who add at one time another count', async () => {
      const added = await Promise.all(Array.from({ length: 50 }, () => test.windows.add(key, 1)));

      const counts = added.map(({ count }) => count).toSorted((one, other) => one - other);
      expect(counts).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    });

    it('take back what is given back', async () => {
      const window = await test.windows.add(key, 10);

      await test.windows.giveBack(window, 7);

      expect((await test.windows.add(key, 1)).count).toBe(4);
    });

    it('never go below zero, and give no credit once the window is over', async () => {
      const window = await test.windows.add(key, 10);
      await test.windows.giveBack(window, 25);
      const afterwards = await test.windows.add(key, 1);
      await test.endWindow(key);
      await test.windows.giveBack(window, 10);
      const inTheNext = await test.windows.add(key, 1);

      expect([afterwards.count, inTheNext.count]).toEqual([1, 1]);
    });

    it('do not mind adding nothing', async () => {
      expect((await test.windows.add(key, 0)).count).toBe(0);
    });
  });
}
