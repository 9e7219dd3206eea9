// Each part in turn is killed -9 and started again under load: only its own branch fails, and never with a 5xx.
import { setTimeout as wait } from 'node:timers/promises';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createInProcessLauncher } from '../../infra/local/launch-in-process.ts';
import { systemClock } from '../../runtime/clock.ts';
import { silentLog } from '../../runtime/log.ts';
import { type BoundedLoad, startBoundedLoad } from './bounded-load.ts';
import { allBranches, branchOf, branchVariables, owners } from './branches.ts';
import { createKillableLauncher } from './killable-launcher.ts';
import { type StackUnderTest, type StartedStack, startStackUnderTest } from './stack-under-test.ts';

const perSecond = 15;
const downMs = 1_500;
const cleanAnswersInARow = 20;

/** What a client saw; `refused` where nobody listened. */
interface Outcome {
  readonly status: number | 'refused';
  /** Branches without an answer. */
  readonly missing: readonly string[];
}

const parts = owners.flatMap((owner) => [`${owner} service`, `${owner} subgraph`]);
const killable = createKillableLauncher(
  new Set([...parts, 'gateway']),
  createInProcessLauncher({ clock: systemClock, log: silentLog }),
);
let started: StartedStack | undefined;
let stack: StackUnderTest;
let load: BoundedLoad<Outcome>;
beforeAll(async () => {
  started = await startStackUnderTest({ launch: killable.launch });
  stack = started.stack;
});
afterAll(() => started?.stop());
beforeEach(async () => {
  load = startBoundedLoad(perSecond, ask);
  await expectRecovery();
});
afterEach(() => load.stop());

describe('under load, a part that is killed and started again', () => {
  it.each(parts)('takes its own branch with it for as long as it is away: %s', async (part) => {
    const own = branchOf[owners.find((owner) => part.startsWith(owner)) ?? 'vehicle'];

    await killAndRestart(part);
    await expectRecovery();
    await load.stop();

    expect(new Set(load.outcomes.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(load.outcomes.flatMap(({ missing }) => missing))).toEqual(new Set([own]));
  });

  it('refuses connections while it is the gateway, and answers nothing by halves', async () => {
    await killAndRestart('gateway');
    await expectRecovery();
    await load.stop();

    expect(new Set(load.outcomes.map(({ status }) => status))).toEqual(new Set([200, 'refused']));
    expect(load.outcomes.flatMap(({ missing }) => missing)).toEqual([]);
  });
});

async function killAndRestart(part: string): Promise<void> {
  await killable.kill(part);
  await wait(downMs);
  await stack.startPart(part);
}

async function ask(): Promise<Outcome> {
  try {
    const { status, data } = await stack.query(allBranches, branchVariables);
    const branches = Object.values(branchOf);
    return { status, missing: branches.filter((branch) => !data[branch]) };
  } catch {
    return { status: 'refused', missing: [] };
  }
}

/** Waits until everything has been answered whole for a while. */
async function expectRecovery(): Promise<void> {
  const from = load.outcomes.length;
  await expect
    .poll(
      () => {
        const latest = load.outcomes.slice(from).slice(-cleanAnswersInARow);
        return latest.filter(({ status, missing }) => status === 200 && missing.length === 0)
          .length;
      },
      { timeout: 30_000, interval: 100 },
    )
    .toBe(cleanAnswersInARow);
}
