// The one way out to other processes: pooled connections, deadline, byte cap, retries, breaker.
import { setTimeout as wait } from 'node:timers/promises';

import type { Clock } from '../clock.ts';
import { isCodedError } from '../coded-error.ts';
import { correlationIdHeader } from '../correlation-id.ts';
import type { Cancellation } from '../cancellation.ts';
import { createDeadline, type Deadline } from '../deadline.ts';
import type { Log } from '../log.ts';
import { readTraceId } from '../trace-context.ts';
import { type ConnectionFigures, createConnectionPool } from './connection-pool.ts';
import { type HttpExchange, type HttpExchangeReply, makeExchange } from './http-exchange.ts';
import { type InProcessUpstreams, makeInProcessExchange } from './in-process-exchange.ts';
import { defaultHttpLimits, type HttpLimits } from './http-limits.ts';
import { parseRetryAfterMs } from './retry-after.ts';
import { createRetryBudget, type RetryBudget } from './retry-budget.ts';
import { classifyFault } from './upstream-errors.ts';
import {
  createUpstreamPolicy,
  type UpstreamPolicy,
  type UpstreamPolicyFigures,
} from './upstream-policy.ts';

/** What the client stands on. */
export interface HttpClientOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Gives a number from 0 up to 1; `Math.random` fits. */
  readonly random: () => number;
  readonly limits?: Partial<HttpLimits>;
  /** Upstreams that are asked without a socket; breaker, bounds and retries hold for them, too. */
  readonly inProcess?: InProcessUpstreams | undefined;
}

/** Gives all headers that an attempt is sent with, from those that it has and what it sends. */
export type SignExchange = (
  exchange: Pick<HttpExchange, 'method' | 'url' | 'headers' | 'body'>,
) => Promise<Readonly<Record<string, string>>>;

/** One request to a named upstream. */
export interface HttpRequest {
  /** Name from the configuration, such as `pricing-api`; breaker, bulkhead and budget go by it. */
  readonly upstream: string;
  readonly method: HttpExchange['method'];
  readonly url: string | URL;
  /** Sent as they are; correlation id and traceparent are the caller's to add. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Signs each attempt anew. */
  readonly sign?: SignExchange | undefined;
  readonly body?: string | Uint8Array | undefined;
  /** Ends the request, also when it is cancelled because whoever asked is gone. */
  readonly deadline?: Cancellation | Deadline | undefined;
  /** The earlier of both holds, over all attempts, queueing and waits. */
  readonly timeoutMs?: number | undefined;
  readonly maxResponseBytes?: number | undefined;
  /** Whether it may be sent twice; so by default for GET and HEAD. */
  readonly idempotent?: boolean | undefined;
  /** Attempts of an idempotent request, the first one included. */
  readonly maxAttempts?: number | undefined;
}

/** A whole reply of any status but a redirect. */
export interface HttpReply extends HttpExchangeReply {
  /** Decodes the body as UTF-8. */
  bodyText(): string;
  /** How many times the request was sent. */
  readonly attempts: number;
  /** From the call of `request` to the last byte. */
  readonly durationMs: number;
}

/** Sends requests to upstreams. */
export interface HttpClient {
  /**
   * Sends a request and reads its whole reply. A status of 4xx or 5xx is a reply, 304 too.
   * An idempotent request is tried again after a broken connection, 429, 502, 503 and 504, as long
   * as deadline and retry budget allow. Rejects with a `CodedError` of an `UpstreamErrorCode`.
   */
  request(request: HttpRequest): Promise<HttpReply>;
  readFigures(): HttpClientFigures;
  /** Waits for what is in flight, then closes all connections. */
  close(): Promise<void>;
}

/** How a client's upstreams and connections fare at this moment. */
export interface HttpClientFigures {
  /** Those that were asked at least once. */
  readonly upstreams: readonly UpstreamFigures[];
  readonly connections: readonly ConnectionFigures[];
}

/** How one upstream fares. */
export interface UpstreamFigures extends UpstreamPolicyFigures {
  readonly name: string;
  /** Requests that were sent once more, each time counted. */
  readonly retries: number;
}

interface Upstream {
  readonly policy: UpstreamPolicy;
  readonly retryBudget: RetryBudget;
  retries: number;
}

type AttemptOutcome =
  | { readonly reply: HttpExchangeReply; readonly error?: undefined }
  | { readonly reply?: undefined; readonly error: unknown };

const retriedStatuses = new Set([429, 502, 503, 504]);

/** Creates a client with one pool of connections an origin. Opens nothing until the first request. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { clock, log, random } = options;
  const limits: HttpLimits = { ...defaultHttpLimits, ...options.limits };
  const connections = createConnectionPool(limits, clock);
  const upstreams = new Map<string, Upstream>();

  const findUpstream = (name: string): Upstream => {
    let upstream = upstreams.get(name);
    if (!upstream) {
      upstream = {
        policy: createUpstreamPolicy(name, limits, clock, log),
        retryBudget: createRetryBudget({
          capacity: limits.retryBudget,
          earnedPerRequest: limits.retriesPerRequest,
        }),
        retries: 0,
      };
      upstreams.set(name, upstream);
    }
    return upstream;
  };

  const send = (exchange: HttpExchange, wanted: Cancellation): Promise<HttpExchangeReply> => {
    const answer = options.inProcess?.get(exchange.url.origin);
    return answer
      ? makeInProcessExchange(answer, exchange, wanted)
      : makeExchange(connections.dispatcher(), exchange, wanted);
  };

  const sendSigned = async (
    exchange: HttpExchange,
    sign: SignExchange,
    wanted: Cancellation,
  ): Promise<HttpExchangeReply> =>
    await send({ ...exchange, headers: await sign(exchange) }, wanted);

  return {
    async request(request) {
      const startedAtMs = clock.monotonicMs();
      const upstream = findUpstream(request.upstream);
      const { policy, retryBudget } = upstream;
      const exchange = createExchange(request, limits);
      const maxAttempts = isIdempotent(request) ? (request.maxAttempts ?? limits.maxAttempts) : 1;
      const deadline = createDeadline(clock, chooseTimeoutMs(request, limits), request.deadline);
      retryBudget.recordRequest();

      const { sign } = request;
      const attempt = (): Promise<HttpExchangeReply> =>
        sign ? sendSigned(exchange, sign, deadline) : send(exchange, deadline);
      const describeFailure = (error: unknown): AttemptOutcome => ({
        error: classifyFault(error, request.upstream, deadline),
      });
      try {
        for (let attempts = 1; ; attempts += 1) {
          const outcome = await policy
            .run(attempt, deadline)
            .then(describeSuccess, describeFailure);

          const delayMs = isRetryable(outcome)
            ? Math.max(drawBackoffMs(attempts, limits, random), readRetryAfterMs(outcome, clock))
            : Number.POSITIVE_INFINITY;
          const isWorthIt = attempts < maxAttempts && delayMs < deadline.remainingMs();
          if (!isWorthIt || !retryBudget.tryTake()) {
            if (!outcome.reply) throw outcome.error;
            return describeReply(outcome.reply, attempts, clock.monotonicMs() - startedAtMs);
          }
          upstream.retries += 1;
          log.warn(
            {
              upstream: request.upstream,
              attempt: attempts,
              delayMs,
              ...describe(outcome),
              correlationId: request.headers?.[correlationIdHeader],
              traceId: readTraceId(request.headers),
            },
            'upstream.retry',
          );
          await waitFor(delayMs, request.upstream, deadline);
        }
      } finally {
        deadline.dispose();
      }
    },
    readFigures: () => ({
      upstreams: [...upstreams].map(([name, { policy, retries }]) => ({
        name,
        retries,
        ...policy.readFigures(),
      })),
      connections: connections.readFigures(),
    }),
    close: () => connections.close(),
  };
}

function describeSuccess(reply: HttpExchangeReply): AttemptOutcome {
  return { reply };
}

function chooseTimeoutMs({ timeoutMs, deadline }: HttpRequest, limits: HttpLimits): number {
  if (timeoutMs !== undefined) return timeoutMs;
  return deadline && 'remainingMs' in deadline ? deadline.remainingMs() : limits.timeoutMs;
}

function createExchange(request: HttpRequest, limits: HttpLimits): HttpExchange {
  return {
    upstream: request.upstream,
    method: request.method,
    url: typeof request.url === 'string' ? new URL(request.url) : request.url,
    headers: request.headers ?? {},
    body: request.body,
    maxResponseBytes: request.maxResponseBytes ?? limits.maxResponseBytes,
  };
}

function isIdempotent({ idempotent, method }: HttpRequest): boolean {
  return idempotent ?? (method === 'GET' || method === 'HEAD');
}

function isRetryable({ reply, error }: AttemptOutcome): boolean {
  return reply ? retriedStatuses.has(reply.status) : isCodedError(error, 'UPSTREAM_UNREACHABLE');
}

/** Full jitter: anything from 0 up to the doubled bound. */
function drawBackoffMs(attempt: number, limits: HttpLimits, random: () => number): number {
  const boundMs = Math.min(limits.backoffCapMs, limits.backoffBaseMs * 2 ** (attempt - 1));
  return Math.round(random() * boundMs);
}

function readRetryAfterMs({ reply }: AttemptOutcome, clock: Clock): number {
  const header = reply?.headers['retry-after'];
  return typeof header === 'string' ? (parseRetryAfterMs(header, clock.nowMs()) ?? 0) : 0;
}

async function waitFor(delayMs: number, upstream: string, wanted: Cancellation): Promise<void> {
  try {
    await wait(delayMs, undefined, { signal: wanted.signal });
  } catch (error) {
    throw classifyFault(error, upstream, wanted);
  }
}

function describe({ reply, error }: AttemptOutcome): { status?: number; code?: string } {
  if (reply) return { status: reply.status };
  return isCodedError(error) ? { code: error.code } : {};
}

function describeReply(reply: HttpExchangeReply, attempts: number, durationMs: number): HttpReply {
  return {
    ...reply,
    attempts,
    durationMs,
    bodyText: () => decodeText(reply.bodyBytes),
  };
}

const byteOrderMark = '\uFEFF';

function decodeText(bytes: Uint8Array): string {
  const buffer = Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('utf8');
  return text.startsWith(byteOrderMark) ? text.slice(1) : text;
}
