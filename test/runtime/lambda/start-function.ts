// A function in a process of its own, behind a Runtime API of ours: what the platform would do with it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** What to run. */
export interface FunctionOptions {
  /** Folder of a bundle. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Program and arguments, which run `index.mjs` of the folder; our own bootstrap by default. */
  readonly command?: readonly [string, ...string[]];
}

/** What an invocation ended in. */
export interface InvocationOutcome {
  readonly kind: 'response' | 'error';
  readonly value: LambdaResponse;
  readonly durationMs: number;
  /** Timers that repeat, alive once it was over. */
  readonly repeatingTimers: number;
  readonly sizeBytes: number;
}

/** An answer of any form, or an error. */
export interface LambdaResponse {
  readonly statusCode: number;
  readonly statusDescription?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly cookies?: readonly string[];
  readonly body: string;
  readonly isBase64Encoded: boolean;
  readonly errorMessage?: string;
  readonly errorType?: string;
}

/** A function that runs. */
export interface RunningFunction {
  /** From the start of the process until it asked for its first event. */
  readonly initMs: number;
  readonly output: readonly string[];
  /** `trace` is the value of X-Ray's header that the platform gives the invocation. */
  invoke(event: unknown, remainingMs?: number, trace?: string): Promise<InvocationOutcome>;
  /** Stops the process in its tracks, as the platform does between events. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

interface Invocation {
  readonly id: string;
  readonly event: unknown;
  readonly trace: string | undefined;
  readonly endsAtMs: number;
  readonly settle: (outcome: InvocationOutcome) => void;
  readonly startedAtMs: number;
}

const bootstrap = fileURLToPath(new URL('bootstrap.mjs', import.meta.url));
// What the platform sets for every function, and its runtime asks for.
const platformVariables = {
  _HANDLER: 'index.handler',
  AWS_REGION: 'eu-central-1',
  AWS_LAMBDA_FUNCTION_NAME: 'marque',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024',
  AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/marque',
  AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/21/[$LATEST]0',
};
const defaultRemainingMs = 15_000;

/** Starts a function and waits until it asks for its first event. */
export async function startFunction(options: FunctionOptions): Promise<RunningFunction> {
  const waiting: Invocation[] = [];
  const running = new Map<string, Invocation>();
  let idle: ServerResponse | undefined;
  let count = 0;
  let sayAsked: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    sayAsked = resolve;
  });

  const deliver = (): void => {
    const invocation = idle && waiting.shift();
    if (!idle || !invocation) return;
    running.set(invocation.id, invocation);
    idle.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': invocation.id,
      'lambda-runtime-deadline-ms': String(invocation.endsAtMs),
      ...(invocation.trace === undefined ? {} : { 'lambda-runtime-trace-id': invocation.trace }),
      'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-central-1:000000000000:function:x',
    });
    idle.end(JSON.stringify(invocation.event));
    idle = undefined;
  };
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, id = '', kind = ''] = /\/invocation\/([\w-]+)\/?(\w*)$/.exec(request.url ?? '') ?? [];
    if (id === 'next') {
      idle = response;
      sayAsked();
      deliver();
      return;
    }
    const body = await text(request);
    response.writeHead(202).end('{}');
    const invocation = running.get(id);
    running.delete(id);
    if (kind === 'response' || kind === 'error') {
      invocation?.settle({
        kind,
        value: JSON.parse(body) as LambdaResponse,
        durationMs: performance.now() - invocation.startedAtMs,
        repeatingTimers: Number(request.headers['x-test-repeating-timers'] ?? 0),
        sizeBytes: Buffer.byteLength(body),
      });
    }
  };

  const server = createServer((request, response) => void receive(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const spawnedAtMs = performance.now();
  const { child, output } = spawnFunction(options, port);
  const ended = once(child, 'exit').then(() => {
    throw new Error(`The function's process ended:\n${output.join('')}`);
  });
  ended.catch(() => undefined);
  await Promise.race([asked, ended]);

  return {
    initMs: performance.now() - spawnedAtMs,
    output,
    invoke(event, remainingMs = defaultRemainingMs, trace?: string) {
      const outcome = new Promise<InvocationOutcome>((settle) => {
        count += 1;
        const id = `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
        const startedAtMs = performance.now();
        waiting.push({ id, event, trace, endsAtMs: Date.now() + remainingMs, settle, startedAtMs });
        deliver();
      });
      return Promise.race([outcome, ended]);
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    async stop() {
      child.kill('SIGKILL');
      await ended.catch(() => undefined);
      server.closeAllConnections();
      server.close();
    },
  };
}

function spawnFunction(
  { directory, environment, command }: FunctionOptions,
  port: number,
): { readonly child: ChildProcess; readonly output: readonly string[] } {
  const [program, ...args] = command ?? [process.execPath, bootstrap, `${directory}/index.mjs`];
  const output: string[] = [];
  const child = spawn(program, args, {
    cwd: directory,
    env: {
      PATH: process.env['PATH'],
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
      LAMBDA_TASK_ROOT: directory,
      ...platformVariables,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  }
  return { child, output };
}
