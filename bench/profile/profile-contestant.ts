// `bench cpu`: where one gateway's time goes under one kind of load.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Clock } from '../../runtime/clock.ts';
import { contestants } from '../contestants/catalogue.ts';
import type { Contestant } from '../contestants/contestant.ts';
import { findCoreSplit } from '../machine/cores.ts';
import { writeTable } from '../report/markdown-table.ts';
import { type Cell, nameCell } from '../run/bench-plan.ts';
import { openField } from '../run/field.ts';
import { startWorkload } from '../run/run-bench.ts';
import { areas, shareByArea } from './areas.ts';
import { type CpuProfile, listStackTimes } from './cpu-profile.ts';
import { rankFunctions } from './rank-functions.ts';

/** What to profile. */
export interface ProfileOptions {
  readonly contestant: Contestant;
  readonly cell: Cell;
  readonly durationMs: number;
  readonly rootDirectory: string;
  readonly clock: Clock;
  readonly print: (line: string) => void;
}

const distinctVariables = 60;
const warmUpMs = 2_000;
const rankedFunctions = 30;

/**
 * Answers a table of shares of the time that the process was not idle.
 *
 * @throws Error if the contestant is not run by Node, or does not answer.
 */
export async function profileContestant(options: ProfileOptions): Promise<string> {
  const { contestant, cell, rootDirectory, clock, print } = options;
  if (contestant.runtime === 'native') throw new Error(`${contestant.id} is not run by Node.`);
  const workload = await startWorkload(cell.workload, distinctVariables, rootDirectory, clock);
  const workDirectory = await mkdtemp(join(tmpdir(), 'marque-bench-'));
  const profileDirectory = await mkdtemp(join(tmpdir(), 'marque-profile-'));
  try {
    const field = await openField({
      workload,
      operationIds: [cell.operation],
      contestants: [
        ...contestants.filter(({ id }) => id === 'stock'),
        addProfiler(contestant, profileDirectory),
      ],
      rootDirectory,
      workDirectory,
      cores: await findCoreSplit(),
      print,
    });
    try {
      const window = await applyLoad(options, field);
      await field.stopContestants();
      const profile = await readProfile(profileDirectory);
      const stacks = listStackTimes(profile, ...window);
      const shares = shareByArea(stacks);
      const rows = areas.map((area) => [area, writeShare(shares.get(area) ?? 0)]);
      const functions = rankFunctions(stacks, rankedFunctions);
      return [
        `\n${contestant.name}, ${nameCell(cell)}\n`,
        writeTable(['where', 'CPU'], rows),
        '',
        writeTable(
          ['function', 'CPU'],
          functions.map(({ name, share }) => [name, writeShare(share)]),
        ),
      ].join('\n');
    } finally {
      await field.stop();
    }
  } finally {
    await workload.close();
    await Promise.all(
      [workDirectory, profileDirectory].map((folder) => rm(folder, { recursive: true })),
    );
  }
}

function writeShare(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function addProfiler(contestant: Contestant, directory: string): Contestant {
  const { prepare } = contestant;
  if (!prepare) return contestant;
  return {
    ...contestant,
    id: `${contestant.id}-profiled`,
    prepare: async (setup) => {
      const command = await prepare(setup);
      const args = ['--cpu-prof', `--cpu-prof-dir=${directory}`, ...command.args];
      return { ...command, args };
    },
  };
}

/** Answers when the load began and ended, in microseconds of the monotonic clock. */
async function applyLoad(
  { contestant, cell, durationMs }: ProfileOptions,
  field: Awaited<ReturnType<typeof openField>>,
): Promise<readonly [fromMicroseconds: number, toMicroseconds: number]> {
  const profiled = field
    .entrants(cell.operation)
    .find((one) => one.contestant.id === `${contestant.id}-profiled`);
  if (!profiled) throw new Error(`${contestant.id} does not answer ${nameCell(cell)}.`);
  const answers = field.operations[0]?.answers ?? [];
  const bodies = (cell.variables === 'one' ? answers.slice(0, 1) : answers).map(({ body }) => body);
  const order = { url: profiled.url, bodies, connections: cell.connections };
  await field.tools.runLoad({ ...order, durationMs: warmUpMs });
  const fromMicroseconds = readMonotonicMicroseconds();
  await field.tools.runLoad({ ...order, durationMs });
  return [fromMicroseconds, readMonotonicMicroseconds()];
}

/** The clock of V8's profiles, which all processes of a machine share. */
function readMonotonicMicroseconds(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}

/** The largest profile in the folder: workers write smaller ones of their own. */
async function readProfile(directory: string): Promise<CpuProfile> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.cpuprofile'));
  const texts = await Promise.all(names.map((name) => readFile(join(directory, name), 'utf8')));
  const [largest] = texts.toSorted((one, other) => other.length - one.length);
  if (largest === undefined) throw new Error('The contestant wrote no profile when it stopped.');
  return JSON.parse(largest) as CpuProfile;
}
