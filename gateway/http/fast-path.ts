// The short way in for what nearly all requests are, a POST of JSON that no other site's page sends: past
// Fastify's hooks, to the same answerer, with the same headers. All others take the long way.
import type {
  IncomingHttpHeaders,
  IncomingMessage,
  RequestListener,
  Server,
  ServerResponse,
} from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

import { Negotiator } from '@fastify/accept-negotiator';
import type { HTTPGraphQLResponse } from '@apollo/server';

import { acceptCorrelationId, correlationIdHeader } from '../../runtime/correlation-id.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import { readTraceId } from '../../runtime/trace-context.ts';
import type { GatewayMetrics } from '../telemetry/gateway-metrics.ts';
import { exposedHeaders, minCompressedBytes } from './create-http-app.ts';
import { readAnswerText } from './read-answer-text.ts';
import { describeFault } from './error-handler.ts';
import { parseJsonBody } from './json-body.ts';
import type { AnswerOperation } from './operation-answerer.ts';
import { writeRefusal } from './refusal.ts';
import { securityHeaders } from '../../runtime/http/security-headers.ts';

/** What the fast path stands on. */
export interface FastPathOptions {
  /** Requests of exactly this URL. */
  readonly path: string;
  readonly maxBodyBytes: number;
  readonly answer: AnswerOperation;
  readonly log: Log;
  readonly newCorrelationId: () => string;
  readonly isDraining: () => boolean;
  readonly isShedding: () => boolean;
  readonly clock: Clock;
  readonly metrics: GatewayMetrics;
}

const gzipAsync = promisify(gzip);
const encodings = new Negotiator({ supportedValues: ['gzip'] });
// As @fastify/compress takes them.
const gzipAlias = /\*|x-gzip/g;
const jsonBody = /^application\/json(?:\s*;\s*charset=utf-8)?$/i;
const fixedHeaders: readonly string[] = [
  ...Object.entries(securityHeaders).flat(),
  'access-control-expose-headers',
  exposedHeaders.join(', '),
];

/** Puts the fast path before whatever listens to the server's requests. */
export function registerFastPath(server: Server, options: FastPathOptions): void {
  const listeners = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (isPlain(request, options)) readBody(request, response, options);
    else for (const listener of listeners) listener(request, response);
  });
}

function isPlain({ method, url, headers }: IncomingMessage, options: FastPathOptions): boolean {
  return (
    method === 'POST' &&
    url === options.path &&
    jsonBody.test(headers['content-type'] ?? '') &&
    Number(headers['content-length']) <= options.maxBodyBytes &&
    headers['transfer-encoding'] === undefined &&
    headers['content-encoding'] === undefined &&
    headers.host !== undefined &&
    // Cross-origin requests are CORS's.
    headers.origin === undefined &&
    !options.isShedding()
  );
}

function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  options: FastPathOptions,
): void {
  const receivedAtMs = options.clock.monotonicMs();
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const [first] = chunks;
    const bytes = first && chunks.length === 1 ? first : Buffer.concat(chunks);
    void answerRequest({ request, response, bytes, receivedAtMs }, options);
  });
  // A client that leaves closes the response as well, which is what is watched.
  request.on('error', () => undefined);
}

interface ReadRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly bytes: Buffer;
  readonly receivedAtMs: number;
}

/** Never rejects. */
async function answerRequest(
  { request, response, bytes, receivedAtMs }: ReadRequest,
  options: FastPathOptions,
): Promise<void> {
  const { path, answer, log, newCorrelationId, isDraining, metrics } = options;
  const { headers } = request;
  const correlationId = acceptCorrelationId(headers[correlationIdHeader], newCorrelationId);
  let answered: HTTPGraphQLResponse;
  let isParsed = false;
  try {
    const body = parseJsonBody(bytes);
    isParsed = true;
    answered = await answer(
      { method: 'POST', headers, search: '', body },
      response,
      correlationId,
      {
        receivedAtMs,
        remoteAddress: request.socket.remoteAddress,
        bodyBytes: bytes.byteLength,
      },
    );
  } catch (error) {
    const refusal = describeFault(error);
    if (refusal.code === 'INTERNAL_SERVER_ERROR') {
      log.error({ err: error, correlationId, traceId: readTraceId(headers) }, 'http.failed');
    }
    metrics.recordRefusal(refusal.code);
    answered = writeRefusal(refusal, headers.accept);
  }
  metrics.recordHttpAnswer(path, answered.status ?? 200);
  try {
    await writeAnswer(response, answered, {
      correlationId,
      requestHeaders: headers,
      // What follows a broken body may be the rest of it, and is not to be taken for a request.
      isLast: !isParsed || isDraining(),
    });
  } catch (error) {
    log.error({ err: error, correlationId, traceId: readTraceId(headers) }, 'http.failed');
    response.destroy();
  }
}

interface AnswerFraming {
  readonly correlationId: string;
  readonly requestHeaders: IncomingHttpHeaders;
  /** Whether the connection is to be closed. */
  readonly isLast: boolean;
}

async function writeAnswer(
  response: ServerResponse,
  { status, headers, body }: HTTPGraphQLResponse,
  { correlationId, requestHeaders, isLast }: AnswerFraming,
): Promise<void> {
  const text = body.kind === 'complete' ? body.string : await readAnswerText(body);
  const head = [...fixedHeaders, correlationIdHeader, correlationId];
  for (const [name, value] of headers) head.push(name, value);
  if (!headers.has('cache-control')) head.push('cache-control', 'no-store');
  if (isLast) head.push('connection', 'close');

  const byteLength = Buffer.byteLength(text);
  if (byteLength >= minCompressedBytes && takesGzip(requestHeaders)) {
    const bytes = await gzipAsync(text);
    head.push('content-encoding', 'gzip', 'vary', 'Origin, accept-encoding');
    head.push('content-length', String(bytes.byteLength));
    response.writeHead(status ?? 200, head).end(bytes);
    return;
  }
  head.push('vary', 'Origin', 'content-length', String(byteLength));
  response.writeHead(status ?? 200, head).end(text);
}

function takesGzip(headers: IncomingHttpHeaders): boolean {
  const accepted = headers['accept-encoding'];
  if (typeof accepted !== 'string' || headers['x-no-compression'] !== undefined) return false;
  return encodings.negotiate(accepted.toLowerCase().replaceAll(gzipAlias, 'gzip')) === 'gzip';
}
