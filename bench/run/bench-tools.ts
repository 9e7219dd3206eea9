// The responder and the load generator, each in a process of its own beside the gateway's core.
import { createCaller } from '../machine/child-calls.ts';
import type { CoreSplit } from '../machine/cores.ts';
import { startProcess } from '../machine/start-process.ts';
import type { LoadOrder, LoadResult } from '../load/run-load.ts';
import type { Origins, RecordedFetch, ResponderCounts } from '../responder/start-responder.ts';

/** What stands around a contestant. */
export interface BenchTools {
  readonly responderUrl: string;
  readonly responderPid: number;
  readonly generatorPid: number;
  counts(): Promise<ResponderCounts>;
  resetCounts(): Promise<void>;
  startRecording(delayMs: number): Promise<void>;
  takeRecording(): Promise<readonly RecordedFetch[]>;
  stopRecording(): Promise<void>;
  runLoad(order: LoadOrder): Promise<LoadResult>;
  stop(): Promise<void>;
}

/** Starts both. */
export async function startBenchTools(
  origins: Origins,
  rootDirectory: string,
  cores: CoreSplit,
): Promise<BenchTools> {
  const start = (file: string) =>
    startProcess(
      {
        program: process.execPath,
        args: ['--import', 'tsx', file],
        directory: rootDirectory,
        environment: {},
      },
      cores?.others,
    );
  const responder = start('bench/responder/main.ts');
  const generator = start('bench/load/main.ts');
  const callResponder = createCaller(responder.child);
  const callGenerator = createCaller(generator.child);
  const stop = async (): Promise<void> => {
    await Promise.all([responder.stop(), generator.stop()]);
  };
  try {
    const responderUrl = await callResponder<string>('start', origins);
    return {
      responderUrl,
      responderPid: responder.pid,
      generatorPid: generator.pid,
      counts: () => callResponder('counts'),
      resetCounts: () => callResponder('resetCounts'),
      startRecording: (delayMs) => callResponder('startRecording', delayMs),
      takeRecording: () => callResponder('takeRecording'),
      stopRecording: () => callResponder('stopRecording'),
      runLoad: (order) => callGenerator('run', order),
      stop,
    };
  } catch (cause) {
    await stop();
    throw new Error(`The responder did not start: ${responder.output()}`, { cause });
  }
}
