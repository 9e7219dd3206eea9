// kill -9 in the middle of writes, again and again: what was acknowledged stays, and no key does anything twice.
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createInProcessLauncher } from '../../infra/local/launch-in-process.ts';
import { systemClock } from '../../runtime/clock.ts';
import { silentLog } from '../../runtime/log.ts';
import { openDatabase } from '../../services/server/database.ts';
import { ConfigurationOracle } from './configuration-oracle.ts';
import { createKillableLauncher } from './killable-launcher.ts';
import { inner } from './row-selection.ts';
import { sample } from './samples.ts';
import { type StackUnderTest, type StartedStack, startStackUnderTest } from './stack-under-test.ts';

const seed = Date.now() % 2 ** 31;
const killCount = 8;
const writerCount = 4;
const pauseMs = 20;

const saveConfiguration = `
  mutation ($input: SaveConfigurationInput!) { result: saveConfiguration(input: $input) { id: code } }`;
const recordService = `
  mutation ($input: RecordServiceInput!) { result: recordService(input: $input) { id: recordId } }`;

/** A kind of write, and where the service that does it keeps it. */
interface WriteKind {
  readonly service: 'options' | 'maintenance';
  readonly mutation: string;
  readonly input: (serial: number) => object;
  /** The id and the serial of every row that was written here. */
  readonly storedRows: string;
}

const writes: readonly WriteKind[] = [
  {
    service: 'options',
    mutation: saveConfiguration,
    input: (serial) => ({
      configuration,
      name: String(serial),
      idempotencyKey: `killed-save-${serial}`,
    }),
    storedRows:
      "SELECT code AS id, CAST(name AS INTEGER) AS serial FROM savedConfigurations WHERE name GLOB '[0-9]*'",
  },
  {
    service: 'maintenance',
    mutation: recordService,
    input: (serial) => ({
      vin: sample.vin,
      performedOn: stack.today,
      mileageKm: 400_000 + serial,
      items: ['OIL'],
      dealer: sample.dealer,
      idempotencyKey: `killed-record-${serial}`,
    }),
    storedRows: 'SELECT id, mileageKm - 400000 AS serial FROM recorded_services',
  },
];

const killable = createKillableLauncher(
  new Set(writes.map(({ service }) => `${service} service`)),
  createInProcessLauncher({ clock: systemClock, log: silentLog }),
);
let started: StartedStack | undefined;
let stack: StackUnderTest;
let configuration: string;
beforeAll(async () => {
  started = await startStackUnderTest({
    subject: sample.owner,
    scopes: 'vehicle:read service:write',
    launch: killable.launch,
  });
  stack = started.stack;
  const initial = await new ConfigurationOracle(stack).initialConfiguration(sample.variant);
  configuration = String(initial['id']);
});
afterAll(() => started?.stop());

describe(`kill -9 in the middle of writes (seed ${seed})`, () => {
  it.each(writes)(
    'of the $service service loses nothing acknowledged and does nothing twice',
    async ({ service, mutation, input, storedRows }) => {
      const acknowledged = new Map<number, string>();
      const progress = { failedAttempts: 0, isOver: false };
      const answers = new Set<number>();
      let serial = 0;
      const write = async (number: number): Promise<string> => {
        for (let attempt = 0; attempt < 300; attempt += 1) {
          const answer = await stack.query(mutation, { input: input(number) });
          answers.add(answer.status);
          const result = answer.data['result'];
          if (result) return String(inner(answer.data, 'result')['id']);
          progress.failedAttempts += 1;
          await wait(100);
        }
        throw new Error(`write ${number} was never acknowledged`);
      };
      const keepWriting = async (): Promise<void> => {
        while (!progress.isOver) {
          const number = serial++;
          acknowledged.set(number, await write(number));
          await wait(pauseMs);
        }
      };

      const writers = Array.from({ length: writerCount }, keepWriting);
      const delaysMs = fc.sample(fc.integer({ min: 50, max: 800 }), {
        seed,
        numRuns: killCount,
      });
      for (const delayMs of delaysMs) {
        const acknowledgedBefore = acknowledged.size;
        // Behind the breaker nobody writes: a kill is to hit writers that have come back.
        await expect
          .poll(() => acknowledged.size, { timeout: 20_000 })
          .toBeGreaterThan(acknowledgedBefore);
        await wait(delayMs);
        await killable.kill(`${service} service`);
        await stack.startPart(`${service} service`);
      }
      progress.isOver = true;
      await Promise.all(writers);

      const again = await write(0);
      const database = openDatabase(join(stack.dataDirectory, `${service}.db`));
      const rows = database.query<{ id: string; serial: number }>(storedRows).all();
      database.close();
      const stored = rows.map((row) => [row.serial, row.id]);
      expect(stored.toSorted(byNumber)).toEqual([...acknowledged].toSorted(byNumber));
      expect(again).toBe(acknowledged.get(0));
      expect([...answers]).toEqual([200]);
      // Otherwise the kills hit nothing.
      expect(progress.failedAttempts).toBeGreaterThan(killCount);
      expect(acknowledged.size).toBeGreaterThan(killCount * writerCount);
    },
  );
});

function byNumber(one: readonly unknown[], other: readonly unknown[]): number {
  return Number(one[0]) - Number(other[0]);
}
