// Keeps a thread that plans: one operation at a time, so that it is known which one killed it.
import { Worker } from 'node:worker_threads';

import { CodedError } from '../../../runtime/coded-error.ts';
import type { Log } from '../../../runtime/log.ts';
import { findPlannerEntry } from './planner-entry.ts';
import type { PlanMessage, PlannerReply, PlannerThreadData } from './planner-messages.ts';

/** Bounds of the thread. */
export interface PlannerThreadLimits {
  /** For one operation; a thread that exceeds it is ended, and started anew. */
  readonly planDeadlineMs: number;
  readonly loadDeadlineMs: number;
  /** Operations that wait. */
  readonly maxWaiting: number;
  readonly maxWaitMs: number;
  readonly maxHeapMebibytes: number;
}

export type ThreadOutcome =
  | Extract<PlannerReply, { readonly kind: 'planned' | 'failed' | 'refused' }>
  /** It took longer, or more memory, than one operation may. */
  | { readonly kind: 'exhausted'; readonly resource: 'time' | 'memory' }
  /** Too many wait, or it waited too long. */
  | { readonly kind: 'overloaded' };

export interface PlannerThread {
  /** Starts the thread if it does not run. Rejects with `SUPERGRAPH_INVALID`. */
  load(): Promise<{ readonly apiSdl: string }>;
  isLoaded(): boolean;
  /** Rejects if `signal` aborts while it waits, or when the thread is closed. */
  plan(message: PlanMessage, signal: AbortSignal): Promise<ThreadOutcome>;
  close(): Promise<void>;
  /** Operations that wait, without the one that is being planned. */
  readonly waitingCount: number;
  readonly restartCount: number;
}

// Beside the old generation, which maxHeapMebibytes bounds; the process may use far more for its own.
const maxYoungMebibytes = 32;
const firstRestartDelayMs = 100;
const maxRestartDelayMs = 5_000;

/** Creates the thread's keeper; `load` or the first `plan` starts it, and reads the supergraph. */
export function createPlannerThread(
  readSupergraph: () => string,
  limits: PlannerThreadLimits,
  log: Log,
): PlannerThread {
  return new WorkerPlannerThread(readSupergraph, limits, log);
}

interface Job {
  readonly message: PlanMessage;
  readonly finish: (outcome: ThreadOutcome) => void;
  readonly fail: (reason: unknown) => void;
}

interface Loading {
  readonly promise: Promise<{ readonly apiSdl: string }>;
  readonly resolve: (loaded: { readonly apiSdl: string }) => void;
  readonly reject: (reason: unknown) => void;
}

class WorkerPlannerThread implements PlannerThread {
  readonly #readSupergraph: () => string;
  #data: PlannerThreadData | undefined;
  readonly #limits: PlannerThreadLimits;
  readonly #log: Log;
  readonly #waiting: Job[] = [];
  readonly #loading: Loading = createLoading();
  #worker: Worker | undefined;
  #isLoaded = false;
  #isClosed = false;
  #current: Job | undefined;
  #deadline: NodeJS.Timeout | undefined;
  #restart: NodeJS.Timeout | undefined;
  #deathsInARow = 0;
  #exhausted: 'time' | 'memory' | undefined;
  #restartCount = 0;

  constructor(readSupergraph: () => string, limits: PlannerThreadLimits, log: Log) {
    this.#readSupergraph = readSupergraph;
    this.#limits = limits;
    this.#log = log;
  }

  get waitingCount(): number {
    return this.#waiting.length;
  }

  get restartCount(): number {
    return this.#restartCount;
  }

  load(): Promise<{ readonly apiSdl: string }> {
    this.#start();
    return this.#loading.promise;
  }

  isLoaded(): boolean {
    return this.#isLoaded;
  }

  async plan(message: PlanMessage, signal: AbortSignal): Promise<ThreadOutcome> {
    signal.throwIfAborted();
    if (this.#isClosed) throw createClosedError();
    if (this.#waiting.length >= this.#limits.maxWaiting) return { kind: 'overloaded' };
    return await new Promise<ThreadOutcome>((resolve, reject) => {
      const leave = (): boolean => {
        const place = this.#waiting.indexOf(job);
        if (place >= 0) this.#waiting.splice(place, 1);
        return place >= 0;
      };
      const abort = (): void => {
        // The thread cannot be stopped in the middle, and what becomes of it is worth remembering.
        if (!leave()) return;
        settle();
        reject(signal.reason);
      };
      const patience = setTimeout(() => {
        if (leave()) job.finish({ kind: 'overloaded' });
      }, this.#limits.maxWaitMs);
      const settle = (): void => {
        clearTimeout(patience);
        signal.removeEventListener('abort', abort);
      };
      const job: Job = {
        message,
        finish: (outcome) => {
          settle();
          resolve(outcome);
        },
        fail: (reason) => {
          settle();
          reject(reason);
        },
      };
      signal.addEventListener('abort', abort, { once: true });
      this.#waiting.push(job);
      this.#start();
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#deadline);
    clearTimeout(this.#restart);
    const error = createClosedError();
    this.#loading.reject(error);
    for (const job of [this.#current, ...this.#waiting.splice(0)]) job?.fail(error);
    this.#current = undefined;
    await this.#worker?.terminate();
  }

  #start(): void {
    if (this.#worker || this.#restart || this.#isClosed) return;
    this.#data ??= { supergraphSdl: this.#readSupergraph() };
    const worker = new Worker(findPlannerEntry(), {
      workerData: this.#data,
      execArgv: [],
      // Nothing else of the process's environment concerns it.
      env: { APOLLO_TELEMETRY_DISABLED: '1' },
      name: 'query-planner',
      resourceLimits: {
        maxOldGenerationSizeMb: this.#limits.maxHeapMebibytes,
        maxYoungGenerationSizeMb: maxYoungMebibytes,
      },
    });
    this.#worker = worker;
    this.#isLoaded = false;
    this.#exhausted = undefined;
    this.#endAfter(this.#limits.loadDeadlineMs);
    worker.on('message', (reply: PlannerReply) => this.#take(reply));
    worker.on('error', (error: Error & { readonly code?: unknown }) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') this.#exhausted = 'memory';
      this.#log.error({ error }, 'planner.died');
      this.#loading.reject(createInvalidError(error));
    });
    worker.on('exit', () => this.#recover());
  }

  #take(reply: PlannerReply): void {
    // What comes from a thread that is being ended comes too late.
    if (this.#exhausted) return;
    clearTimeout(this.#deadline);
    switch (reply.kind) {
      case 'loaded':
        this.#isLoaded = true;
        this.#loading.resolve({ apiSdl: reply.apiSdl });
        this.#log.info({}, 'planner.loaded');
        break;
      case 'unloadable':
        this.#loading.reject(createInvalidError(new Error(reply.message)));
        break;
      case 'planned':
      case 'refused':
      case 'failed':
        this.#deathsInARow = 0;
        this.#current?.finish(reply);
        this.#current = undefined;
        break;
      default:
        reply satisfies never;
    }
    this.#next();
  }

  #next(): void {
    if (!this.#isLoaded || this.#current) return;
    this.#current = this.#waiting.shift();
    if (!this.#current) return;
    this.#endAfter(this.#limits.planDeadlineMs);
    this.#worker?.postMessage(this.#current.message);
  }

  #endAfter(deadlineMs: number): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => {
      this.#exhausted = 'time';
      void this.#worker?.terminate();
    }, deadlineMs);
  }

  /** After the thread's end: answers whoever ended it, and starts another for the others. */
  #recover(): void {
    clearTimeout(this.#deadline);
    this.#worker = undefined;
    this.#isLoaded = false;
    if (this.#isClosed) return;
    const resource = this.#exhausted;
    this.#loading.reject(createInvalidError(new Error('The thread ended while it loaded.')));
    this.#current?.finish(
      resource
        ? { kind: 'exhausted', resource }
        : { kind: 'failed', message: 'The planner ended while it planned this.' },
    );
    this.#current = undefined;

    const delayMs =
      this.#deathsInARow === 0
        ? 0
        : Math.min(firstRestartDelayMs * 2 ** (this.#deathsInARow - 1), maxRestartDelayMs);
    this.#deathsInARow += 1;
    this.#restartCount += 1;
    this.#log.warn({ delayMs, resource, waiting: this.#waiting.length }, 'planner.restart');
    this.#restart = setTimeout(() => {
      this.#restart = undefined;
      this.#start();
    }, delayMs);
  }
}

function createLoading(): Loading {
  const { promise, resolve, reject } = withResolvers<{ readonly apiSdl: string }>();
  // Whoever loads waits for it; a thread that the first plan starts has nobody who does.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}

/** As Promise.withResolvers, which Node.js 20 does not have. */
function withResolvers<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<Value>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

function createInvalidError(cause: Error): CodedError {
  return new CodedError({
    code: 'SUPERGRAPH_INVALID',
    kind: 'configuration',
    message: 'The supergraph cannot be loaded.',
    cause,
  });
}

function createClosedError(): CodedError {
  return new CodedError({
    code: 'PLANNER_CLOSED',
    kind: 'internal',
    message: 'The query planner was closed.',
  });
}
