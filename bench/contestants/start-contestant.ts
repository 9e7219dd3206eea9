// Starts a contestant on the gateway's core and times how long its first answer takes.
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

import { findFreePort } from '../machine/free-port.ts';
import { startProcess, type StartedProcess } from '../machine/start-process.ts';
import { askJson } from '../verify/ask.ts';
import type { Contestant, ContestantSetup } from './contestant.ts';

/** A contestant that answers. */
export interface RunningContestant {
  readonly contestant: Contestant;
  readonly url: string;
  /** 0 where somebody else started it. */
  readonly pid: number;
  /** From the start of the process to the first right answer; `undefined` for a URL. */
  readonly coldStartMs: number | undefined;
  /** Sent with each request under load. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly hasEnded: () => boolean;
  stop(): Promise<void>;
}

/** Whether it came up. */
export type StartOutcome =
  | { readonly status: 'running'; readonly running: RunningContestant }
  | { readonly status: 'failed'; readonly reason: string };

const startTimeoutMs = 40_000;
const pollMs = 4;

/** Starts it and asks `probe`, a request body, until it answers without errors. */
export async function startContestant(
  contestant: Contestant,
  setup: Omit<ContestantSetup, 'port'>,
  probe: string,
  cores: string | undefined,
): Promise<StartOutcome> {
  if (!contestant.prepare) {
    const url = contestant.url ?? '';
    const running = { contestant, url, pid: 0, coldStartMs: undefined, requestHeaders: {} };
    const hasEnded = (): boolean => false;
    return { status: 'running', running: { ...running, hasEnded, stop: () => Promise.resolve() } };
  }
  const port = await findFreePort();
  const command = await contestant.prepare({ ...setup, port });
  const url = `http://127.0.0.1:${port}${contestant.path}`;
  // It inherits the cores of the bench itself.
  const companion = command.companion && startProcess(command.companion, undefined);
  const startedAtMs = performance.now();
  const process = startProcess(command, cores);
  const stop = async (): Promise<void> => {
    await process.stop();
    await companion?.stop();
  };
  const reason = await waitForAnswer(process, url, probe, setup.rootDirectory);
  if (reason !== undefined) {
    await stop();
    return { status: 'failed', reason };
  }
  return {
    status: 'running',
    running: {
      contestant,
      url,
      pid: process.pid,
      coldStartMs: performance.now() - startedAtMs,
      requestHeaders: command.requestHeaders ?? {},
      hasEnded: process.hasEnded,
      stop,
    },
  };
}

/** Resolves with `undefined` once it answers, else with why it does not. */
async function waitForAnswer(
  process: StartedProcess,
  url: string,
  probe: string,
  rootDirectory: string,
): Promise<string | undefined> {
  const deadlineMs = performance.now() + startTimeoutMs;
  let last = 'nothing listened';
  while (performance.now() < deadlineMs) {
    if (process.hasEnded()) return `ended at start: ${tidy(process.output(), rootDirectory)}`;
    try {
      const answer = await askJson(url, probe);
      if (answer.errors === undefined && answer.data) return undefined;
      last = JSON.stringify(answer).slice(0, 300);
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await wait(pollMs);
  }
  return `no answer within ${startTimeoutMs / 1_000} s (${last}): ${tidy(process.output(), rootDirectory)}`;
}

/** What it said last, without where in its code; folders differ by machine. */
function tidy(output: string, rootDirectory: string): string {
  const said = output.replaceAll(/^\s+at .*?(\{?)$/gm, '$1').replaceAll(rootDirectory, '');
  return said.replaceAll(/\s+/g, ' ').trim().slice(-300);
}
