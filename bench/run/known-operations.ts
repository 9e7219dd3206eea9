// The requests of an operation with their answers, and the fetches that the stock gateway makes for each.
import { writeFile } from 'node:fs/promises';

import type { RunningContestant } from '../contestants/start-contestant.ts';
import { groupIntoWaves } from '../responder/fetch-waves.ts';
import { askJson, writeRequestBody } from '../verify/ask.ts';
import type { KnownAnswer } from '../verify/verify-answers.ts';
import type { WorkloadOperation } from '../workloads/workload.ts';
import type { BenchTools } from './bench-tools.ts';

/** One operation, ready to be asked. */
export interface KnownOperation {
  readonly id: string;
  readonly document: string;
  readonly variables: WorkloadOperation['variables'];
  readonly answers: readonly KnownRequest[];
  /** Of the stock gateway, a request. */
  readonly stockFetches: number;
  readonly answerBytes: number;
}

interface KnownRequest extends KnownAnswer {
  readonly answer: string;
  readonly waves: readonly (readonly { readonly url: string; readonly body: string }[])[];
}

// Longer than it takes a gateway to send all fetches of a wave.
const recordingDelayMs = 5;

/**
 * Asks the stock gateway for every request. Its answers are what is expected where a workload knows no
 * other truth; where it does, the stock gateway's own answers are compared like everybody's.
 *
 * @throws Error if it does not answer, or makes another number of fetches than the workload says.
 */
export async function learnOperation(
  operation: WorkloadOperation,
  stock: RunningContestant,
  tools: BenchTools,
): Promise<KnownOperation> {
  const bodies = operation.variables.map((variables) => ({
    variables,
    body: writeRequestBody(operation.document, variables),
  }));
  // Origins are slow and a gateway's first request is: neither may look like a wave of its own.
  for (const { body } of bodies) await askJson(stock.url, body);
  await tools.startRecording(recordingDelayMs);
  const answers: KnownRequest[] = [];
  for (const { variables, body } of bodies) {
    const found = await askJson(stock.url, body);
    const fetches = await tools.takeRecording();
    const data = operation.expectedData?.(variables) ?? found.data;
    if (found.errors !== undefined || data === undefined || data === null) {
      throw new Error(`${operation.id}: the stock gateway answers ${JSON.stringify(found.errors)}`);
    }
    const waves = groupIntoWaves(fetches).map((wave) =>
      wave.map((fetch) => ({ url: `${tools.responderUrl}/${fetch.subgraph}`, body: fetch.body })),
    );
    answers.push({ body, data, answer: JSON.stringify({ data }), waves });
  }
  await tools.stopRecording();

  const counts = answers.map(({ waves }) => waves.flat().length);
  const stockFetches = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  if (operation.stockFetches !== undefined && stockFetches !== operation.stockFetches) {
    throw new Error(
      `${operation.id}: the stock gateway makes ${stockFetches} fetches, not ${operation.stockFetches}`,
    );
  }
  const { id, document } = operation;
  const answerBytes = answers.reduce((sum, { answer }) => sum + answer.length, 0) / answers.length;
  return { id, document, variables: operation.variables, answers, stockFetches, answerBytes };
}

/** Writes what the limits know beforehand. */
export async function writeAnswers(
  file: string,
  operations: readonly KnownOperation[],
): Promise<void> {
  const all = operations.flatMap(({ answers }) =>
    answers.map(({ body, answer, waves }) => ({ body, answer, waves })),
  );
  await writeFile(file, JSON.stringify(all));
}
