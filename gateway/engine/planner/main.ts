// The thread in which supergraph and planner live: planning may take long, or all memory it is given.
// oxlint-disable-next-line import/no-unassigned-import -- what it does on import is its purpose
import '../../apollo-telemetry-off.ts';

import { parentPort, workerData } from 'node:worker_threads';

import { createOperationPlanner, type OperationPlanner } from './operation-planner.ts';
import type { PlanMessage, PlannerReply, PlannerThreadData } from './planner-messages.ts';

const limitOfPlanner = /exceeds limit of \d|recursive selections/;

const { supergraphSdl } = workerData as PlannerThreadData;
const planner = load();
if (planner) {
  parentPort?.on('message', (message: PlanMessage) => answer(plan(planner, message)));
  answer({ kind: 'loaded', apiSdl: planner.apiSdl });
}

function load(): OperationPlanner | undefined {
  try {
    return createOperationPlanner(supergraphSdl);
  } catch (error) {
    answer({ kind: 'unloadable', message: messageOf(error) });
    return undefined;
  }
}

function plan(by: OperationPlanner, { document, overrideLabels }: PlanMessage): PlannerReply {
  try {
    return { kind: 'planned', planJson: JSON.stringify(by.plan(document, overrideLabels)) };
  } catch (error) {
    const message = messageOf(error);
    return { kind: limitOfPlanner.test(message) ? 'refused' : 'failed', message };
  }
}

function answer(reply: PlannerReply): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
  parentPort?.postMessage(reply);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
