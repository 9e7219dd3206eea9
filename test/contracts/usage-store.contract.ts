// What every driver of UsageStore promises. A driver's test calls this with a way to make stores over one place.
import { randomUUID } from 'node:crypto';

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { writeUsageKey } from '../../gateway/telemetry/usage/usage-keys.ts';
import type { UsageStore } from '../../gateway/telemetry/usage/usage-store.ts';

/** Where stores of one suite keep their sums. */
export interface UsagePlace {
  /** Opens a store, as another process would; it keeps `retentionDays` by the time that `nowMs` tells. */
  open(nowMs: () => number): UsageStore;
  close(): Promise<void>;
}

/** How many days the stores under test keep. */
export const contractRetentionDays = 3;

/** The time of the suite, unless it passes. */
export const contractDay = new Date().toISOString().slice(0, 10);
const msPerDay = 86_400_000;

/** Makes a key of an operation. */
export function operationKey(client: string, version = '1', figure = 'requests'): string {
  const operation = { hash: 'abcdef0123456789', name: 'Markets', type: 'query' };
  return writeUsageKey({
    kind: 'operation',
    client: { name: client, version },
    operation,
    figure,
  });
}

/** Makes a batch of today. */
export function createBatch(counts: Record<string, number>, day = contractDay) {
  return { id: randomUUID(), day, counts: new Map(Object.entries(counts)) };
}

/** Runs the suite. */
export function describeUsageStoreContract(
  driver: string,
  createPlace: () => Promise<UsagePlace>,
): void {
  describe(`${driver} as a usage store`, () => {
    let place: UsagePlace;
    let store: UsageStore;
    let other: UsageStore;
    let nowMs = Date.now();
    beforeAll(async () => {
      place = await createPlace();
      store = place.open(() => nowMs);
      other = place.open(() => nowMs);
    });
    afterAll(async () => {
      await store.close();
      await other.close();
      await place.close();
    });

    it('has nothing of a day that nobody counted', async () => {
      expect(await store.read('2020-01-01')).toEqual(new Map());
    });

    it('adds up what several processes count at the same time', async () => {
      const [one, two] = [operationKey('adds', '1'), operationKey('adds', '2')];

      await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          (index % 2 === 0 ? store : other).add(createBatch({ [one]: 1, [two]: index })),
        ),
      );

      const sums = await store.read(contractDay);
      expect([sums.get(one), sums.get(two)]).toEqual([40, 780]);
      expect(await other.read(contractDay)).toEqual(sums);
    });

    it('gives the same sums however counts are split into batches', async () => {
      const anyBatch = fc.dictionary(
        fc.string({ unit: 'grapheme' }).map((text) => `any ${text}`),
        fc.integer({ min: 0, max: 2 ** 40 }),
        { maxKeys: 20 },
      );
      let run = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(anyBatch, { maxLength: 6 }), async (batches) => {
          run += 1;
          const tag = `run ${run} `;
          const expected = new Map<string, number>();
          for (const [index, batch] of batches.entries()) {
            const tagged = Object.entries(batch).map(
              ([key, amount]) => [tag + key, amount] as const,
            );
            await (index % 2 === 0 ? store : other).add(createBatch(Object.fromEntries(tagged)));
            for (const [key, amount] of tagged) {
              expected.set(key, (expected.get(key) ?? 0) + amount);
            }
          }

          const sums = [...(await store.read(contractDay))].filter(([key]) => key.startsWith(tag));

          expect(new Map(sums)).toEqual(expected);
        }),
        { numRuns: 25 },
      );
    });

    it('takes many keys, long ones, and those that look like something else', async () => {
      const counts = Object.fromEntries(
        Array.from({ length: 5_000 }, (_, index) => [`many ${index} \r\nFLUSHALL`, index + 1]),
      );
      const long = `long ${'x'.repeat(60_000)}`;

      await store.add(createBatch({ ...counts, [long]: 7, constructor: 1, '"\\u2028': 2 }));

      const sums = await store.read(contractDay);
      expect(sums.get('many 4999 \r\nFLUSHALL')).toBe(5_000);
      expect([sums.get(long), sums.get('constructor'), sums.get('"\\u2028')]).toEqual([7, 1, 2]);
    });

    it('keeps days apart, and lists them in order', async () => {
      const day = new Date(nowMs - msPerDay).toISOString().slice(0, 10);
      await store.add(createBatch({ apart: 3 }, day));
      await store.add(createBatch({ apart: 4 }));

      expect((await store.read(day)).get('apart')).toBe(3);
      expect((await store.read(contractDay)).get('apart')).toBe(4);
      expect(await store.listDays()).toEqual([day, contractDay]);
    });

    it('erases a client with every version from every day, and nothing else', async () => {
      const day = new Date(nowMs - msPerDay).toISOString().slice(0, 10);
      const operation = { hash: '1', name: 'A', type: 'query' };
      const recording = writeUsageKey({
        kind: 'recording',
        client: { name: 'gone"\\', version: '2' },
        operation,
        document: '{ a }',
        variables: [],
      });
      const own = [operationKey('gone"\\', '1'), operationKey('gone"\\', '2'), recording];
      const others = [
        operationKey('gone'),
        operationKey('gone"\\er'),
        operationKey('x', 'gone"\\'),
      ];
      const counts = Object.fromEntries([...own, ...others].map((key) => [key, 1]));
      await store.add(createBatch(counts));
      await other.add(createBatch(counts, day));

      const erased = await store.eraseClient('gone"\\');

      const left = [...(await other.read(day)).keys(), ...(await other.read(contractDay)).keys()];
      expect(erased).toBe(6);
      expect(left.filter((key) => own.includes(key))).toEqual([]);
      expect(left.filter((key) => others.includes(key))).toHaveLength(6);
      expect(await store.eraseClient('gone"\\')).toBe(0);
    });

    it('keeps days as long as their retention says', async () => {
      const oldest = new Date(nowMs - contractRetentionDays * msPerDay).toISOString().slice(0, 10);
      const older = new Date(nowMs - (contractRetentionDays + 1) * msPerDay)
        .toISOString()
        .slice(0, 10);

      await store.add(createBatch({ kept: 1 }, oldest));
      await store.add(createBatch({ late: 1 }, older));

      expect(await store.read(oldest)).toEqual(new Map([['kept', 1]]));
      expect(await store.read(older)).toEqual(new Map());
      expect(await store.listDays()).not.toContain(older);
    });
  });
}
