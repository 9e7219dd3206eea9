// The fuzz run: a gateway in a process of its own, many connections, and what must hold whatever is sent.
import { describe, expect, it } from 'vitest';

import { createInProcessLauncher } from '../../../infra/local/launch-in-process.ts';
import { systemClock } from '../../../runtime/clock.ts';
import { silentLog } from '../../../runtime/log.ts';
import { createKillableLauncher } from '../killable-launcher.ts';
import { sample } from '../samples.ts';
import { type StackUnderTest, useStack } from '../stack-under-test.ts';
import { findFault } from './find-fault.ts';
import { openFuzzLane } from './fuzz-lane.ts';
import { createFuzzRequest, type FuzzMaterial } from './fuzz-request.ts';
import { loadFuzzMaterial } from './load-fuzz-material.ts';
import { lowWater, type MemorySample, watchMemory } from './memory-watch.ts';

/** How many requests, and how much memory may grow from the middle of the run to its end. */
export interface FuzzRunOptions {
  readonly requests: number;
  readonly timeoutMs: number;
  readonly maxGrowthMib: number;
}

const laneCount = 24;
const maxTold = 5;
const maxShownBytes = 3_000;
/** So often, a request that is right is sent among the others, and has to be answered. */
const normalEvery = 250;

/** Defines the run as a test. To repeat one, set `MARQUE_TEST_SEED` to the seed that its name says. */
export function describeFuzzRun({ requests, timeoutMs, maxGrowthMib }: FuzzRunOptions): void {
  const seed = Number(process.env['MARQUE_TEST_SEED'] ?? Date.now() % 2 ** 31);

  describe(`${requests} requests changed at random (seed ${seed})`, () => {
    const inProcess = createInProcessLauncher({ clock: systemClock, log: silentLog });
    const stack = useStack({
      subject: sample.owner,
      scopes: 'vehicle:read service:write',
      variables: { MARQUE_SUBGRAPH_CACHE_SIZE: '64mb' },
      launch: createKillableLauncher(new Set(['gateway']), inProcess).launch,
    });

    it(
      'bring about no failure, no crash, no word of the inside and no growth',
      async () => {
        const material = await loadFuzzMaterial(stack);
        const memory = watchMemory(stack.adminUrl);

        const { faults, statuses } = await runFuzz({ stack, material, seed, requests });
        await memory.stop();

        expect(faults).toEqual([]);
        // What was sent is not all refused at the door, nor all answered.
        expect(statuses.get(200)).toBeGreaterThan(requests * 0.1);
        expect(statuses.get(400)).toBeGreaterThan(requests * 0.1);
        expect(growth(memory.samples, 'heapMib')).toBeLessThan(maxGrowthMib);
        expect(growth(memory.samples, 'residentMib')).toBeLessThan(2 * maxGrowthMib);
      },
      timeoutMs,
    );
  });
}

interface FuzzRun {
  readonly stack: StackUnderTest;
  readonly material: FuzzMaterial;
  readonly seed: number;
  readonly requests: number;
}

async function runFuzz({ stack, material, seed, requests }: FuzzRun) {
  const secrets = [...stack.internalHosts, stack.dataDirectory];
  const port = Number(new URL(stack.url).port);
  const faults: string[] = [];
  const statuses = new Map<number, number>();
  let serial = 0;

  const runLane = async (): Promise<void> => {
    const lane = openFuzzLane(port);
    while (serial < requests && faults.length < maxTold) {
      const number = serial++;
      const request = createFuzzRequest(seed, number, material);
      const outcome = await lane.send(request);
      const fault =
        outcome.kind === 'answered'
          ? findFault(outcome.answer, request.path, secrets)
          : request.isFramed && outcome.kind;
      if (outcome.kind === 'answered') {
        const { status } = outcome.answer;
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
      if (fault) faults.push(describeFault({ fault, seed, number, bytes: request.bytes }));
      if (number % normalEvery === 0) faults.push(...(await askNormally(stack)));
    }
    lane.close();
  };
  await Promise.all(Array.from({ length: laneCount }, runLane));
  faults.push(...(await askNormally(stack)));
  return { faults, statuses };
}

async function askNormally(stack: StackUnderTest): Promise<readonly string[]> {
  const { status, data, errors } = await stack.query('{ markets { id } }');
  return status === 200 && data['markets'] ? [] : [JSON.stringify({ status, errors })];
}

/** With the request as it was sent, for a replay by hand. */
function describeFault(told: {
  readonly fault: string;
  readonly seed: number;
  readonly number: number;
  readonly bytes: Buffer;
}): string {
  const { fault, seed, number, bytes } = told;
  const shown = JSON.stringify(bytes.toString('latin1', 0, maxShownBytes));
  return `${fault}; seed ${seed}, request ${number}, ${bytes.length} bytes: ${shown}`;
}

/** From the middle of the run to its last fifth. */
function growth(samples: readonly MemorySample[], figure: keyof MemorySample): number {
  return lowWater(samples, figure, 0.8, 1) - lowWater(samples, figure, 0.4, 0.6);
}
