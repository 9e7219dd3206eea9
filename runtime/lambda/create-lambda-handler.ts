// The door of AWS Lambda: one event in, one answer out, nothing kept of the caller.
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';

import type { Context } from 'aws-lambda';

import { acceptCorrelationId, correlationIdHeader } from '../correlation-id.ts';
import { deadlineHeader, parseDeadlineMs } from '../deadline-header.ts';
import { parseTraceparent } from '../trace-context.ts';
import { parseXRayHeader, toW3CTraceId, xrayHeader } from '../xray-trace.ts';
import { authorizerHeader, writeAuthorizer } from './authorizer-header.ts';
import { type LambdaConfig, loadLambdaConfig, readInvocationTrace } from './config.ts';
import type {
  DescribeDoorFault,
  DoorFault,
  InjectableApp,
  InjectedReply,
  InjectedRequest,
} from './injectable-app.ts';
import type { InvocationEnd, InvocationMetrics } from './invocation-metrics.ts';
import { callMethods, type HttpAnswer, type LambdaCall } from './lambda-call.ts';
import { readEvent } from './read-event.ts';
import { hasDotSegments } from './request-target.ts';
import { isTooLarge, type LambdaAnswer, writeAnswer } from './write-answer.ts';

/** What of the platform's context is used. */
export type InvocationContext = Pick<Context, 'getRemainingTimeInMillis' | 'awsRequestId'>;

/** A function's handler, as the platform calls it. */
export interface LambdaHandler {
  /**
   * Answers an event. Rejects for an event that is no HTTP request, and where the part cannot start:
   * the platform counts both as errors of the function.
   */
  (event: unknown, context: InvocationContext): Promise<LambdaAnswer>;
}

/** How a part's `lambda.ts` hands itself over. */
export interface LambdaHandlerOptions {
  /** Reads the configuration and makes the part; called once an environment, again after it failed. */
  readonly start: () => Promise<InjectableApp>;
  readonly describeFault: DescribeDoorFault;
  /** Writes what each invocation took before the process may be frozen. */
  readonly metrics?: InvocationMetrics | undefined;
}

/** The handler, and how to have its part ready before the first event. */
export interface PreparedHandler {
  readonly handler: LambdaHandler;
  /** Starts the part. Never rejects: what failed is tried again by the next event. */
  readonly prepare: () => Promise<void>;
}

// What runs on after 504 is frozen with the process: it is told to end just then, and waited for shortly.
const innerDeadlineLagMs = 10;
const settleMs = 40;
const flushMs = 100;

// They tell of the connection to the platform and not of what we get from it; the last is ours alone to set.
const droppedHeaders = new Set([
  'content-length',
  'transfer-encoding',
  'connection',
  'expect',
  authorizerHeader,
]);
const timeIsUp = Symbol('time is up');

/** Creates the handler; nothing starts before `prepare` or the first event. */
export function createLambdaHandler(options: LambdaHandlerOptions): PreparedHandler {
  let started: Promise<InjectableApp> | undefined;
  let config: LambdaConfig | undefined;
  const start = (): Promise<InjectableApp> => {
    const attempt = started ?? options.start();
    started = attempt;
    attempt.catch(() => {
      if (started === attempt) started = undefined;
    });
    return attempt;
  };

  const answer = async (
    call: LambdaCall,
    { context, correlationId }: Invocation,
  ): Promise<LambdaAnswer> => {
    config ??= loadLambdaConfig();
    const answerWithinMs = context.getRemainingTimeInMillis() - config.deadlineMarginMs;
    const refuse = (fault: DoorFault): LambdaAnswer =>
      writeFault(call, options.describeFault(fault, correlationId), correlationId);

    const request = createRequest(call, correlationId, answerWithinMs + innerDeadlineLagMs);
    if (!request) return refuse('BAD_REQUEST');
    const work = serve(start, request);
    const outcome = await within(answerWithinMs, work);
    if (outcome === timeIsUp) {
      await within(
        settleMs,
        work.catch(() => undefined),
      );
      return refuse('DEADLINE_EXCEEDED');
    }
    const written = writeAnswer(call.form, readReply(outcome));
    return isTooLarge(call.form, written) ? refuse('RESPONSE_TOO_LARGE') : written;
  };

  const handler: LambdaHandler = async (event, context) => {
    config ??= loadLambdaConfig();
    const end = options.metrics?.begin();
    let facts: InvocationEnd = { requestId: context.awsRequestId };
    try {
      const call = addTrace(readEvent(event, config.basePath), readInvocationTrace());
      const correlationId = acceptCorrelationId(
        call.headers[correlationIdHeader]?.join(', '),
        () => context.awsRequestId,
      );
      facts = { ...facts, correlationId, ...readTraceIds(call) };
      const written = await answer(call, { context, correlationId });
      facts = { ...facts, status: written.statusCode };
      return written;
    } finally {
      end?.(facts);
      if (started) await flushWithin(started, context);
    }
  };

  return {
    handler,
    prepare: () =>
      start().then(
        () => undefined,
        () => undefined,
      ),
  };
}

interface Invocation {
  readonly context: InvocationContext;
  readonly correlationId: string;
}

/** The platform's own segment is nearer than that of whoever called it, if both are of one trace. */
function addTrace(call: LambdaCall, ofInvocation: string | undefined): LambdaCall {
  const nearest = parseXRayHeader(ofInvocation);
  if (ofInvocation === undefined || !nearest) return call;
  const sent = parseXRayHeader(call.headers[xrayHeader]?.[0]);
  if (sent && sent.xrayTraceId !== nearest.xrayTraceId) return call;
  return { ...call, headers: { ...call.headers, [xrayHeader]: [ofInvocation] } };
}

function readTraceIds({ headers }: LambdaCall): Pick<InvocationEnd, 'traceId' | 'xrayTraceId'> {
  const xrayTraceId = parseXRayHeader(headers[xrayHeader]?.[0])?.xrayTraceId;
  const { traceId } = parseTraceparent(headers['traceparent']?.[0]) ?? {};
  return { traceId: traceId ?? (xrayTraceId && toW3CTraceId(xrayTraceId)), xrayTraceId };
}

/** What does not get through is lost: an answer is worth more. */
async function flushWithin(
  started: Promise<InjectableApp>,
  context: InvocationContext,
): Promise<void> {
  const flush = async (): Promise<void> => await (await started).flush?.();
  const leftMs = Math.min(flushMs, context.getRemainingTimeInMillis() / 2);
  await within(
    leftMs,
    flush().catch(() => undefined),
  );
}

async function serve(
  start: () => Promise<InjectableApp>,
  request: InjectedRequest,
): Promise<InjectedReply> {
  const app = await start();
  // After a thaw, what happened to sockets meanwhile is heard of in the loop's next turn.
  await nextTurn();
  return await app.inject(request);
}

function createRequest(
  call: LambdaCall,
  correlationId: string,
  remainingMs: number,
): InjectedRequest | undefined {
  const method = callMethods.find((known) => known === call.method);
  // Taken as a URL, such a path would lead elsewhere than it says.
  if (method === undefined || hasDotSegments(call.target)) return undefined;
  const kept = Object.entries(call.headers).filter(([name]) => !droppedHeaders.has(name));
  const deadlineMs = Math.min(parseDeadlineMs(call.headers[deadlineHeader]?.[0]), remainingMs);
  return {
    method,
    url: call.target,
    headers: {
      ...Object.fromEntries(kept.map(([name, values]) => [name, [...values]])),
      ...(call.authorizer ? { [authorizerHeader]: writeAuthorizer(call.authorizer) } : {}),
      [correlationIdHeader]: correlationId,
      [deadlineHeader]: String(Math.max(0, Math.floor(deadlineMs))),
    },
    ...(call.body === undefined ? {} : { payload: call.body }),
    ...(call.clientIp === '' ? {} : { remoteAddress: call.clientIp }),
  };
}

async function within<Result>(
  timeMs: number,
  work: Promise<Result>,
): Promise<Result | typeof timeIsUp> {
  const timer = new AbortController();
  const timeout = wait(Math.max(0, timeMs), timeIsUp, { signal: timer.signal });
  timeout.catch(() => undefined);
  try {
    return await Promise.race([work, timeout]);
  } finally {
    timer.abort();
  }
}

function readReply({ statusCode, headers, rawPayload }: InjectedReply): HttpAnswer {
  const texts: Record<string, readonly string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) texts[name] = Array.isArray(value) ? value : [String(value)];
  }
  return { status: statusCode, headers: texts, body: rawPayload };
}

function writeFault(
  call: LambdaCall,
  { status, contentType, body }: ReturnType<DescribeDoorFault>,
  correlationId: string,
): LambdaAnswer {
  return writeAnswer(call.form, {
    status,
    headers: {
      'content-type': [contentType],
      'cache-control': ['no-store'],
      [correlationIdHeader]: [correlationId],
    },
    body: Buffer.from(body),
  });
}
